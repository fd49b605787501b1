public import Glibc

/// Who may do what with a file: `0o600` lets its owner alone read and write it.
public typealias FileMode = mode_t

/// A file that appears whole or not at all.
///
/// What is written goes to `NAME.tmpXXXXXX` beside the target. ``commit()`` syncs it, renames it over the target and
/// syncs the folder, so that a crash at any moment leaves the old file or the new one. A file that is not committed
/// is removed; one that a killed process left behind is removed by the next ``init(replacing:links:mode:)`` for the same target
/// (a lock on the temporary file tells the dead from the living).
///
/// Only a file is ever replaced: a device, a pipe or a socket is refused. A symbolic link is either followed, so that the
/// file it leads to is replaced while the link stays, or refused, whether anything stands at its end or not.
public struct AtomicFile: ~Copyable {
    /// The file that is to appear, at the end of any symbolic links.
    public let target: String
    /// Where it is being written.
    public let temporary: String
    /// The open temporary file, for reading and writing.
    public let descriptor: Int32
    private var isOpen = true

    /// Makes the temporary file, after sweeping away those that killed processes left for this target.
    ///
    /// - Parameters:
    ///   - target: the path of the file to make or replace. Its folder must exist.
    ///   - links: what becomes of a symbolic link in its place.
    ///   - mode: who may do what with the file, from the first moment that it is there; nil follows the file that is
    ///     replaced, or else the process's mask.
    /// - Throws: ``FileError`` naming the path.
    public init(
        replacing target: String, links: FileLinks = .followed, mode: FileMode? = nil
    ) throws(FileError) {
        if links == .refused { try FilePlace.refuseLink(at: target, doing: "write") }
        switch FileKind(at: target) {
        case nil, .file: break
        case .folder: throw FileError(path: target, doing: "write", code: EISDIR)
        case let kind?: throw FileError(path: target, doing: "replace", reason: "it is \(kind.words), not a file")
        }
        let target = links == .followed ? try FilePlace.following(target) : target
        AtomicFile.sweep(besides: target)
        var template = Array((target + ".tmpXXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileError(path: target, doing: "write beside", code: errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.target = target
        self.temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        self.descriptor = descriptor
        Temporaries.add(temporary)
        // Held until the descriptor closes: a sweep that can take it knows that this process is gone.
        flock(descriptor, LOCK_EX | LOCK_NB)
        // mkstemp makes files that only the owner may read; a new file follows the process's mask instead, and one
        // that replaces another keeps that one's mode. A mode that was asked for is the first that is given.
        fchmod(descriptor, mode ?? Self.mode(replacing: target))
    }

    deinit {
        guard isOpen else { return }
        Temporaries.settle(temporary) { _ = unlink(temporary) }
        close(descriptor)
    }

    /// Appends bytes.
    public mutating func write(_ bytes: Span<UInt8>) throws(FileError) {
        try writeAll(bytes.bytes, to: descriptor, named: target)
    }

    /// Makes the file appear: sync, rename, sync of the folder.
    public consuming func commit() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(path: target, doing: "sync", code: errno) }
        let code = Temporaries.settle(temporary) { rename(temporary, target) == 0 ? 0 : errno }
        guard code == 0 else { throw FileError(path: target, doing: "replace", code: code) }
        isOpen = false
        close(descriptor)
        try AtomicFile.syncFolder(of: target)
    }

    /// Makes the file appear as ``commit()`` does, by a link that never replaces anything where none is to be replaced.
    ///
    /// - Throws: ``FileError``, also where a file with other bytes has the name already.
    @discardableResult
    public consuming func commit(_ placement: Placement) throws(FileError) -> Appearance {
        guard placement == .whereNoneIs else {
            try commit()
            return .appeared
        }
        guard fsync(descriptor) == 0 else { throw FileError(path: target, doing: "sync", code: errno) }
        let code = link(temporary, target) == 0 ? 0 : errno
        guard code == 0 || code == EEXIST else { throw FileError(path: target, doing: "make", code: code) }
        if code == EEXIST, try !SameBytes.are(in: descriptor, and: target) {
            throw FileError(
                path: target, doing: "make", reason: "there is another file of that name, which is never replaced")
        }
        // The temporary name goes with this value.
        try AtomicFile.syncFolder(of: target)
        return code == 0 ? .appeared : .wasThere
    }

    /// Makes the names in a file's folder durable.
    public static func syncFolder(of path: String) throws(FileError) {
        let folder = FilePlace.folder(of: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: folder, doing: "open", code: errno) }
        defer { close(descriptor) }
        // Some file systems cannot sync a folder, and say EINVAL: there is nothing more to do on those.
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
    private static func sweep(besides target: String) {
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
