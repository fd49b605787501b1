import Glibc

/// A file that is open for reading, and closed with the value.
public struct OpenFile: ~Copyable, Sendable {
    /// What errors call it.
    public let name: String
    /// The open file's number.
    public let descriptor: Int32
    /// What it is: a file, unless it was opened as any kind.
    public let kind: FileKind
    /// The length in bytes when it was opened.
    public let size: Int
    /// Its permissions.
    public let mode: FileMode

    /// Opens a regular file.
    ///
    /// A pipe or a device in its place is refused, and never waited for.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - links: what becomes of a symbolic link in its place.
    /// - Throws: ``FileError``; ``FileError/found`` is set where it is not a file.
    public init(_ path: String, links: FileLinks = .refused) throws(FileError) {
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (links == .refused ? O_NOFOLLOW : 0)
        let opened = open(path, flags)
        if opened < 0, errno == ELOOP, links == .refused {
            throw FileError(path: path, doing: "read", found: .link)
        }
        try self.init(owning: opened, named: path, onlyFile: true)
    }

    /// Opens whatever a path leads to; a pipe waits for its writer.
    public init(anyKindAt path: String) throws(FileError) {
        try self.init(owning: open(path, O_RDONLY | O_CLOEXEC), named: path)
    }

    /// Opens another descriptor's file a second time, with a common position.
    public init(duplicating descriptor: Int32, named name: String) throws(FileError) {
        try self.init(owning: fcntl(descriptor, F_DUPFD_CLOEXEC, 0), named: name)
    }

    /// Takes over a descriptor that was just opened; where it is negative, `errno` says why.
    ///
    /// - Parameter onlyFile: whether anything but a regular file is refused.
    init(owning descriptor: Int32, named name: String, onlyFile: Bool = false) throws(FileError) {
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            let code = errno
            if descriptor >= 0 { close(descriptor) }
            throw FileError(path: name, doing: "read", code: code)
        }
        let kind = FileKind(status)
        guard !onlyFile || kind == .file else {
            close(descriptor)
            throw FileError(path: name, doing: "read", found: kind)
        }
        self.name = name
        self.descriptor = descriptor
        self.kind = kind
        size = Int(status.st_size)
        mode = status.st_mode & 0o7777
    }

    deinit { close(descriptor) }
}

// MARK: - Reading

extension OpenFile {
    /// Reads the next bytes, as many as come at once.
    ///
    /// - Returns: how many, from the buffer's beginning; 0 at the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        try readSome(from: descriptor, into: buffer, named: name)
    }

    /// Reads to the end, a piece at a time.
    ///
    /// - Parameter body: receives each piece, never an empty one. Its error ends the reading and is thrown on.
    public func forEachPiece(_ body: (RawSpan) throws(FileError) -> Void) throws(FileError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: buffer)
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]).bytes)
        }
    }

    /// Reads the bytes at an offset.
    ///
    /// - Returns: how many, from the buffer's beginning: fewer than it holds only where the file ends.
    public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        try readAll(from: descriptor, at: offset, into: buffer, named: name)
    }

    /// Fills a buffer with the bytes at an offset.
    ///
    /// - Throws: ``FileError``, also where the file ends before the buffer is full.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws(FileError) {
        guard try read(at: offset, into: buffer) == buffer.count else {
            throw FileError(path: name, doing: "read", code: EIO)
        }
    }

    /// Up to `count` bytes at an offset: fewer where the file ends.
    public func bytes(at offset: Int = 0, upTo count: Int) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(FileError) {
                filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
