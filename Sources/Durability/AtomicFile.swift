public import Glibc

/// A file's permissions: `0o600` lets only its owner read and write it.
public typealias FileMode = mode_t

/// A file that appears complete or not at all.
///
/// What is written goes to `NAME.tmpXXXXXX` beside the target. ``commit()`` syncs it, renames it over the target and
/// syncs the folder, so that a crash at any moment leaves the old file or the new one. A file that is not committed
/// is removed. One that a killed process left behind is removed by the next ``init(replacing:links:mode:)`` for the same target: a
/// lock on the temporary file shows whether its writer is alive.
///
/// Only a file is ever replaced: a device, a pipe or a socket is refused. A symbolic link is either followed, so that
/// its target is replaced while the link stays, or refused, even if it leads nowhere.
public struct AtomicFile: ~Copyable {
    /// The file that will appear, at the end of any symbolic links.
    public let target: String
    /// Where it is being written.
    public let temporary: String
    /// The open temporary file, for reading and writing.
    public let descriptor: Int32
    private var isOpen = true

    /// Creates the temporary file, and removes those that killed processes left.
    ///
    /// - Parameters:
    ///   - target: the path of the file to create or replace. Its folder must exist.
    ///   - links: what becomes of a symbolic link in its place.
    ///   - mode: the file's permissions, from its creation on; nil keeps those of the file that is replaced, or else
    ///     follows the process's mask.
    /// - Throws: ``FileError`` naming the path.
    public init(
        replacing target: String, links: FileLinks = .followed, mode: FileMode? = nil
    ) throws(FileError) {
        if links == .refused { try FilePlace.refuseLink(at: target, doing: "write") }
        switch FileKind(at: target) {
        case nil, .file: break
        case .folder: throw FileError(path: target, doing: "write", code: EISDIR)
        case let kind?: throw FileError(path: target, doing: "replace", found: kind)
        }
        let target = links == .followed ? try FilePlace.following(target) : target
        AtomicFile.sweep(beside: target)
        var template = Array((target + ".tmpXXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileError(path: target, doing: "write beside", code: errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.target = target
        self.temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        self.descriptor = descriptor
        Temporaries.add(temporary)
        // Held until the descriptor closes: a sweep that gets the lock knows that this process is gone.
        flock(descriptor, LOCK_EX | LOCK_NB)
        // mkstemp lets only the owner read the file, so that a mode that was asked for is never exceeded.
        fchmod(descriptor, mode ?? Self.mode(replacing: target))
    }

    deinit {
        guard isOpen else { return }
        Temporaries.settle(temporary) { _ = unlink(temporary) }
        close(descriptor)
    }

    /// Appends bytes.
    public mutating func write(_ bytes: Span<UInt8>) throws(FileError) { try write(bytes.bytes) }

    /// Appends bytes.
    public mutating func write(_ bytes: RawSpan) throws(FileError) {
        try writeAll(bytes, to: descriptor, named: target)
    }

    /// Makes the file appear: syncs it, renames it, syncs the folder.
    public consuming func commit() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(path: target, doing: "sync", code: errno) }
        let code = Temporaries.settle(temporary) { rename(temporary, target) == 0 ? 0 : errno }
        guard code == 0 else { throw FileError(path: target, doing: "replace", code: code) }
        isOpen = false
        close(descriptor)
        try AtomicFile.syncFolder(of: target)
    }

    /// Makes the file appear, perhaps only where no other file is.
    ///
    /// - Throws: ``FileError``, also where another file, with other bytes, has the name already.
    @discardableResult
    public consuming func commit(_ placement: Placement) throws(FileError) -> Appearance {
        guard placement == .whereNoneIs else {
            try commit()
            return .appeared
        }
        guard fsync(descriptor) == 0 else { throw FileError(path: target, doing: "sync", code: errno) }
        let outcome = UntakenName.give(temporary, target)
        switch outcome {
        case .linked, .renamed: break
        case .taken:
            guard try SameBytes.are(in: descriptor, and: target) else {
                throw FileError(
                    path: target, doing: "create", reason: "another file has that name, and is not replaced")
            }
        case .unsupported:
            throw FileError(
                path: target, doing: "create",
                reason: "the file system has no hard links, and cannot rename without replacing: ext4, XFS and NFS can")
        case .failed(let code): throw FileError(path: target, doing: "create", code: code)
        }
        // The temporary name, if the file still has it, is removed with this value.
        try AtomicFile.syncFolder(of: target)
        return outcome == .taken ? .wasThere : .appeared
    }

    /// Makes the names in a file's folder durable.
    public static func syncFolder(of path: String) throws(FileError) {
        let folder = FilePlace.folder(of: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: folder, doing: "open", code: errno) }
        defer { close(descriptor) }
        // Some file systems cannot sync a folder and return EINVAL: nothing more can be done there.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw FileError(path: folder, doing: "sync", code: errno)
        }
    }

    private static func mode(replacing target: String) -> mode_t {
        var status = stat()
        if stat(target, &status) == 0 { return status.st_mode & 0o777 }
        let mask = umask(0)
        umask(mask)
        return 0o666 & ~mask
    }

    /// Removes the temporary files of a target whose writers are gone.
    private static func sweep(beside target: String) {
        let folder = FilePlace.folder(of: target)
        let prefix = FilePlace.name(of: target) + ".tmp"
        guard let entries = opendir(folder) else { return }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.utf8.starts(with: prefix.utf8), name.utf8.count == prefix.utf8.count + 6 else { continue }
            let path = folder + "/" + name
            let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
            close(descriptor)
        }
    }
}
