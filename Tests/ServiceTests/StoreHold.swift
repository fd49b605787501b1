import Foundation

@testable import EventStore

/// Keeps a store from being written, from within this process, until it is told to end.
final class StoreHold: Sendable {
    private let started = DispatchSemaphore(value: 0)
    private let release = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(_ store: EventStore) {
        Thread.detachNewThread { [started, release, ended] in
            try? store.write { _ in
                started.signal()
                release.wait()
            }
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
