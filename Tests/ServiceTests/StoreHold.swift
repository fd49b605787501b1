import Foundation

@testable import EventStore

/// Blocks writes to a store until ``end()``, as another thread does, or, with a store of its own, as another process.
final class StoreHold: Sendable {
    private let started = DispatchSemaphore(value: 0)
    private let release = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(_ store: EventStore, isLocked: Bool = false) {
        Thread.detachNewThread { [started, release, ended] in
            let wait = {
                started.signal()
                release.wait()
            }
            try? isLocked ? store.transact { _ in wait() } : store.write { _ in wait() }
            ended.signal()
        }
        started.wait()
    }

    func end() async {
        release.signal()
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [ended] in
                ended.wait()
                continuation.resume()
            }
        }
    }
}
