import GRDB
import TrackingLog

/// The numbers of payloads: see ``NumberedTexts``. Payloads are long, so that the table finds them by a digest.
final class NumberedPayloads {
    private let recent: RecentTable<Int64>
    private let insertion: PreparedStatement
    private let search: PreparedStatement
    private var body: [UInt8] = []

    /// How many bodies of one digest are compared. Two are never met by chance; somebody who makes bodies of one digest
    /// on purpose gets them stored more than once, and does not get to slow us down.
    private static let mostCompared = 4

    init(_ database: Database, bits: Int) throws {
        recent = RecentTable(bits: bits)
        insertion = try PreparedStatement(database, "INSERT INTO payload (digest, body) VALUES (?1, ?2)")
        search = try PreparedStatement(
            database, "SELECT id, body FROM payload WHERE digest = ?1 ORDER BY id LIMIT \(Self.mostCompared)")
    }

    /// The number of a row's payload if it was met lately; nil does not mean that the table lacks it.
    func recentNumber(of text: RowText, key: TextKey) -> Int64? {
        text.row.payload.isEmpty ? 0 : recent.find(key)?.pointee
    }

    /// The number of a row's payload, a new one where the table lacks it.
    func number(of text: RowText, key: TextKey) throws -> Int64 {
        if let number = recentNumber(of: text, key: key) { return number }
        let number: Int64
        if text.row.isPayloadEscaped {
            body.removeAll(keepingCapacity: true)
            EventBatch.appendUnescaped(text.payload, to: &body)
            number = try body.withUnsafeBytes { try storedNumber(of: $0) }
        } else {
            number = try storedNumber(of: text.payload)
        }
        recent.insert(number, for: key)
        return number
    }

    private func storedNumber(of body: UnsafeRawBufferPointer) throws -> Int64 {
        let digest = ContentDigest.of(body)
        search.bind(digest, at: 1)
        defer { search.reset() }
        while try search.step() {
            if search.text(1).elementsEqual(body) { return search.integer(0) }
        }
        insertion.bind(digest, at: 1)
        try insertion.bind(body, at: 2)
        try insertion.run()
        return insertion.lastInserted
    }

    /// Forgets all numbers: the transaction that may have given some was undone.
    func forget() { recent.removeAll() }
}

extension EventBatch {
    /// Appends a text in which every quote stands doubled, with the doubling undone.
    fileprivate static func appendUnescaped(_ text: UnsafeRawBufferPointer, to buffer: inout [UInt8]) {
        var rest = text[...]
        while let quote = rest.firstIndex(of: CSVDialect.quote) {
            buffer.append(contentsOf: rest[...quote])
            rest = rest[min(quote + 2, rest.endIndex)...]
        }
        buffer.append(contentsOf: rest)
    }
}
