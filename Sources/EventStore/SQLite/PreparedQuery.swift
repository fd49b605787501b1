import GRDB
import GRDBSQLite

/// The columns that a query selects, in the order of their raw values, which count from 0.
///
/// A query lists its columns and reads its rows by the same cases, so the two cannot part.
protocol QueryColumns: RawRepresentable<Int32>, CaseIterable, Sendable {
    /// The column in SQL; by default the name of its case.
    var sql: String { get }
}

extension QueryColumns {
    var sql: String { "\(self)" }

    /// All columns as a query lists them.
    static var list: String { allCases.map(\.sql).joined(separator: ", ") }
}

/// A query driven through SQLite's own calls: see ``PreparedStatement``.
struct PreparedQuery<Columns: QueryColumns>: BindableStatement {
    private let statement: PreparedStatement
    var handle: OpaquePointer { statement.handle }

    /// - Parameter source: what follows `SELECT` with the columns, and `FROM`.
    init(_ database: Database, from source: String) throws {
        try self.init(database, sql: "SELECT \(Columns.list) FROM \(source)")
    }

    /// - Parameter sql: the whole query, which selects exactly the columns.
    init(_ database: Database, sql: String) throws {
        statement = try PreparedStatement(database, sql)
    }

    /// Goes to the next row; nil after the last.
    func next() throws -> QueryRow<Columns>? {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return QueryRow(handle: handle)
        case SQLITE_DONE: return nil
        case let code: throw failure(code)
        }
    }

    /// Reads the first row, and resets the query; nil where there is none.
    func first<Result>(_ read: (QueryRow<Columns>) throws -> Result) throws -> Result? {
        defer { reset() }
        return try next().map(read)
    }

    /// Reads the only row, and resets the query.
    ///
    /// - Throws: an error that says `missing` where there is no row.
    func only<Result>(orMissing missing: String, _ read: (QueryRow<Columns>) throws -> Result) throws -> Result {
        defer { reset() }
        guard let row = try next() else { throw DatabaseError.damage(missing) }
        return try read(row)
    }
}

/// The row that a query stands at.
struct QueryRow<Columns: QueryColumns> {
    fileprivate let handle: OpaquePointer

    func integer(_ column: Columns) -> Int64 {
        sqlite3_column_int64(handle, column.rawValue)
    }

    /// A number, or nil for NULL.
    func optional(_ column: Columns) -> Int64? {
        sqlite3_column_type(handle, column.rawValue) == SQLITE_NULL ? nil : integer(column)
    }

    /// A text, which stays until the query goes on.
    func text(_ column: Columns) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column.rawValue)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column.rawValue)))
    }

    func string(_ column: Columns) -> String { String(decoding: text(column), as: UTF8.self) }
}

extension Row {
    /// A value of one of GRDB's rows, by a column of its query.
    subscript<Value: DatabaseValueConvertible>(_ column: some QueryColumns) -> Value { self[Int(column.rawValue)] }
}

// MARK: - One column

/// The column of a query that selects no other.
enum OnlyColumn: Int32, QueryColumns {
    case value
}

/// A query for one column.
typealias ValueQuery = PreparedQuery<OnlyColumn>

extension ValueQuery {
    /// Runs a query that returns one number.
    func number() throws -> Int64 { try only(orMissing: "a row is missing") { $0.integer(.value) } }
}
