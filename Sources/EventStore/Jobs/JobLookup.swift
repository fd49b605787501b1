import GRDB
import Synchronization
public import TrackingLog

/// Looks up single jobs, many thousand times a second, on a connection and with a statement of its own.
///
/// A look costs microseconds and sees everything that was committed before it. It waits for nobody, so it may be done
/// where waiting is forbidden: where the store is locked, as for a moment after a kill, it throws. How a job has ended it
/// remembers for the rest of the second: clients are known that ask a thousand times in one.
public final class JobLookup: Sendable {
    private let store: EventStore
    private let connection: DatabaseQueue
    /// How many endings are remembered, at most.
    private static let capacity = 4096

    private struct State {
        /// Stepped on any thread, one at a time: the lock stands in for the connection's queue.
        var statement: PreparedStatement
        /// How jobs had ended when they were looked at in one second.
        var ended: [JobID: JobStanding] = [:]
        var second = Timestamp.earliest
    }

    private let state: Mutex<State>

    /// Looks into the jobs of a store.
    public init(_ store: EventStore) throws(StoreError) {
        self.store = store
        do {
            let connection = try store.makeReader(isPatient: false)
            nonisolated(unsafe) var statement: PreparedStatement?
            try connection.unsafeRead { database in
                statement = try PreparedStatement(
                    database, "SELECT state, expires, owner, worker, reason FROM job WHERE id = ?1")
            }
            guard let prepared = statement else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            state = Mutex(State(statement: prepared))
            self.connection = connection
        } catch {
            throw StoreError(error, path: store.path, doing: "read")
        }
    }

    /// How a job stands; nil where there is none of that name.
    public func standing(of id: JobID, at now: Timestamp) throws(StoreError) -> JobStanding? {
        do {
            return try state.withLock { state in
                if state.second != now {
                    state.ended.removeAll(keepingCapacity: true)
                    state.second = now
                }
                if let standing = state.ended[id] { return standing.at(now) }
                guard let standing = try state.statement.standing(of: id) else { return nil }
                if standing.state == .done || standing.state == .failed {
                    if state.ended.count < Self.capacity { state.ended[id] = standing }
                }
                return standing.at(now)
            }
        } catch {
            throw StoreError(error, path: store.path, doing: "read")
        }
    }
}

extension PreparedStatement {
    fileprivate func standing(of id: JobID) throws -> JobStanding? {
        var text = id.description
        return try text.withUTF8 { bytes in
            try bind(UnsafeRawBufferPointer(bytes), at: 1)
            defer { reset() }
            return try step() ? JobStanding(self) : nil
        }
    }
}

/// How a job stands: what those who ask for its log again and again want to know.
public struct JobStanding: Hashable, Sendable {
    /// Where it stands.
    public var state: LogJob.State
    /// The number of the token that asked for it; nil for none.
    public var owner: Int64?
    /// The secret name of its log, while that can be fetched.
    public var result: JobID?
    /// Why it failed.
    public var reason: String?
    /// Until when its log is, or was, kept.
    public var expires: Timestamp?
}

extension JobStanding {
    /// How a job stands that is known in full.
    public init(_ job: LogJob) {
        self.init(state: job.state, owner: job.owner, result: job.result, reason: job.reason, expires: job.expires)
    }

    fileprivate init(_ row: PreparedStatement) throws {
        guard let state = LogJob.State(rawValue: String(decoding: row.text(0), as: UTF8.self)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a job cannot be read")
        }
        self.state = state
        expires = row.optional(1).map(Timestamp.init(secondsSince1970:))
        owner = row.optional(2)
        if state == .done { result = JobID(String(decoding: row.text(3), as: UTF8.self)) }
        if state == .failed { reason = String(decoding: row.text(4), as: UTF8.self) }
    }

    /// The same at a moment: a log whose time is over is gone.
    fileprivate func at(_ now: Timestamp) -> JobStanding {
        guard state == .done, let expires, expires <= now else { return self }
        var standing = self
        standing.state = .expired
        standing.result = nil
        return standing
    }
}
