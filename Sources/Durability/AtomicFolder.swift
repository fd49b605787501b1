import Glibc

/// A folder that appears with all its files or not at all.
public enum AtomicFolder {
    /// Creates a folder, for its owner only.
    ///
    /// The files are written to `NAME.tmpXXXXXX` beside it, which is renamed at the end. An error leaves nothing. What a
    /// killed process left is removed by the next call for the same folder: a lock shows whether its writer is alive.
    ///
    /// - Parameters:
    ///   - target: the folder to create. It may be there, empty.
    ///   - suffix: what the files' names end with, as in `.tally`.
    ///   - fill: writes the files into a folder whose path it is given, and syncs them.
    /// - Throws: ``FileError``, also where the folder is there and not empty; and what `fill` throws.
    public static func create<Result>(
        _ target: String, of suffix: String, _ fill: (_ path: String) throws -> Result
    ) throws -> Result {
        let target = trimmed(target)
        let isEmpty = try check(target)
        sweep(beside: target, of: suffix)
        var template = Array((target + ".tmpXXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError(path: target, doing: "write beside", code: errno) }
        let temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        Temporaries.add(temporary)
        // Held to the end: where another process gets the lock, this one is gone.
        let descriptor = open(temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        flock(descriptor, LOCK_EX | LOCK_NB)
        do {
            let result = try fill(temporary)
            try AtomicFile.syncFolder(of: temporary + "/file")
            // Renaming replaces an empty folder, and no other.
            let code = Temporaries.settle(temporary) { rename(temporary, target) == 0 ? 0 : errno }
            guard code == 0 else {
                throw FileError(path: target, doing: isEmpty ? "replace" : "create", code: code)
            }
            try AtomicFile.syncFolder(of: target)
            return result
        } catch {
            Temporaries.settle(temporary) { remove(folder: temporary) }
            guard var failure = error as? FileError, failure.path.hasPrefix(temporary) else { throw error }
            // The name that the user knows.
            failure.path = target + failure.path.dropFirst(temporary.count)
            throw failure
        }
    }

    /// Removes the temporary folders of a target whose writers are gone.
    ///
    /// A user's own folder may have such a name: one that others may enter, or that holds anything else, stays.
    private static func sweep(beside target: String, of suffix: String) {
        let folder = FilePlace.folder(of: target)
        let prefix = FilePlace.name(of: target) + ".tmp"
        for name in names(in: folder) ?? [] {
            guard name.utf8.starts(with: prefix.utf8), name.utf8.count == prefix.utf8.count + 6 else { continue }
            let path = folder + "/" + name
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            var status = stat()
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0,
                status.st_mode & 0o777 == 0o700, let files = names(in: path),
                files.allSatisfy({ $0.hasSuffix(suffix) || $0.dropLast(6).hasSuffix(suffix + ".tmp") })
            else { continue }
            remove(folder: path)
        }
    }

    /// - Returns: whether the folder is there.
    private static func check(_ target: String) throws(FileError) -> Bool {
        switch FileKind(at: target) {
        case nil: return false
        case .folder: break
        case let kind?: throw FileError(path: target, doing: "write into", reason: "it is \(kind.words), not a folder")
        }
        guard let names = names(in: target) else { throw FileError(path: target, doing: "list", code: errno) }
        if let first = names.min() {
            throw FileError(
                path: target, doing: "write into",
                reason: "it holds \(first): name a folder that is not there, or an empty one")
        }
        return true
    }

    /// What a folder holds; nil where it cannot be listed, and `errno` says why.
    private static func names(in folder: String) -> [String]? {
        guard let entries = opendir(folder) else { return nil }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }

    /// Removes a folder of files.
    private static func remove(folder: String) {
        for name in names(in: folder) ?? [] { unlink(folder + "/" + name) }
        rmdir(folder)
    }

    private static func trimmed(_ path: String) -> String {
        var path = path[...]
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path = path.dropLast() }
        return String(path)
    }
}
