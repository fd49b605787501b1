import Glibc

/// Where a file is, or will be.
///
/// Paths with equal places lead to the same file.
public struct FilePlace: Hashable, Sendable {
    private var device: UInt64
    private var node: UInt64
    /// The name that a file will have in the folder with these numbers; nil where they are the file's own.
    private var name: String?

    /// A path's place; nil where its folder does not exist.
    public init?(_ path: String) {
        var status = stat()
        if stat(path, &status) == 0 {
            self.init(status)
            return
        }
        guard let end = try? FilePlace.following(path), stat(FilePlace.folder(of: end), &status) == 0 else {
            return nil
        }
        self.init(status)
        name = FilePlace.name(of: end)
    }

    /// The place of a descriptor's file; nil where it is not open.
    public init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        device = UInt64(status.st_dev)
        node = UInt64(status.st_ino)
    }
}

// MARK: - Paths

extension FilePlace {
    /// The end of a path's symbolic links; no file need exist there.
    ///
    /// - Throws: ``FileError`` where the links lead in a circle.
    public static func following(_ path: String) throws(FileError) -> String {
        var end = path
        // As many as Linux follows.
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(end, &buffer, buffer.count)
            guard count >= 0 else { return end }
            let link = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
            end = link.utf8.first == UInt8(ascii: "/") ? link : folder(of: end) + "/" + link
        }
        throw FileError(path: path, doing: "follow", code: ELOOP)
    }

    /// Whether a path is a symbolic link, even to nowhere.
    public static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// Throws where a path is a symbolic link.
    public static func refuseLink(at path: String, doing: String) throws(FileError) {
        guard isLink(path) else { return }
        throw FileError(path: path, doing: doing, reason: "it is a symbolic link, which is not followed here")
    }

    /// The path of the folder that a path lies in.
    public static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(decoding: path.utf8[..<slash], as: UTF8.self)
    }

    /// Gives a file another path on the same file system, unless a file is there already.
    ///
    /// - Returns: false if there is one, which stays.
    public static func move(_ file: String, to path: String) throws(FileError) -> Bool {
        // Unlike renaming, this never replaces a file. After a crash in between, the file has both names.
        var code = link(file, path) == 0 ? 0 : errno
        if code == EEXIST { return false }
        if code == 0 {
            code = unlink(file) == 0 ? 0 : errno
        } else if code == EPERM || code == EOPNOTSUPP || code == EMLINK {
            // Some file systems have no hard links, and Linux refuses them of other users' files.
            guard FileKind(at: path) == nil, !isLink(path) else { return false }
            code = rename(file, path) == 0 ? 0 : errno
        }
        if code == EXDEV {
            throw FileError(path: file, doing: "move", reason: "\(folder(of: path)) is on another file system")
        }
        guard code == 0 else { throw FileError(path: file, doing: "move", code: code) }
        try AtomicFile.syncFolder(of: path)
        try AtomicFile.syncFolder(of: file)
        return true
    }

    /// Whether a path lies in a folder or below it, wherever links lead. No file need exist there.
    public static func lies(_ path: String, in folder: String) -> Bool {
        guard let end = try? following(path), let inner = resolved(self.folder(of: end)), let outer = resolved(folder)
        else { return false }
        // "/" is the only path that ends in a slash.
        return inner == outer || inner.starts(with: outer.count == 1 ? outer : outer + [UInt8(ascii: "/")])
    }

    /// A folder's absolute path without links, in bytes; nil if it is not there.
    private static func resolved(_ folder: String) -> [UInt8]? {
        guard let path = realpath(folder, nil) else { return nil }
        defer { free(path) }
        return Array(UnsafeRawBufferPointer(start: path, count: strlen(path)))
    }

    /// The last name of a path.
    public static func name(of path: String) -> String {
        // By bytes: a slash and a combining accent after it are one Character, which is not a slash.
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(decoding: path.utf8[slash...].dropFirst(), as: UTF8.self)
    }
}
