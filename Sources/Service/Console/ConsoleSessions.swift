import EventStore
import Synchronization

/// Who is signed in to the console.
///
/// A session is a random name in a cookie, known to this process alone: a restart signs everyone out. It ends some time after
/// its last use, at the latest half a day after it began, and with its token.
final class ConsoleSessions: Sendable {
    /// One session.
    struct Session: Sendable {
        /// The token that signed in.
        let token: TokenDigest
        /// What the session's own forms send along: no other page knows it.
        let formKey: String
        fileprivate let end: ContinuousClock.Instant
        fileprivate var idleEnd: ContinuousClock.Instant
    }

    private static let lifetime: Duration = .seconds(12 * 3600)
    private static let idleTime: Duration = .seconds(3600)
    /// The most recent ones stay when there are more.
    private static let capacity = 1000

    private let sessions = Mutex<[String: Session]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant

    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// Begins a session of a token.
    ///
    /// - Returns: its name.
    func begin(_ token: TokenDigest) -> String {
        let now = now()
        let session = Session(
            token: token, formKey: JobID.random().description, end: now + Self.lifetime, idleEnd: now + Self.idleTime)
        let name = "\(JobID.random())\(JobID.random())"
        sessions.withLock { sessions in
            sessions = sessions.filter { now < min($0.value.end, $0.value.idleEnd) }
            if sessions.count >= Self.capacity, let oldest = sessions.min(by: { $0.value.idleEnd < $1.value.idleEnd }) {
                sessions[oldest.key] = nil
            }
            sessions[name] = session
        }
        return name
    }

    /// The session of a name, which is thereby used; nil if it has ended.
    func session(_ name: String) -> Session? {
        let now = now()
        return sessions.withLock { sessions in
            guard let session = sessions[name], now < min(session.end, session.idleEnd) else { return nil }
            sessions[name]?.idleEnd = now + Self.idleTime
            return session
        }
    }

    /// Ends a session.
    func end(_ name: String) { sessions.withLock { $0[name] = nil } }
}
