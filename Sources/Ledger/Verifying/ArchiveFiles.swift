import Durability

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// All files in an archive's folder, whatever they are.
struct ArchiveFiles {
    /// Paths below the folder, in order; what is no folder is a file here.
    private(set) var paths: [String] = []
    /// Folders that could not be listed, and why.
    private(set) var failures: [FileError] = []

    init(_ archive: String) {
        list("", in: archive)
        paths.sort()
    }

    private mutating func list(_ folder: String, in archive: String) {
        let path = folder.isEmpty ? archive : "\(archive)/\(folder)"
        guard let entries = opendir(path) else {
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
            if lstat("\(archive)/\(below)", &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                list(below, in: archive)
            } else {
                paths.append(below)
            }
        }
    }

    /// Whether a file's name is that of something that was being written: `NAME.tmpXXXXXX`.
    static func isTemporary(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        guard name.count > 10 else { return false }
        let end = name.suffix(10)
        return end.hasPrefix(".tmp") && end.dropFirst(4).utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: ".") }
    }
}
