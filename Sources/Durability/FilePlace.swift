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

    /// Whether a path lies in a folder or below it, wherever links lead. No file need exist there.
    public static func lies(_ path: String, in folder: String) -> Bool {
        guard let end = try? following(path), let inner = absolute(self.folder(of: end)), let outer = absolute(folder)
        else { return false }
        // By bytes; "/" is the only path that ends in a slash.
        return (inner + "/").utf8.starts(with: (outer == "/" ? outer : outer + "/").utf8)
    }

    /// A folder's absolute path without links; nil if it is not there.
    public static func absolute(_ folder: String) -> String? {
        guard let path = realpath(folder, nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// The last name of a path.
    public static func name(of path: String) -> String {
        // By bytes: a slash and a combining accent after it are one Character, which is not a slash.
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(decoding: path.utf8[slash...].dropFirst(), as: UTF8.self)
    }
}
