import Ledger
import Reports
import TrackingLog
import TransparencyLog

/// What a proof shows, for people.
enum ProofPage {
    static func text(of shown: RowProof.Shown) -> String {
        let days = shown.nights.map { "\($0.day)" }.joined(separator: ", ")
        let size = shown.checkpoint.size.counting("night")
        let title = "\(shown.rows.count.counting("row")) of \(days) in \(shown.checkpoint.origin), signed at \(size):"
        let lines = [title] + shown.rows + [RowProof.notice]
        return lines.map { $0.printable + "\n" }.joined()
    }
}

/// What a proof shows, as JSON has it.
struct ProofDocument: Encodable {
    let shown: RowProof.Shown

    private enum Keys: String, CodingKey {
        case schema, result, origin, size, nights, rows, notice
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.proof-verification/1", forKey: .schema)
        try object.encode("included", forKey: .result)
        try object.encode(shown.checkpoint.origin, forKey: .origin)
        try object.encode(shown.checkpoint.size, forKey: .size)
        try object.encode(shown.nights.map(\.day.description), forKey: .nights)
        try object.encode(shown.rows, forKey: .rows)
        try object.encode(RowProof.notice, forKey: .notice)
    }
}
