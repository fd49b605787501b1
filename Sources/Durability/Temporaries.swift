import Foundation
import Synchronization

/// The temporary files and folders that this process has under way, so that a run which is interrupted leaves none.
///
/// A run that is killed outright cannot tidy up: what it leaves is swept away by the next ``AtomicFile`` for its target.
public enum Temporaries {
    private static let paths = Mutex<Set<String>>([])

    /// Takes note of a file or folder that is to be gone at the end.
    public static func add(_ path: String) {
        paths.withLock { _ = $0.insert(path) }
    }

    /// Ends a file's or folder's being temporary: it is removed, or given its name, before anything can interrupt.
    public static func settle<Result: Sendable>(_ path: String, _ body: () -> Result) -> Result {
        paths.withLock { paths in
            let result = body()
            paths.remove(path)
            return result
        }
    }

    /// Removes everything temporary, as the process is about to end; not where some of it is just being given its name.
    public static func removeAtOnce() {
        _ = paths.withLockIfAvailable { paths in
            for path in paths { try? FileManager.default.removeItem(atPath: path) }
            paths.removeAll()
        }
    }

    /// Has everything temporary removed when a signal asks the process to end, which it then does as if by the signal
    /// alone.
    public static func removeWhenInterrupted() {
        guard let signals = Signals([SIGINT, SIGTERM, SIGHUP]) else { return }
        Thread.detachNewThread {
            let number = signals.wait()
            // Held to the end: nothing gets its name any more.
            paths.withLock { paths in
                for path in paths { try? FileManager.default.removeItem(atPath: path) }
                Signals.end(by: number)
            }
        }
    }
}
