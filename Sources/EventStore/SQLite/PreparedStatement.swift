import GRDB
import GRDBSQLite

/// A statement driven through SQLite's own calls.
///
/// GRDB's rows and arguments cost more than SQLite itself does for an event; millions of events go through here.
struct PreparedStatement: BindableStatement {
    /// Owns what ``handle`` points to.
    private let owner: Statement
    let handle: OpaquePointer

    init(_ database: Database, _ sql: String) throws {
        owner = try database.makeStatement(sql: sql)
        handle = owner.sqliteStatement
    }

    /// Runs a statement that returns no rows.
    func run() throws {
        let code = sqlite3_step(handle)
        guard code == SQLITE_DONE else { throw failure(code) }
        sqlite3_reset(handle)
    }

    /// Runs a statement that returns no rows, and returns how many rows it changed.
    func changes() throws -> Int {
        try run()
        return Int(sqlite3_changes(sqlite3_db_handle(handle)))
    }

    /// The row number that the connection's last insert made.
    var lastInserted: Int64 { sqlite3_last_insert_rowid(sqlite3_db_handle(handle)) }
}

/// A statement whose arguments are bound by their numbers, counted from 1.
protocol BindableStatement {
    var handle: OpaquePointer { get }
}

extension BindableStatement {
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

    /// Makes the statement ready for another run.
    func reset() {
        sqlite3_reset(handle)
    }

    /// The error for a result code of SQLite; the statement is reset.
    func failure(_ code: Int32) -> DatabaseError {
        let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
        sqlite3_reset(handle)
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}

extension DatabaseError {
    /// The error where the store does not hold what it has to hold.
    static func damage(_ message: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: message)
    }
}
