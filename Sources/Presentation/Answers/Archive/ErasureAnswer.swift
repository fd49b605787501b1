public import Erasing
import Foundation
import Ledger
import TrackingLog

/// What was erased: for the terminal, and as the receipt.
public struct ErasureAnswer: Answer {
    private let outcome: ErasureOutcome

    /// Creates the answer.
    public init(_ outcome: ErasureOutcome) { self.outcome = outcome }

    /// What an erasure does not reach.
    static let notice =
        "Not reached: backups, downloaded logs, copies of the archive, tallies and caches of reports, and events that are "
        + "recorded from now on."

    /// `pushtrail.erasure-receipt/1`.
    public var document: some Encodable { ErasureDocument(outcome: outcome) }

    /// A line on what was erased, and one on what was not.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        let words = Self.words(
            rows: outcome.rows, nights: outcome.nights, events: outcome.events, results: outcome.results)
        let lines =
            outcome.isEmpty ? ["nothing to erase: none of this is in the store or the archive"] : ["erased: \(words)"]
        try body(Section([.lines((lines + (outcome.isEmpty ? [] : [Self.notice])).map { Line(text: $0) })]))
    }

    /// Counts of what is erased, in words.
    static func words(rows: Int, nights: Int, events: Int, results: Int) -> String {
        let logs = results == 0 ? "" : ", \(results.counting("finished log")) to be made again"
        return "\(rows.counting("row")) of \(nights.counting("night")), \(events.counting("event")) of the store\(logs)"
    }
}

private struct ErasureDocument: Encodable {
    let outcome: ErasureOutcome

    private enum Keys: String, CodingKey {
        case schema, time, rows, nights, events, logs, entries, checkpoint, notice
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.erasure-receipt/1", forKey: .schema)
        try object.encode(outcome.time.rfc3339, forKey: .time)
        try object.encode(outcome.rows, forKey: .rows)
        try object.encode(outcome.nights, forKey: .nights)
        try object.encode(outcome.events, forKey: .events)
        try object.encode(outcome.results, forKey: .logs)
        try object.encode(outcome.entries.map(EntryDocument.init), forKey: .entries)
        try object.encode(outcome.checkpoint, forKey: .checkpoint)
        try object.encode(ErasureAnswer.notice, forKey: .notice)
    }

    private struct EntryDocument: Encodable {
        /// The entry's bytes, as the ledger has them.
        let entry: String
        /// The proof that the ledger has it.
        let proof: String

        init(_ erasure: PublishedErasure) {
            entry = String(decoding: erasure.entry.bytes, as: UTF8.self)
            proof = erasure.proof
        }
    }
}
