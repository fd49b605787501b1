import EventStore
import Synchronization
import TrackingLog

/// Finds the tokens of requests, many thousand times a second.
final class TokenCheck: Sendable {
    /// Why a request is turned away.
    enum Refusal: Error, Hashable {
        /// There is no token.
        case missing
        /// The token is unknown, revoked or expired.
        case unknown
        /// The token is valid, but lacks this scope.
        case forbidden(TokenScope)
    }

    /// How long the store's answer about a token is reused: a revocation takes effect within this time.
    private static let lifetime: Duration = .milliseconds(500)
    /// Maximum number of remembered tokens.
    private static let capacity = 4096

    private struct Known {
        var token: AccessToken
        var until: ContinuousClock.Instant
    }

    private let register: TokenRegister
    private let threads: StoreThreads
    private let now: @Sendable () -> ContinuousClock.Instant
    private let known = Mutex<[TokenDigest: Known]>([:])
    private let uses = Mutex<[Int64: Timestamp]>([:])

    init(
        of store: EventStore, threads: StoreThreads, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        register = TokenRegister(of: store)
        self.threads = threads
        self.now = now
    }

    /// The token of a secret, if it is valid and has a scope.
    ///
    /// - Throws: ``Refusal``, or an error of the store.
    func token(_ secret: TokenSecret?, for scope: TokenScope) async throws -> AccessToken {
        guard let secret else { throw Refusal.missing }
        guard let digest = secret.digest, let token = try await token(digest) else { throw Refusal.unknown }
        guard token.allows(scope) else { throw Refusal.forbidden(scope) }
        noteUse(of: token)
        return token
    }

    /// The token of a digest, whatever it allows; nil where none is valid.
    ///
    /// - Parameters:
    ///   - digest: the digest of its secret.
    ///   - isFresh: whether a revocation takes effect at once.
    func token(_ digest: TokenDigest, isFresh: Bool = false) async throws -> AccessToken? {
        if isFresh { known.withLock { $0[digest] = nil } }
        guard let token = try await find(digest), token.isValid(at: .now) else { return nil }
        return token
    }

    /// Notes that a token is used now.
    func noteUse(of token: AccessToken) { uses.withLock { $0[token.number] = .now } }

    private func find(_ digest: TokenDigest) async throws -> AccessToken? {
        let now = now()
        if let known = known.withLock({ $0[digest] }), now < known.until { return known.token }
        // Unknown secrets are looked up each time: remembering them would let anyone fill the memory.
        let token = try await threads.read { [register] in try register.token(digest) }
        known.withLock { known in
            if known.count >= Self.capacity { known = known.filter { now < $0.value.until } }
            known[digest] = token.flatMap { token in
                known.count < Self.capacity ? Known(token: token, until: now + Self.lifetime) : nil
            }
        }
        return token
    }

    /// Stores which tokens were used since the last call.
    func writeUses() async throws {
        let taken = uses.withLock { uses in
            defer { uses.removeAll() }
            return uses
        }
        do {
            try await threads.write { [register] in try register.noteUses(taken) }
        } catch {
            // They are stored with the next ones.
            uses.withLock { $0.merge(taken) { max($0, $1) } }
            throw error
        }
    }
}
