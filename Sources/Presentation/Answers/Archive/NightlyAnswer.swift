public import EventStore
public import Export
import Ledger
import LogVerification
public import TrackingLog
import TransparencyLog

/// What was recovered, sealed and pruned.
public struct NightlyAnswer: Answer {
    private let outcome: NightlyOutcome
    private let pruned: PrunedRows?
    private let through: Day
    private let archive: String
    private let witnesses: Witnesses?

    /// Who cosigned the checkpoint.
    public struct Witnesses: Sendable {
        let cosigners: [String]
        let hasQuorum: Bool

        /// - Parameters:
        ///   - cosigners: the witnesses' names in the policy.
        ///   - hasQuorum: whether they are enough.
        public init(cosigners: [String], hasQuorum: Bool) {
            self.cosigners = cosigners
            self.hasQuorum = hasQuorum
        }
    }

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - outcome: what was recovered and sealed.
    ///   - pruned: what left the store; nil where pruning was not requested, or failed.
    ///   - through: the last day that was to be sealed.
    ///   - archive: the archive's folder.
    ///   - witnesses: who cosigned; nil where no witness was asked.
    public init(
        _ outcome: NightlyOutcome, pruned: PrunedRows?, through: Day, archive: String, witnesses: Witnesses? = nil
    ) {
        self.witnesses = witnesses
        self.outcome = outcome
        self.through = through
        self.pruned = pruned
        self.archive = archive
    }

    /// `pushtrail.nightly/1`.
    public var document: some Encodable { NightlyDocument(outcome: outcome, pruned: pruned, witnesses: witnesses) }

    /// A line for each kind of work.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        let lines = [recovered, sealed + ledger, cosigned].compactMap(\.self)
        try body(Section([.lines(lines.map { Line(text: $0) })]))
    }

    private var cosigned: String? {
        witnesses.map { witnesses in
            let names = witnesses.cosigners.isEmpty ? "no witness" : witnesses.cosigners.joined(separator: ", ")
            return "cosigned by \(names)\(witnesses.hasQuorum ? "" : ": the quorum is missed")"
        }
    }

    private var recovered: String? {
        guard !outcome.recovered.isEmpty else { return nil }
        let events = outcome.recovered.reduce(0) { $0 + $1.events }
        return "recovered \(outcome.recovered.count.counting("night")): \(events.counting("event")) from \(archive)"
    }

    private var sealed: String {
        guard let first = outcome.nights.first, let last = outcome.nights.last else { return nothing }
        let days = first.day == last.day ? "\(first.day)" : "\(first.day) to \(last.day)"
        let events = outcome.nights.reduce(0) { $0 + $1.events }
        let late = outcome.nights.reduce(0) { $0 + $1.late }
        return "sealed \(days): \(events.counting("event")), \(late.grouped) late"
    }

    /// Why there is nothing to seal, and when there will be.
    private var nothing: String {
        guard let next = outcome.next else { return "nothing to seal: no event was recorded yet" }
        let end = next.adding(days: 1)
        return "nothing to seal through \(through): the next night is \(next), over on \(end) at 00:00 UTC"
    }

    private var ledger: String {
        let size = outcome.ledger.map { "; \($0.origin) has \(($0.size - outcome.erasures).counting("night"))" } ?? ""
        let pruned = pruned.map { "; pruned \($0.events.counting("event")) from before \($0.before.day)" } ?? ""
        let signed = outcome.isSignedAgain ? "; signed again, by all keys given" : ""
        return size + signed + pruned
    }
}

private struct NightlyDocument: Encodable {
    let outcome: NightlyOutcome
    let pruned: PrunedRows?
    let witnesses: NightlyAnswer.Witnesses?

    private enum Keys: String, CodingKey {
        case schema, origin, size, root, recovered, sealed, next, pruned, cosigners, quorum
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.nightly/1", forKey: .schema)
        try object.encode(outcome.ledger?.origin, forKey: .origin)
        try object.encode(outcome.ledger?.size, forKey: .size)
        try object.encode(outcome.ledger?.root, forKey: .root)
        if !outcome.recovered.isEmpty {
            try object.encode(outcome.recovered.map(SealedDocument.init), forKey: .recovered)
        }
        try object.encode(outcome.nights.map(SealedDocument.init), forKey: .sealed)
        try object.encode(outcome.next?.description, forKey: .next)
        try object.encodeIfPresent(pruned.map(PrunedDocument.init), forKey: .pruned)
        try object.encodeIfPresent(witnesses?.cosigners, forKey: .cosigners)
        try object.encodeIfPresent(witnesses?.hasQuorum, forKey: .quorum)
    }
}

private struct PrunedDocument: Encodable {
    let rows: PrunedRows

    private enum Keys: String, CodingKey {
        case before, events, deliveries, texts
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(rows.before.rfc3339, forKey: .before)
        try object.encode(rows.events, forKey: .events)
        try object.encode(rows.deliveries, forKey: .deliveries)
        try object.encode(rows.texts, forKey: .texts)
    }
}

private struct SealedDocument: Encodable {
    let manifest: Manifest

    private enum Keys: String, CodingKey {
        case archive, day, events, late
        case zipBytes = "zip_bytes"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(manifest.archive, forKey: .archive)
        try object.encode(manifest.day.description, forKey: .day)
        try object.encode(manifest.events, forKey: .events)
        try object.encode(manifest.late, forKey: .late)
        try object.encode(manifest.zipBytes, forKey: .zipBytes)
    }
}
