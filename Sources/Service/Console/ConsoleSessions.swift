import EventStore
import Synchronization

/// Who is signed in to the console.
///
/// A session is a random name in a cookie, known to this process alone: a restart signs everyone out. It ends an hour after its
/// last use, at the latest half a day after it began, and with its token.
final class ConsoleSessions: Sendable {
    /// One session.
    struct Session: Sendable {
        /// The token that signed in.
        let token: TokenDigest
        /// What the session's own forms send along: no other page knows it.
        let formKey: String
        fileprivate let end: ContinuousClock.Instant
        fileprivate var idleEnd: ContinuousClock.Instant
        /// A new token, until it is shown.
        fileprivate var news: NewToken?
        /// The keys of forms that may be sent once, and were.
        fileprivate var spent: Set<String> = []

        fileprivate var isOver: ContinuousClock.Instant { min(end, idleEnd) }
    }

    /// A token that a session created. Its secret is shown once.
    struct NewToken: Sendable {
        let name: String
        let secret: String
    }

    private static let lifetime: Duration = .seconds(12 * 3600)
    private static let idleTime: Duration = .seconds(3600)
    /// The most sessions of a token, and of all. The one that was idle longest ends for a new one.
    private static let maximumPerToken = 20
    private static let maximum = 2000

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
            sessions = sessions.filter { now < $0.value.isOver }
            // A token cannot end the sessions of others: it meets its own maximum first.
            let own = sessions.filter { $0.value.token == token }
            Self.endOldest(of: own, beyond: Self.maximumPerToken - 1, in: &sessions)
            Self.endOldest(of: sessions, beyond: Self.maximum - 1, in: &sessions)
            sessions[name] = session
        }
        return name
    }

    private static func endOldest(
        of some: [String: Session], beyond maximum: Int, in sessions: inout [String: Session]
    ) {
        guard some.count > maximum, let oldest = some.min(by: { $0.value.idleEnd < $1.value.idleEnd }) else { return }
        sessions[oldest.key] = nil
    }

    /// The session of a name; nil if it has ended.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - isUsed: whether its person did something, so that it goes on.
    func session(_ name: String, isUsed: Bool) -> Session? {
        let now = now()
        return sessions.withLock { sessions in
            guard let session = sessions[name], now < session.isOver else { return nil }
            if isUsed { sessions[name]?.idleEnd = now + Self.idleTime }
            return session
        }
    }

    /// Ends a session.
    func end(_ name: String) { sessions.withLock { $0[name] = nil } }

    /// Spends the key of a form that may be sent once.
    ///
    /// - Returns: false if it was sent before.
    func spend(_ key: String, of name: String) -> Bool {
        sessions.withLock { $0[name]?.spent.insert(key).inserted ?? false }
    }

    /// Keeps a new token until it is shown.
    func keep(_ token: NewToken, of name: String) { sessions.withLock { $0[name]?.news = token } }

    /// The new token that was not shown yet.
    func takeNews(of name: String) -> NewToken? {
        sessions.withLock { sessions in
            defer { sessions[name]?.news = nil }
            return sessions[name]?.news
        }
    }
}
