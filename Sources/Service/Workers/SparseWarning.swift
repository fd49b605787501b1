import Logging
import Synchronization

/// A warning that is logged at most once a minute.
final class SparseWarning: Sendable {
    private static let pause: Duration = .seconds(60)

    private let next = Mutex(ContinuousClock.now)

    func note(_ message: Logger.Message, _ logger: Logger) {
        let isDue = next.withLock { next in
            let now = ContinuousClock.now
            guard next <= now else { return false }
            next = now + Self.pause
            return true
        }
        if isDue { logger.warning(message) }
    }
}
