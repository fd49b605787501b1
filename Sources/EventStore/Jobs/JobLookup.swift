import GRDB
import Synchronization
public import TrackingLog

/// Looks up single jobs, thousands of times a second, on its own connection.
///
/// A look-up takes microseconds and sees everything committed before. It never waits, so it may run where waiting is
/// forbidden: where the store is locked, as for a moment after a kill, it throws. Finished jobs are remembered for the
/// rest of the second: some clients ask a thousand times in one.
public final class JobLookup: Sendable {
    private let store: EventStore
    private let connection: DatabaseQueue
    /// The maximum number of remembered jobs.
    private static let capacity = 4096

    private struct State {
        /// Stepped on any thread, one at a time: the lock replaces the connection's queue.
        var query: PreparedQuery<JobStanding.Columns>
        /// The finished jobs looked up within one second.
        var ended: [JobID: JobStanding] = [:]
        var second = Timestamp.earliest
    }

    private let state: Mutex<State>

    /// Opens a connection to a store.
    public init(_ store: EventStore) throws(StoreError) {
        self.store = store
        do {
            let connection = try store.makeReader(isPatient: false)
            nonisolated(unsafe) var query: PreparedQuery<JobStanding.Columns>?
            try connection.unsafeRead { database in
                query = try PreparedQuery(database, from: "job WHERE id = ?1")
            }
            guard let prepared = query else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            state = Mutex(State(query: prepared))
            self.connection = connection
        } catch {
            throw StoreError(error, path: store.path, doing: "read")
        }
    }

    /// The standing of a job; nil where there is none with this name.
    public func standing(of id: JobID, at now: Timestamp) throws(StoreError) -> JobStanding? {
        do {
            return try state.withLock { state in
                if state.second != now {
                    state.ended.removeAll(keepingCapacity: true)
                    state.second = now
                }
                if let standing = state.ended[id] { return standing.at(now) }
                guard let standing = try state.query.standing(of: id) else { return nil }
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

extension PreparedQuery<JobStanding.Columns> {
    fileprivate func standing(of id: JobID) throws -> JobStanding? {
        var text = id.description
        return try text.withUTF8 { bytes in
            try bind(UnsafeRawBufferPointer(bytes), at: 1)
            return try first { try JobStanding($0) }
        }
    }
}

/// The standing of a job, for clients that poll for its log.
public struct JobStanding: Hashable, Sendable {
    /// Its state.
    public var state: LogJob.State
    /// The number of the token that requested it; nil for none.
    public var owner: Int64?
    /// The secret name of its log, while that can be downloaded.
    public var result: JobID?
    /// Why it failed.
    public var reason: String?
    /// Until when its log is, or was, kept.
    public var expires: Timestamp?
}

extension JobStanding {
    fileprivate enum Columns: Int32, QueryColumns {
        case state, expires, owner, worker, reason
    }

    /// The standing of a job that is known in full.
    public init(_ job: LogJob) {
        self.init(state: job.state, owner: job.owner, result: job.result, reason: job.reason, expires: job.expires)
    }

    fileprivate init(_ row: QueryRow<Columns>) throws {
        guard let state = LogJob.State(rawValue: row.string(.state)) else {
            throw DatabaseError.damage("a job cannot be read")
        }
        self.state = state
        expires = row.optional(.expires).map(Timestamp.init(secondsSince1970:))
        owner = row.optional(.owner)
        if state == .done { result = JobID(row.string(.worker)) }
        if state == .failed { reason = row.string(.reason) }
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
