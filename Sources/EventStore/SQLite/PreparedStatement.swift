import GRDB
import GRDBSQLite

/// A statement driven through SQLite's own calls.
///
/// GRDB's rows and arguments cost more than what SQLite does for an event; millions of them go through here.
struct PreparedStatement {
    /// Owns what ``handle`` points to.
    private let owner: Statement
    private let handle: OpaquePointer

    init(_ database: Database, _ sql: String) throws {
        owner = try database.makeStatement(sql: sql)
        handle = owner.sqliteStatement
    }

    // MARK: Arguments, counted from 1

    func bind(_ number: Int64, at index: Int32) {
        sqlite3_bind_int64(handle, index, number)
    }

    /// Binds a number, or NULL.
    func bind(_ number: Int64?, at index: Int32) {
        if let number { sqlite3_bind_int64(handle, index, number) } else { sqlite3_bind_null(handle, index) }
    }

    /// Binds a text, which has to stay where it is until the statement has run.
    func bind(_ text: UnsafeRawBufferPointer, at index: Int32) throws {
        // A missing address would mean NULL to SQLite, and an empty buffer has none.
        let start = text.baseAddress ?? UnsafeRawPointer(handle)
        let characters = start.assumingMemoryBound(to: CChar.self)
        let code = sqlite3_bind_text64(
            handle, index, characters, sqlite3_uint64(text.count), nil, UInt8(SQLITE_UTF8))
        guard code == SQLITE_OK else { throw failure(code) }
    }

    // MARK: Running

    /// Runs a statement that answers no rows.
    func run() throws {
        let code = sqlite3_step(handle)
        guard code == SQLITE_DONE else { throw failure(code) }
        sqlite3_reset(handle)
    }

    /// Runs a statement that answers no rows, and tells how many it changed.
    func changes() throws -> Int {
        try run()
        return Int(sqlite3_changes(sqlite3_db_handle(handle)))
    }

    /// Goes to the next row; false after the last.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    /// Makes ready for another run.
    func reset() {
        sqlite3_reset(handle)
    }

    /// The row number that the connection's last insert made.
    var lastInserted: Int64 { sqlite3_last_insert_rowid(sqlite3_db_handle(handle)) }

    private func failure(_ code: Int32) -> DatabaseError {
        let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
        sqlite3_reset(handle)
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }

    // MARK: Columns, counted from 0

    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    /// A number, or nil for NULL.
    func optional(_ column: Int32) -> Int64? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, column)
    }

    /// A text, which stays until the next step.
    func text(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }
}

extension PreparedStatement {
    /// Runs a statement that answers one number.
    func first() throws -> Int64 {
        defer { reset() }
        guard try step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row is lost") }
        return integer(0)
    }
}
