import Glibc

/// A folder that appears with all its files or not at all.
public enum AtomicFolder {
    /// Creates a folder, for its owner only.
    ///
    /// The files are written to `NAME.tmpXXXXXX` beside it, which is renamed at the end. An error leaves nothing; a
    /// killed
    /// process may leave that folder, which no reader of logs takes for one.
    ///
    /// - Parameters:
    ///   - target: the folder to create. It may be there, empty.
    ///   - fill: writes the files into a folder whose path it is given, and syncs them.
    /// - Throws: ``FileError``, also where the folder is there and not empty; and what `fill` throws.
    public static func create<Result>(_ target: String, _ fill: (_ path: String) throws -> Result) throws -> Result {
        let target = trimmed(target)
        let isEmpty = try check(target)
        var template = Array((target + ".tmpXXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError(path: target, doing: "write beside", code: errno) }
        let temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        do {
            let result = try fill(temporary)
            try AtomicFile.syncFolder(of: temporary + "/file")
            // Renaming replaces an empty folder, and no other.
            guard rename(temporary, target) == 0 else {
                throw FileError(path: target, doing: isEmpty ? "replace" : "create", code: errno)
            }
            try AtomicFile.syncFolder(of: target)
            return result
        } catch {
            remove(folder: temporary)
            throw error
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
