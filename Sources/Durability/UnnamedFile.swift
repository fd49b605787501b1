import Glibc

/// A file without a name, for data that has to wait on disk.
///
/// It is gone when it is closed, or when its process dies.
public final class UnnamedFile: Sendable {
    private let file: OpenFile

    /// Creates a file next to another one, on the same disk.
    ///
    /// - Parameter path: the other file. Its folder must exist.
    public init(beside path: String) throws(FileError) {
        // Until it is unlinked it is named like a temporary file of that one: if the process dies in between,
        // ``AtomicFile`` removes it.
        guard let opened = Self.open(template: path + ".tmpXXXXXX") else {
            throw FileError(path: path, doing: "write beside", code: errno)
        }
        file = try OpenFile(owning: opened, named: path)
    }

    /// Creates a file in the folder that `TMPDIR` names, or in `/tmp`.
    public init() throws(FileError) {
        let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        let folder = named.isEmpty ? "/tmp" : named
        guard let opened = Self.open(template: folder + "/pushtrail.XXXXXX") else {
            throw FileError(path: folder, doing: "create a temporary file in", code: errno)
        }
        file = try OpenFile(owning: opened, named: "a temporary file in \(folder)")
    }

    /// Opens the file a second time, for reading what was written.
    ///
    /// It then lives as long as either is open.
    public func reopened() throws(FileError) -> OpenFile {
        try OpenFile(duplicating: file.descriptor, named: file.name)
    }

    private static func open(template: String) -> Int32? {
        var template = Array(template.utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    /// Appends bytes.
    public func write(_ bytes: RawSpan) throws(FileError) {
        try writeAll(bytes, to: file.descriptor, named: file.name)
    }

    /// Reads the bytes at an offset.
    ///
    /// - Returns: how many, from the buffer's beginning: fewer than it holds only where the file ends.
    public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        try file.read(at: offset, into: buffer)
    }

    /// Fills a buffer with the bytes at an offset.
    ///
    /// - Throws: ``FileError``, also where the file ends before the buffer is full.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws(FileError) {
        try file.fill(buffer, from: offset)
    }
}
