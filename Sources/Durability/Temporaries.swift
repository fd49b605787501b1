import Foundation
import Synchronization

/// The temporary files and folders of this process.
///
/// An interrupted run removes them. A killed run cannot: what it leaves is removed by the next ``AtomicFile`` for the
/// same target.
public enum Temporaries {
    private static let paths = Mutex<Set<String>>([])

    /// Registers a file or folder that is removed at the end.
    public static func add(_ path: String) {
        paths.withLock { _ = $0.insert(path) }
    }

    /// Removes or renames a file or folder, before anything can interrupt.
    public static func settle<Result: Sendable>(_ path: String, _ body: () -> Result) -> Result {
        paths.withLock { paths in
            let result = body()
            paths.remove(path)
            return result
        }
    }

    /// Removes everything temporary, before the process ends.
    ///
    /// Nothing is removed while a file is being given its name.
    public static func removeAtOnce() {
        _ = paths.withLockIfAvailable { paths in
            for path in paths { try? FileManager.default.removeItem(atPath: path) }
            paths.removeAll()
        }
    }

    /// Removes everything temporary when a signal ends the process.
    public static func removeWhenInterrupted() {
        guard let signals = Signals([SIGINT, SIGTERM, SIGHUP]) else { return }
        Thread.detachNewThread {
            let number = signals.wait()
            // The lock is held to the end: nothing is given its name any more.
            paths.withLock { paths in
                for path in paths { try? FileManager.default.removeItem(atPath: path) }
                Signals.end(by: number)
            }
        }
    }
}
