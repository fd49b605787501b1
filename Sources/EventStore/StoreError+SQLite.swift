import GRDB

extension StoreError {
    /// What an error met while working with a store means.
    ///
    /// - Parameters:
    ///   - doing: what was being done, as a verb: "read", "write".
    init(_ error: any Error, path: String, doing: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(database: error, path: path, doing: doing)
        default: self = .failed(path: path, doing: doing, reason: "\(error)")
        }
    }

    private init(database error: DatabaseError, path: String, doing: String) {
        let reason = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_NOTADB: self = .notAStore(path: path)
        case .SQLITE_CORRUPT: self = .damaged(path: path, detail: reason)
        default: self = .failed(path: path, doing: doing, reason: reason)
        }
    }
}
