import GRDB

/// Inserts many rows with few statements.
///
/// Starting and ending a statement costs SQLite more than inserting a row. Within one statement, rows in the order of the
/// table's key are cheaper still.
struct BulkInsert {
    /// The maximum number of rows in one statement.
    static let maximumRows = 64

    private let many: PreparedStatement
    private let one: PreparedStatement
    private let width: Int

    /// - Parameters:
    ///   - insertion: the statement up to `VALUES`.
    ///   - width: the number of columns.
    init(_ database: Database, _ insertion: String, width: Int) throws {
        let row = "(" + Array(repeating: "?", count: width).joined(separator: ", ") + ")"
        many = try PreparedStatement(
            database, "\(insertion) VALUES " + Array(repeating: row, count: Self.maximumRows).joined(separator: ", "))
        one = try PreparedStatement(database, "\(insertion) VALUES \(row)")
        self.width = width
    }

    /// The values of one row.
    struct Row {
        fileprivate let statement: PreparedStatement
        fileprivate let first: Int32

        func bind(_ number: Int64, at column: Int32) { statement.bind(number, at: first + column) }
        func bind(_ number: Int64?, at column: Int32) { statement.bind(number, at: first + column) }
        func bind(_ text: UnsafeRawBufferPointer, at column: Int32) throws {
            try statement.bind(text, at: first + column)
        }
    }

    /// Inserts rows in their order.
    ///
    /// - Parameter bind: binds a row's values, whose columns are counted from 0. Texts have to stay until the end.
    /// - Returns: the number of inserted rows.
    @discardableResult
    func insert(_ count: Int, _ bind: (_ index: Int, _ row: Row) throws -> Void) throws -> Int {
        var start = 0
        var inserted = 0
        while start < count {
            let statement = count - start >= Self.maximumRows ? many : one
            let end = count - start >= Self.maximumRows ? start + Self.maximumRows : start + 1
            for index in start..<end {
                try bind(index, Row(statement: statement, first: Int32((index - start) * width + 1)))
            }
            inserted += try statement.changes()
            start = end
        }
        return inserted
    }
}
