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
    private let last = Mutex<(isReady: Bool, until: ContinuousClock.Instant)?>(nil)

    init(_ store: EventStore, threads: StoreThreads, logger: Logger) {
        self.store = store
        self.threads = threads
        self.logger = logger
    }

    func isReady() async -> Bool {
        if let last = last.withLock({ $0 }), ContinuousClock.now < last.until { return last.isReady }
        var isReady = true
        do {
            try await threads.run { [store] in try store.probe(at: .now) }
        } catch {
            logger.error("the store cannot be written", metadata: ["reason": "\(error)"])
            isReady = false
        }
        last.withLock { [isReady] in $0 = (isReady, ContinuousClock.now + Self.patience) }
        return isReady
    }
}
