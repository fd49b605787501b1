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
        /// The last answer; a service is not ready before the first one.
        var isReady = false
        var until = ContinuousClock.now
        var isTrying = false
    }

    init(_ store: EventStore, threads: StoreThreads, logger: Logger) {
        self.store = store
        self.threads = threads
        self.logger = logger
    }

    func isReady() async -> Bool {
        // One try at a time, however many ask: the others have the answer before.
        let last: Bool? = state.withLock { state in
            if state.isTrying || ContinuousClock.now < state.until { return state.isReady }
            state.isTrying = true
            return nil
        }
        if let last { return last }
        var isReady = true
        do {
            try await threads.write { [store] in try store.probe(at: .now) }
        } catch {
            logger.error("the store cannot be written", metadata: ["reason": "\(error)"])
            isReady = false
        }
        state.withLock { [isReady] in
            $0 = State(isReady: isReady, until: ContinuousClock.now + Self.patience, isTrying: false)
        }
        return isReady
    }
}
