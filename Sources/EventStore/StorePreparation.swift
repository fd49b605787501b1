import GRDB

/// Checks that a file is a store, and migrates it to the present version.
struct StorePreparation {
    let path: String
    let connection: DatabaseQueue

    func run() throws {
        try connection.writeWithoutTransaction { database in
            if try versionToMigrate(database) != nil {
                try database.inTransaction(.immediate) {
                    // Another process may have been faster.
                    if let version = try versionToMigrate(database) {
                        try StoreSchema.migrate(database, from: version)
                    }
                    return .commit
                }
            }
            // The mode is kept in the file: only the process that creates the store changes it. Reading the result also
            // creates the WAL's files.
            let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
            guard mode == "wal" else {
                throw StoreError.failed(path: path, doing: "open", reason: "its file system does not support WAL mode")
            }
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM store")
        }
    }

    /// The version to migrate from; nil where there is nothing to do.
    private func versionToMigrate(_ database: Database) throws -> Int? {
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard application == StoreSchema.applicationID else {
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard application == 0, version == 0, tables == 0 else { throw StoreError.notAStore(path: path) }
            return 0
        }
        guard version <= StoreSchema.version else {
            throw StoreError.newer(path: path, version: version, known: StoreSchema.version)
        }
        return version < StoreSchema.version ? version : nil
    }
}
