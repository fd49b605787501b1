#if canImport(Glibc)
package import Glibc
#else
package import Darwin
#endif

/// A regular file, open for reading as long as the value exists.
package struct OpenFile: ~Copyable {
    package let descriptor: Int32
    /// The length in bytes when it was opened.
    package let size: Int
    /// Who may do what with it.
    package let mode: mode_t

    /// What is said of what is no plain file.
    private static let reasons = (link: "it is a symbolic link, not a file", other: "it is no plain file")

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - links: what becomes of a symbolic link in its place.
    /// - Throws: `FileError`, also where it is no plain file: see ``isNoFile(_:)``.
    package init(_ path: String, links: FileLinks = .refused) throws(FileError) {
        // A pipe that somebody put in the file's place must not hold us up.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (links == .refused ? O_NOFOLLOW : 0)
        let opened = open(path, flags)
        guard opened >= 0 else {
            let code = errno
            if code == ELOOP, links == .refused {
                throw FileError(path: path, doing: "read", reason: Self.reasons.link)
            }
            throw FileError(path: path, doing: "read", code: code)
        }
        var status = stat()
        guard fstat(opened, &status) == 0 else {
            let code = errno
            close(opened)
            throw FileError(path: path, doing: "read", code: code)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw FileError(path: path, doing: "read", reason: Self.reasons.other)
        }
        descriptor = opened
        size = Int(status.st_size)
        mode = status.st_mode
    }

    deinit { close(descriptor) }

    /// Whether an error says that something else than a plain file stands there.
    package static func isNoFile(_ error: FileError) -> Bool {
        error.code == 0 && [reasons.link, reasons.other].contains(error.reason)
    }
}
