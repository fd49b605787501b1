import EventStore
import Synchronization

/// The sessions of the console.
///
/// A session is a random name in a cookie, known to this process alone: a restart signs everyone out. It ends an hour after its
/// last use, at the latest half a day after it began, and with its token.
final class ConsoleSessions: Sendable {
    /// One session.
    struct Session: Sendable {
        /// The token that signed in.
        let token: TokenDigest
        /// A key that the session's forms send with them, and no other site knows.
        let formKey: String
        fileprivate let end: ContinuousClock.Instant
        fileprivate var idleEnd: ContinuousClock.Instant
        /// The tokens that it created, until they are shown.
        fileprivate var newTokens: [NewToken] = []
        /// The forms that may be sent once, and were.
        fileprivate var spentForms: Set<ConsoleForm> = []

        fileprivate var expiry: ContinuousClock.Instant { min(end, idleEnd) }
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
            sessions = sessions.filter { now < $0.value.expiry }
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
            guard let session = sessions[name], now < session.expiry else { return nil }
            if isUsed { sessions[name]?.idleEnd = now + Self.idleTime }
            return session
        }
    }

    /// Ends a session.
    func end(_ name: String) { sessions.withLock { $0[name] = nil } }

    /// Notes that a form was sent that may be sent once.
    ///
    /// - Returns: false if the same form was sent before.
    func spend(_ form: ConsoleForm, of name: String) -> Bool {
        sessions.withLock { $0[name]?.spentForms.insert(form).inserted ?? false }
    }

    /// Lets a form be sent again, because it was not carried out.
    func restore(_ form: ConsoleForm, of name: String) {
        sessions.withLock { _ = $0[name]?.spentForms.remove(form) }
    }

    /// Keeps a new token until it is shown.
    func keep(_ token: NewToken, of name: String) { sessions.withLock { $0[name]?.newTokens.append(token) } }

    /// Returns the new tokens that were not shown yet, and forgets them.
    func takeNewTokens(of name: String) -> [NewToken] {
        sessions.withLock { sessions in
            defer { sessions[name]?.newTokens = [] }
            return sessions[name]?.newTokens ?? []
        }
    }
}
