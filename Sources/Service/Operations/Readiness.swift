import EventStore
import Logging
import Synchronization
import TrackingLog

/// Whether the store can be written, tried at most once a second.
final class Readiness: Sendable {
    /// How long the last result is reused.
    private static let lifetime: Duration = .seconds(1)

    private let store: EventStore
    private let threads: StoreThreads
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        /// Why the last try failed; nil where it succeeded.
        var obstacle: (any Error)? = NotTried()
        var until = ContinuousClock.now
        var isTrying = false
    }

    /// A service is not ready before the first try.
    private struct NotTried: Error {}

    init(_ store: EventStore, threads: StoreThreads, logger: Logger) {
        self.store = store
        self.threads = threads
        self.logger = logger
    }

    /// Why the store cannot be written; nil if it can.
    func obstacle() async -> (any Error)? {
        // One try at a time: everyone else gets the result before.
        let last: (any Error)?? = state.withLock { state in
            if state.isTrying || ContinuousClock.now < state.until { return .some(state.obstacle) }
            state.isTrying = true
            return .none
        }
        if let last { return last }
        var obstacle: (any Error)?
        do {
            try await threads.watch { [store] in try store.probe(at: .now) }
        } catch {
            logger.error("the store cannot be written", metadata: ["reason": "\(error)"])
            obstacle = error
        }
        state.withLock { [obstacle] in
            $0 = State(obstacle: obstacle, until: ContinuousClock.now + Self.lifetime, isTrying: false)
        }
        return obstacle
    }
}
