import GRDB
import TrackingLog

/// The numbers of the texts of one table: known ones from memory, others from the table, which new ones are added to.
///
/// A number once given is never another text's, so what is remembered stays true whatever other processes do.
struct NumberedTexts {
    private let recent: RecentTable<Int64>
    private let insertion: PreparedStatement
    private let search: PreparedStatement

    /// - Parameter bits: how much to remember, see ``RecentTable``.
    init(_ database: Database, table: String, column: String, bits: Int) throws {
        recent = RecentTable(bits: bits)
        insertion = try PreparedStatement(
            database, "INSERT INTO \(table) (\(column)) VALUES (?1) ON CONFLICT DO NOTHING")
        search = try PreparedStatement(database, "SELECT id FROM \(table) WHERE \(column) = ?1")
    }

    /// The number of a text that was met lately; nil does not mean that the table lacks it.
    func recentNumber(of text: UnsafeRawBufferPointer, key: TextKey) -> Int64? {
        text.isEmpty ? 0 : recent.find(key)?.pointee
    }

    /// The number of a text, a new one where the table lacks it.
    func number(of text: UnsafeRawBufferPointer, key: TextKey) throws -> Int64 {
        if let number = recentNumber(of: text, key: key) { return number }
        try insertion.bind(text, at: 1)
        let number: Int64
        if try insertion.changes() == 1 {
            number = insertion.lastInserted
        } else {
            try search.bind(text, at: 1)
            number = try search.first()
        }
        recent.insert(number, for: key)
        return number
    }

    /// Forgets all numbers: the transaction that may have given some was undone.
    func forget() { recent.removeAll() }
}
