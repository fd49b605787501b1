import Glibc

/// A file operation that failed: which file, which operation, and why.
public struct FileError: Error, CustomStringConvertible, Sendable {
    /// The file.
    public var path: String
    /// The operation, as a verb: "write", "open".
    public var doing: String
    /// The system's `errno`; 0 where the operation was refused by us.
    public var code: Int32
    /// The reason in words for people.
    public var reason: String
    /// What is there in place of a file; nil for other failures.
    public var found: FileKind?

    /// A failure that the system reports.
    public init(path: String, doing: String, code: Int32) {
        self.path = path
        self.doing = doing
        self.code = code
        reason = String(cString: strerror(code))
    }

    /// An operation that is refused before the system is asked.
    public init(path: String, doing: String, reason: String) {
        self.path = path
        self.doing = doing
        self.reason = reason
        code = 0
    }

    /// An operation that is refused, since something else is there.
    public init(path: String, doing: String, found: FileKind) {
        self.init(path: path, doing: doing, reason: "it is \(found.words), not a file")
        self.found = found
    }

    /// `cannot DO PATH: REASON`.
    public var description: String { "cannot \(doing) \(path): \(reason)" }
}
