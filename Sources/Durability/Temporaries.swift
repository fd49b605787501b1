import Dispatch
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

    /// Has everything temporary removed when a signal asks the process to end, which it then does as if by the signal
    /// alone.
    public static func removeWhenInterrupted() {
        _ = sources
    }

    // MARK: - Signals

    // Made once, and never touched again.
    nonisolated(unsafe) private static let sources = [SIGINT, SIGTERM, SIGHUP].compactMap(source)

    private static func source(of number: Int32) -> (any DispatchSourceSignal)? {
        // Whoever started us has it ignored, as nohup does: so it stays.
        let before = signal(number, SIG_IGN)
        if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { return nil }
        let source = DispatchSource.makeSignalSource(
            signal: number, queue: DispatchQueue(label: "pushtrail.interruption"))
        source.setEventHandler { end(by: number) }
        source.activate()
        return source
    }

    private static func end(by number: Int32) {
        // Held to the end: nothing gets its name any more.
        paths.withLock { paths in
            for path in paths { try? FileManager.default.removeItem(atPath: path) }
            signal(number, SIG_DFL)
            var numbers = sigset_t()
            sigemptyset(&numbers)
            sigaddset(&numbers, number)
            pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
            raise(number)
        }
    }
}
