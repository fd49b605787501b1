import Glibc

/// A file operation that failed: on which file, at what, and the system's reason.
public struct FileError: Error, CustomStringConvertible, Sendable {
    /// The file.
    public var path: String
    /// What was being done, as a verb: "write", "open".
    public var doing: String
    /// The system's `errno`; 0 where the reason is ours.
    public var code: Int32
    /// The reason in words for people.
    public var reason: String

    /// A failure of an operation on a file.
    public init(path: String, doing: String, code: Int32) {
        self.path = path
        self.doing = doing
        self.code = code
        reason = String(cString: strerror(code))
    }

    /// An operation on a file that is refused before the system is asked.
    public init(path: String, doing: String, reason: String) {
        self.path = path
        self.doing = doing
        self.reason = reason
        code = 0
    }

    /// `cannot DO PATH: REASON`.
    public var description: String { "cannot \(doing) \(path): \(reason)" }
}
