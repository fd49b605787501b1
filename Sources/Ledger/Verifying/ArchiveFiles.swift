import Durability
import Glibc

/// All files in an archive's folder.
struct ArchiveFiles {
    /// The paths below the folder, in order: of everything that is not a folder.
    private(set) var paths: [String] = []
    /// The lengths of the regular files, in bytes.
    private(set) var sizes: [String: Int] = [:]
    /// Folders that could not be listed, and why.
    private(set) var failures: [FileError] = []

    init(_ archive: String) {
        list("", in: archive)
        paths.sort()
    }

    /// What the root of an ext4 file system has for itself: mostly empty, and root's alone. Nothing of a ledger is in it.
    private static let lostAndFound = "lost+found"

    private mutating func list(_ folder: String, in archive: String) {
        let path = folder.isEmpty ? archive : "\(archive)/\(folder)"
        guard let entries = opendir(path) else {
            if folder == Self.lostAndFound, errno == EACCES { return }
            failures.append(FileError(path: folder.isEmpty ? archive : folder, doing: "list", code: errno))
            return
        }
        defer { closedir(entries) }
        while true {
            errno = 0
            guard let entry = readdir(entries) else {
                if errno != 0 { failures.append(FileError(path: path, doing: "list", code: errno)) }
                return
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let below = folder.isEmpty ? name : "\(folder)/\(name)"
            var status = stat()
            // A link to a folder is not a folder: what it leads to is not a part of the archive.
            let kind = lstat("\(archive)/\(below)", &status) == 0 ? status.st_mode & S_IFMT : 0
            if kind == S_IFDIR {
                list(below, in: archive)
            } else {
                paths.append(below)
            }
            if kind == S_IFREG { sizes[below] = Int(status.st_size) }
        }
    }

    /// The target of a temporary file, `NAME.tmpXXXXXX`; nil for any other path.
    static func target(ofTemporary path: String) -> String? {
        let end = path.suffix(10)
        guard end.hasPrefix(".tmp"), end.dropFirst(4).allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            return nil
        }
        return String(path.dropLast(10))
    }
}
