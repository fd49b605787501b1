import GRDB

/// Searches for many keys with few statements: see ``BulkInsert`` for why.
struct BulkSearch {
    /// How many keys one statement searches for.
    private static let most = 64

    private let statement: PreparedStatement
    private let width: Int

    /// - Parameters:
    ///   - keys: the names of a key's columns.
    ///   - query: the rest of a statement that joins `probe (position, KEYS)`; the first column it answers has to be
    ///     `position`.
    init(_ database: Database, keys: [String], _ query: String) throws {
        width = keys.count + 1
        let row = "(" + Array(repeating: "?", count: width).joined(separator: ", ") + ")"
        let rows = Array(repeating: row, count: Self.most).joined(separator: ", ")
        statement = try PreparedStatement(
            database, "WITH probe (position, \(keys.joined(separator: ", "))) AS (VALUES \(rows)) \(query)")
    }

    /// Searches for keys, which are best in the order of the index.
    ///
    /// - Parameters:
    ///   - bind: fills in a key, whose columns are counted from 0.
    ///   - found: is given each row found, and which key it was found for. Its own columns are counted from 1.
    func search(
        _ count: Int, _ bind: (_ index: Int, _ column: (Int32, Int64) -> Void) -> Void,
        found: (_ index: Int, _ row: PreparedStatement) throws -> Void
    ) throws {
        var start = 0
        while start < count {
            for slot in 0..<Self.most {
                let first = Int32(slot * width + 1)
                statement.bind(Int64(start + slot), at: first)
                if start + slot < count {
                    bind(start + slot) { column, number in statement.bind(number, at: first + 1 + column) }
                } else {
                    // NULL equals nothing.
                    statement.bind(nil, at: first + 1)
                }
            }
            defer { statement.reset() }
            while try statement.step() { try found(Int(statement.integer(0)), statement) }
            start += Self.most
        }
    }
}
