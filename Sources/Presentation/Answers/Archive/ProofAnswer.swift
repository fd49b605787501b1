public import Ledger
import LogVerification
import TrackingLog
import TransparencyLog

/// The rows that a proof shows to be in the ledger.
public struct ProofAnswer: Answer {
    private let shown: RowProof.Shown

    /// Creates the answer.
    public init(_ shown: RowProof.Shown) { self.shown = shown }

    /// `pushtrail.proof-verification/1`.
    public var document: some Encodable { ProofDocument(shown: shown) }

    /// The rows, and what the proof does not prove.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        let days = shown.nights.map { "\($0.day)" }.joined(separator: ", ")
        let size = shown.checkpoint.size.counting("entry", "entries")
        let title = "\(shown.rows.count.counting("row")) of \(days) in \(shown.checkpoint.origin), signed at \(size):"
        let notices = (shown.hiddenRows > 0 ? [Self.hiddenNotice(shown)] : []) + [RowProof.notice]
        try body(Section([.lines(([title] + shown.rows.map(\.text) + notices).map { Line(text: $0) })]))
    }

    /// What is shown of rows that hide whom they are about.
    private static func hiddenNotice(_ shown: RowProof.Shown) -> String {
        let which = shown.hiddenRows == shown.rows.count ? "Of each row" : "Of \(shown.hiddenRows.counting("row"))"
        return
            "\(which) the proof shows timestamp, status, description and app, and hides tracking code, target, device and payload."
    }
}

private struct ProofDocument: Encodable {
    let shown: RowProof.Shown

    private enum Keys: String, CodingKey {
        case schema, result, origin, size, nights, rows, notice
        case hiddenRows = "hidden_rows"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.proof-verification/1", forKey: .schema)
        try object.encode("included", forKey: .result)
        try object.encode(shown.checkpoint.origin, forKey: .origin)
        try object.encode(shown.checkpoint.size, forKey: .size)
        try object.encode(shown.nights.map(\.day.description), forKey: .nights)
        try object.encode(shown.rows.map(\.text), forKey: .rows)
        try object.encode(shown.hiddenRows, forKey: .hiddenRows)
        try object.encode(RowProof.notice, forKey: .notice)
    }
}
