import Durability
import Glibc
import GRDB
public import TrackingLog

/// A store of events: one SQLite file that many processes may use.
///
/// It is in WAL mode, so any number of processes may read and write at once. When a call returns, its changes are on the
/// disk: every commit is synced, except where a recorder leaves that to one sync at the end.
public final class EventStore: Sendable {
    /// The path of the store's file.
    public let path: String
    private let writer: DatabaseQueue
    private let readers: DatabasePool
    /// The place of the file; nil where that is unknown.
    private let place: FilePlace?
    private let files: StoreFiles
    private let patience = WritingPatience()

    /// Opens a store, migrating one of an older version.
    ///
    /// - Parameters:
    ///   - path: the path of the store's file.
    ///   - creating: whether to create the store where there is none.
    public init(path: String, creating: Bool = false) throws(StoreError) {
        if creating { try Self.makeFile(at: path) } else { try Self.checkThatThereIsOne(at: path) }
        place = try OpenStores.add(path) { () throws(StoreError) in
            if StoreMark.isLogForeign(at: path) { throw .foreignLog(path: path) }
        }
        do {
            let writer = try DatabaseQueue(path: path, configuration: Self.configuration(writing: patience))
            try StorePreparation(path: path, connection: writer).run()
            files = StoreFiles(of: path)
            // Opened while the writer is, which has created the WAL's files: a read-only connection cannot.
            readers = try DatabasePool(path: path, configuration: Self.configuration(writing: nil))
            self.writer = writer
            self.path = path
        } catch {
            place.map(OpenStores.remove)
            throw StoreError(error, path: path, doing: "open")
        }
    }

    /// Creates the store's file where there is none, for its owner alone.
    ///
    /// SQLite would follow the process's mask, and gives the WAL's files the store's mode. SQLite reports what goes wrong.
    private static func makeFile(at path: String) throws(StoreError) {
        guard let end = try? FilePlace.following(path) else { return }
        var status = stat()
        // Events may be in it that a killed process recorded; SQLite would remove it.
        if FileKind(at: end) == nil, stat(end + "-wal", &status) == 0, status.st_size > 0 {
            throw .logWithoutStore(path: path)
        }
        let descriptor = open(end, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        // The mask may exclude even the owner.
        fchmod(descriptor, 0o600)
        close(descriptor)
    }

    /// SQLite would create a store in an empty file, as where there is none.
    static func checkThatThereIsOne(at path: String) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 || errno == EACCES else { throw .missing(path: path) }
        if status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 { throw .notAStore(path: path) }
    }

    deinit {
        try? closeConnections()
        place.map(OpenStores.remove)
    }

    /// Closes all connections. The store cannot be used any more.
    func closeConnections() throws {
        // The last connection to close writes the WAL into the store and removes it, which a reader cannot do.
        try readers.close()
        try writer.close()
    }

    /// Runs work on the writing connection. The work begins its transactions itself.
    func write<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        try write(until: ContinuousClock.now + WritingPatience.usual, body)
    }

    private func write<Result>(
        until limit: ContinuousClock.Instant, _ body: (Database) throws -> Result
    ) throws(StoreError) -> Result {
        do {
            return try writer.writeWithoutTransaction { database in
                patience.wait(until: limit)
                return try body(database)
            }
        } catch {
            throw StoreError(error, path: path, doing: "write")
        }
    }

    /// Runs work in one writing transaction, which an error rolls back.
    ///
    /// Where the file is not the store any more, it throws ``StoreError/replaced(path:)``.
    ///
    /// - Parameter synced: whether it is on the disk when this returns; if not, ``sync()`` does that.
    func transact<Result>(
        synced: Bool = true, _ body: (Database) throws -> Result
    ) throws(StoreError) -> Result {
        let deadline = Self.deadline ?? ContinuousClock.now + WritingPatience.usual
        while true {
            var hasBegun = false
            do throws(StoreError) {
                // While one call waits for another process, other calls get their turn: their time may be over sooner.
                return try write(until: min(deadline, .now + WritingPatience.turn)) { database in
                    try files.check()
                    // In WAL mode this concerns only the commit: the store is consistent after a crash either way.
                    try database.execute(sql: "PRAGMA synchronous = \(synced ? "FULL" : "NORMAL")")
                    var result: Result?
                    try database.inTransaction(.immediate) {
                        hasBegun = true
                        let changes = database.totalChangesCount
                        result = try body(database)
                        // In the bytes of the file, and of every transaction in its log: see ``StoreMark``.
                        if database.totalChangesCount > changes {
                            try database.execute(sql: "UPDATE store SET writes = printf('%020d', writes + 1)")
                        }
                        return .commit
                    }
                    try files.check()
                    guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
                    return result
                }
            } catch {
                guard case .locked = error, !hasBegun, ContinuousClock.now < deadline else { throw error }
            }
        }
    }

    /// Syncs everything that was committed to the disk.
    public func sync() throws(StoreError) {
        // The WAL holds it, or was written into the store, which is synced then. (Opening and closing the store's own file
        // here would drop the locks that SQLite holds on it.)
        let descriptor = open(path + "-wal", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw .failed(path: path, doing: "sync", reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .failed(path: path, doing: "sync", reason: String(cString: strerror(errno)))
        }
    }

    /// Writes the write-ahead log into the file, and empties it.
    ///
    /// - Throws: ``StoreError/locked(path:)`` where another process reads from the log for as long as this waits.
    func emptyLog() throws(StoreError) {
        let isBusy = try write { database in
            try Bool.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? true
        }
        if isBusy { throw .locked(path: path) }
    }

    /// Gives a copied store its own mark: see ``StoreMark``.
    func renewMark() throws(StoreError) {
        try transact { database in
            try database.execute(sql: "UPDATE store SET mark = 'pushtrail store ' || lower(hex(randomblob(16)))")
        }
    }

    /// Writes a little to check that the store can be written.
    public func probe(at now: Timestamp) throws(StoreError) {
        try transact(synced: false) { database in
            try database.execute(
                sql: "INSERT INTO probe VALUES (1, ?) ON CONFLICT DO UPDATE SET at = excluded.at",
                arguments: [now.secondsSince1970])
        }
    }

    /// A connection that sees the store as of this moment.
    func makeSnapshot() throws -> DatabaseSnapshot {
        try readers.makeSnapshot()
    }

    /// A reading connection for one purpose.
    ///
    /// - Parameter isPatient: whether it waits where the store is locked, as after a kill until its WAL is recovered.
    func makeReader(isPatient: Bool = true) throws -> DatabaseQueue {
        var configuration = Self.configuration(writing: nil)
        if !isPatient { configuration.busyMode = .immediateError }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Reads the store as of one moment.
    func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do {
            return try readers.read(body)
        } catch {
            // The read may have opened a connection, which fails where the file is gone.
            if error is DatabaseError { try files.check() }
            throw StoreError(error, path: path, doing: "read")
        }
    }
}

// MARK: - Connections

extension EventStore {
    /// - Parameter patience: the patience of a writing connection; nil for a reading one.
    private static func configuration(writing patience: WritingPatience?) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = patience == nil
        // The schema declares no foreign keys.
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .callback { tries in
            if let patience { return patience.waitOn() }
            usleep(UInt32(WritingPatience.pause / .microseconds(1)))
            return Double(tries) < WritingPatience.usual / WritingPatience.pause
        }
        configuration.prepareDatabase { database in
            // Debian's SQLite overwrites deleted rows, which costs writes and protects nothing here.
            try database.execute(sql: "PRAGMA secure_delete = OFF")
            guard patience != nil else {
                try database.execute(sql: "PRAGMA cache_size = -16384")
                return
            }
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA cache_size = -65536;
                    PRAGMA wal_autocheckpoint = 65536;
                    PRAGMA journal_size_limit = 268435456;
                    """)
        }
        return configuration
    }
}
