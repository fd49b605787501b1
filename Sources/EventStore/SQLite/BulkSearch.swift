import GRDB

/// The columns of a ``BulkSearch``.
protocol SearchColumns: QueryColumns {
    /// The position of the key that a row was found for.
    static var position: Self { get }
}

/// Searches for many keys with few statements: see ``BulkInsert`` for why.
struct BulkSearch<Columns: SearchColumns> {
    /// The number of keys in one statement.
    private static var size: Int { 64 }

    private let query: PreparedQuery<Columns>
    private let width: Int

    /// - Parameters:
    ///   - keys: the names of a key's columns.
    ///   - tables: what is joined to the keys, which are a table of `position` and their columns.
    init(_ database: Database, keys: [String], joining tables: String) throws {
        width = keys.count + 1
        let row = "(" + Array(repeating: "?", count: width).joined(separator: ", ") + ")"
        let rows = Array(repeating: row, count: Self.size).joined(separator: ", ")
        query = try PreparedQuery(
            database,
            sql: """
                WITH probe (position, \(keys.joined(separator: ", "))) AS (VALUES \(rows))
                SELECT \(Columns.list) FROM probe CROSS JOIN \(tables)
                """)
    }

    /// Searches for keys, which are best in the order of the index.
    ///
    /// - Parameters:
    ///   - bind: binds the columns of a key, counted from 0.
    ///   - found: receives each row found, with the position of its key.
    func search(
        _ count: Int, _ bind: (_ index: Int, _ column: (Int32, Int64) -> Void) -> Void,
        found: (_ index: Int, _ row: QueryRow<Columns>) throws -> Void
    ) throws {
        var start = 0
        while start < count {
            for slot in 0..<Self.size {
                let first = Int32(slot * width + 1)
                query.bind(Int64(start + slot), at: first)
                if start + slot < count {
                    bind(start + slot) { column, number in query.bind(number, at: first + 1 + column) }
                } else {
                    // NULL equals nothing.
                    query.bind(nil, at: first + 1)
                }
            }
            defer { query.reset() }
            while let row = try query.next() { try found(Int(row.integer(.position)), row) }
            start += Self.size
        }
    }
}
