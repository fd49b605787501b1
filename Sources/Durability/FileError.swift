#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file operation that failed: on which file, at what, and the system's reason.
public struct FileError: Error, CustomStringConvertible, Sendable {
    /// The file.
    public var path: String
    /// What was being done, as a verb: "write", "open".
    public var doing: String
    /// The system's `errno`.
    public var code: Int32

    /// A failure of an operation on a file.
    public init(path: String, doing: String, code: Int32) {
        self.path = path
        self.doing = doing
        self.code = code
    }

    /// The system's words for the reason.
    public var reason: String { String(cString: strerror(code)) }

    /// `cannot DO PATH: REASON`.
    public var description: String { "cannot \(doing) \(path): \(reason)" }
}
