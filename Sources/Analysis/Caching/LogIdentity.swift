import Glibc
import LogArchive

/// The state of a log's file. Another state is noticed without reading the file.
///
/// It is git's rule for its index: the file's number, size and times, which every change of its content moves.
struct LogIdentity: Equatable {
    private let device: UInt64
    private let node: UInt64
    private let size: Int64
    private let modified: Time
    private let changed: Time

    private struct Time: Equatable, CustomStringConvertible {
        var seconds: Int
        var nanoseconds: Int

        var description: String { "\(seconds).\(nanoseconds)" }
    }

    /// - Returns: nil where there is no regular file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        device = UInt64(status.st_dev)
        node = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Time(seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        changed = Time(seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
    }

    /// As a part of a key.
    var text: String { "\(device) \(node) \(size) \(modified) \(changed)" }

    /// Whether the file was left alone for two seconds before a moment.
    ///
    /// Clocks of file systems tick, some once in two seconds: a change after a reading within the same tick would
    /// not show.
    func isSettled(at seconds: Int) -> Bool { max(modified.seconds, changed.seconds) < seconds - 2 }

    /// The present moment in seconds since 1970.
    static var now: Int {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        return moment.tv_sec
    }
}
