import Durability
import Glibc

/// A file without a name, in memory where the system has a place for that.
final class MemoryFile {
    private let descriptor: Int32

    init(_ bytes: [UInt8]) throws {
        let folder = FileKind(at: "/dev/shm") == .folder ? "/dev/shm" : "/tmp"
        var path = Array("\(folder)/fuzzed-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw FileError(path: folder, doing: "write into", code: errno) }
        unlink(path)
        try replace(bytes)
    }

    deinit { close(descriptor) }

    /// A path that leads to it in this process.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// Opens it once more.
    func open() throws(FileError) -> OpenFile { try OpenFile(duplicating: descriptor, named: "fuzzed") }

    /// Gives it other bytes.
    func replace(_ bytes: [UInt8]) throws {
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw FileError(path: "memory", doing: "write", code: errno)
        }
    }
}
