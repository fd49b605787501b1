import EventStore
import Logging
import Synchronization
import TrackingLog

/// Whether the store can be written, tried now and then.
final class Readiness: Sendable {
    /// For how long an answer is good.
    private static let patience: Duration = .seconds(1)

    private let store: EventStore
    private let threads: StoreThreads
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        /// Why the store could not be written the last time it was tried; nil where it could.
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

    /// Why the store cannot be written; nil where it can.
    func obstacle() async -> (any Error)? {
        // One try at a time, however many ask: the others have the answer before.
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
            $0 = State(obstacle: obstacle, until: ContinuousClock.now + Self.patience, isTrying: false)
        }
        return obstacle
    }
}
