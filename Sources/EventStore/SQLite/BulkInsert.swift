import GRDB

/// Inserts many rows with few statements.
///
/// Starting and ending a statement costs SQLite more than inserting a row does; and rows that come in the order of the
/// table's key are cheaper still, within one statement.
struct BulkInsert {
    /// How many rows one statement inserts, at most.
    static let most = 64

    private let many: PreparedStatement
    private let one: PreparedStatement
    private let width: Int

    /// - Parameters:
    ///   - insertion: the statement up to `VALUES`.
    ///   - width: how many columns it fills.
    init(_ database: Database, _ insertion: String, width: Int) throws {
        let row = "(" + Array(repeating: "?", count: width).joined(separator: ", ") + ")"
        many = try PreparedStatement(
            database, "\(insertion) VALUES " + Array(repeating: row, count: Self.most).joined(separator: ", "))
        one = try PreparedStatement(database, "\(insertion) VALUES \(row)")
        self.width = width
    }

    /// The values of one row, to be filled in.
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
    /// - Parameter bind: fills in a row's values, whose columns are counted from 0. Texts have to stay until the end.
    /// - Returns: how many rows were inserted.
    @discardableResult
    func insert(_ count: Int, _ bind: (_ index: Int, _ row: Row) throws -> Void) throws -> Int {
        var start = 0
        var inserted = 0
        while start < count {
            let statement = count - start >= Self.most ? many : one
            let end = count - start >= Self.most ? start + Self.most : start + 1
            for index in start..<end {
                try bind(index, Row(statement: statement, first: Int32((index - start) * width + 1)))
            }
            inserted += try statement.changes()
            start = end
        }
        return inserted
    }
}
