import EventStore
import Synchronization
import TrackingLog

/// Tells whose token came with a request, many thousand times a second.
final class TokenCheck: Sendable {
    /// Why a request is turned away.
    enum Refusal: Error, Hashable {
        /// There was no token.
        case missing
        /// Nobody's token, or one that is revoked or expired.
        case unknown
        /// A token that is good, for other things.
        case forbidden
    }

    /// For how long what the store said of a token is good: a revocation takes effect within this time.
    private static let patience: Duration = .milliseconds(500)
    /// How many tokens are remembered, at most.
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

    /// The token of a secret, where it is good for what a scope stands for.
    ///
    /// - Throws: ``Refusal``, or what the store cannot do.
    func token(_ secret: TokenSecret?, for scope: TokenScope) async throws -> AccessToken {
        guard let secret else { throw Refusal.missing }
        let now = Timestamp.now
        guard let token = try await find(secret), token.isValid(at: now) else { throw Refusal.unknown }
        guard token.allows(scope) else { throw Refusal.forbidden }
        uses.withLock { $0[token.number] = now }
        return token
    }

    private func find(_ secret: TokenSecret) async throws -> AccessToken? {
        guard let digest = secret.digest else { return nil }
        let now = now()
        if let known = known.withLock({ $0[digest] }), now < known.until { return known.token }
        // Who is not known is asked for each time: remembering those would be remembering whatever anybody sends.
        let token = try await threads.read { [register] in try register.token(digest) }
        known.withLock { known in
            if known.count >= Self.capacity { known = known.filter { now < $0.value.until } }
            known[digest] = token.flatMap { token in
                known.count < Self.capacity ? Known(token: token, until: now + Self.patience) : nil
            }
        }
        return token
    }

    /// Writes down which tokens were used since the last time.
    func writeUses() async throws {
        let taken = uses.withLock { uses in
            defer { uses.removeAll() }
            return uses
        }
        do {
            try await threads.write { [register] in try register.noteUses(taken) }
        } catch {
            // They are written with the next ones.
            uses.withLock { $0.merge(taken) { max($0, $1) } }
            throw error
        }
    }
}
