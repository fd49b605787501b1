public import Ledger
import LogVerification
public import TrackingLog
import TransparencyLog

/// What was verified, what was found, and the verdict.
public struct VerificationAnswer: Answer {
    let verifications: [Verification]
    /// When they were made.
    let time: Timestamp

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - verifications: the results.
    ///   - time: when they were made.
    public init(_ verifications: [Verification], at time: Timestamp) {
        self.verifications = verifications
        self.time = time
    }

    /// One `pushtrail.verification/1` as an object, several as an array.
    public var document: some Encodable { VerificationsDocument(verifications: verifications) }

    /// A section for each verification.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        for verification in verifications {
            try body(Section([.lines(lines(on: verification).map { Line(text: $0) })]))
        }
    }

    private func lines(on verification: Verification) -> [String] {
        var lines: [String] = []
        if let checkpoint = verification.checkpoint {
            let nights = verification.nights
            let days = nights.first.flatMap { first in nights.last.map { ", \(first.day) to \($0.day)" } } ?? ""
            let count = checkpoint.size - verification.erasures.count
            lines.append(
                "\(checkpoint.origin): \(count.counting("night"))\(days), \(verification.rows.counting("row"))")
            if let unchecked = unchecked(in: verification) { lines.append("not checked: \(unchecked)") }
            if let erased = erased(in: verification) { lines.append("erased: \(erased)") }
            lines.append("root \(checkpoint.root)")
            lines += verification.signers.map { "signed by \($0)" }
        } else {
            lines.append("\(verification.path): \(verification.rows.counting("row"))")
        }
        return lines + verification.findings.map(line) + evidence(of: verification).map { "\($0.name): \($0.text)" }
            + [verdict(on: verification)]
    }

    /// What was not checked, in words; nil if everything was.
    func unchecked(in verification: Verification) -> String? {
        guard let from = verification.from, verification.unchecked > 0 else { return nil }
        return
            "the files of \(verification.unchecked.counting("night")) before \(from); the ledger lists and seals them"
    }

    /// What was erased, in words; nil where nothing was.
    func erased(in verification: Verification) -> String? {
        guard let last = verification.erasures.last else { return nil }
        func rows(_ erasures: some Collection<Erasure>) -> String {
            erasures.reduce(0) { $0.addingReportingOverflow($1.rows).partialValue }.counting("row")
        }
        let since = verification.erasuresSince.map { count in
            count == 0
                ? "; none since the kept checkpoint"
                : "; since the kept checkpoint \(rows(verification.erasures.suffix(count))) in \(count.grouped)"
        }
        let count = verification.erasures.count.counting("erasure")
        return "whom \(rows(verification.erasures)) were about (\(count), the last on \(last.time) UTC\(since ?? ""))"
    }

    /// What an archive without a fault proves, and what it does not: people take a signature for more than it is.
    func evidence(of verification: Verification) -> [(name: String, text: String)] {
        guard let checkpoint = verification.checkpoint, [nil, .warning].contains(verification.gravity) else {
            return []
        }
        let witnesses = verification.signers.filter { !$0.isSigner(of: checkpoint) }.map(\.name)
        let seen = witnesses.isEmpty ? "" : ", and \(witnesses.joined(separator: ", ")) saw it"
        let kept = verification.extended.map { "; it continues \($0)" } ?? ""
        var since = ""
        var stamped: String?
        if let timestamp = verification.timestamp {
            if timestamp.isAuthentic {
                since = ", on \(timestamp.time) UTC at the latest"
            } else {
                stamped = "\(timestamp.time) UTC; --timestamp-ca checks who signed it"
            }
        } else if verification.checksTimestamps {
            stamped = "this checkpoint has none"
        }
        let other =
            if !witnesses.isEmpty {
                "that the events happened as they are recorded: their senders and the key's owner are trusted"
            } else if verification.extended != nil {
                "that nobody was shown another history: a witness would notice"
            } else {
                "that the owner signed no other history: a kept checkpoint or a witness shows that"
            }
        let proved = "unchanged since the owner of the key signed it\(since)\(seen)\(kept)"
        return (stamped.map { [("timestamp", $0)] } ?? []) + [("proved", proved), ("not proved", other)]
    }

    private func line(on finding: Finding) -> String {
        let entry = finding.entry.map { "(\($0))" } ?? ""
        let row = finding.row.map { ", row \($0.grouped)" } ?? ""
        let count = finding.count > 1 ? " (\(finding.count.grouped) times)" : ""
        return
            "\(finding.code.gravity): \(finding.path)\(entry)\(row): \(finding.code.rawValue): \(finding.reason)\(count)"
    }

    func verdict(on verification: Verification) -> String {
        switch verification.gravity {
        case nil, .warning:
            if verification.checkpoint == nil {
                "OK"
            } else if let from = verification.from, verification.unchecked > 0 {
                "complete and unchanged from \(from) on"
            } else {
                "complete and unchanged"
            }
        case .incomplete: "INCOMPLETE"
        case .changed: "CHANGED"
        case .unchecked: "NOT CHECKED"
        }
    }
}

private struct VerificationsDocument: Encodable {
    let verifications: [Verification]

    func encode(to encoder: any Encoder) throws {
        let documents = verifications.map(VerificationDocument.init)
        if documents.count == 1 { try documents[0].encode(to: encoder) } else { try documents.encode(to: encoder) }
    }
}

private struct VerificationDocument: Encodable {
    let verification: Verification

    private enum Keys: String, CodingKey {
        case schema, path, result, origin, size, root, signers, timestamp, nights, through, from, unchecked, rows,
            erasures,
            findings
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.verification/1", forKey: .schema)
        try object.encode(verification.path, forKey: .path)
        try object.encode(verification.result, forKey: .result)
        try object.encode(verification.checkpoint?.origin, forKey: .origin)
        try object.encode(verification.checkpoint?.size, forKey: .size)
        try object.encode(verification.checkpoint?.root.base64, forKey: .root)
        try object.encode(verification.signers.map(\.description), forKey: .signers)
        try object.encode(verification.timestamp.map(TimestampDocument.init), forKey: .timestamp)
        try object.encode(verification.nights.count, forKey: .nights)
        try object.encode(verification.nights.last?.day.description, forKey: .through)
        if let from = verification.from {
            try object.encode(from.description, forKey: .from)
            try object.encode(verification.unchecked, forKey: .unchecked)
        }
        try object.encode(verification.rows, forKey: .rows)
        if !verification.erasures.isEmpty {
            try object.encode(verification.erasures.map(ErasureDocument.init), forKey: .erasures)
        }
        try object.encode(verification.findings.map(FindingDocument.init), forKey: .findings)
    }
}

private struct ErasureDocument: Encodable {
    let erasure: Erasure

    private enum Keys: String, CodingKey {
        case time, nights, rows
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(erasure.time.rfc3339, forKey: .time)
        try object.encode(erasure.nights.count, forKey: .nights)
        try object.encode(erasure.rows, forKey: .rows)
    }
}

private struct TimestampDocument: Encodable {
    let timestamp: CheckpointTimestamp

    private enum Keys: String, CodingKey {
        case time, authentic
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(timestamp.time.rfc3339, forKey: .time)
        // Null where no certificates were given.
        try object.encode(timestamp.isAuthentic ? true : nil, forKey: .authentic)
    }
}

private struct FindingDocument: Encodable {
    let finding: Finding

    private enum Keys: String, CodingKey {
        case code, gravity, path, entry, row, count, reason
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(finding.code.rawValue, forKey: .code)
        try object.encode(finding.code.gravity.rawValue, forKey: .gravity)
        try object.encode(finding.path, forKey: .path)
        try object.encode(finding.entry, forKey: .entry)
        try object.encode(finding.row, forKey: .row)
        try object.encode(finding.count, forKey: .count)
        try object.encode(finding.reason, forKey: .reason)
    }
}
