import Durability
public import EventStore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder beside a store, `STORE.results`, in which the logs of its jobs are kept.
public struct ResultFolder: Sendable {
    private let path: String

    /// The folder of a store.
    public init(of store: EventStore) {
        path = store.path + ".results"
    }

    /// Where the log of a secret name is, or is to be.
    public func path(of result: JobID) -> String { "\(path)/\(result).zip" }

    /// Makes the folder, where it is not there, for its owner alone: the logs in it are told by their secret names.
    func make() throws(FileError) {
        guard mkdir(path, 0o700) == 0 else {
            let code = errno
            var status = stat()
            if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
            throw FileError(path: path, doing: "make", code: code)
        }
        try AtomicFile.syncFolder(of: path)
    }

    /// Removes a log; that it is gone already is as good.
    func remove(_ result: JobID) {
        unlink(path(of: result))
    }

    /// Removes the logs that no job has, and what killed processes left half-written.
    ///
    /// - Parameter inUse: tells which logs jobs have. It is asked after the folder was looked at: a log is made
    ///   only once its job has its name.
    func sweep(inUse: () throws -> Set<String>) rethrows {
        let names = names()
        guard !names.isEmpty else { return }
        let inUse = try inUse()
        for name in names {
            let parts = name.split(separator: ".", maxSplits: 2).map(String.init)
            guard parts.count >= 2, JobID(parts[0]) != nil, parts[1] == "zip" else { continue }
            let file = "\(path)/\(name)"
            if parts.count == 2 {
                if !inUse.contains(parts[0]) { unlink(file) }
            } else if parts[2].hasPrefix("tmp"), isAbandoned(file) {
                unlink(file)
            }
        }
    }

    /// Whether the process that was writing a temporary file is gone: it held a lock as long as it lived.
    private func isAbandoned(_ file: String) -> Bool {
        let descriptor = open(file, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    private func names() -> [String] {
        guard let entries = opendir(path) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
