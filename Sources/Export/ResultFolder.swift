import Durability
public import EventStore
import Foundation
import Glibc

/// The folder of a store's finished logs, `STORE.results` beside it.
public struct ResultFolder: Sendable {
    private let path: String

    /// The folder of a store.
    public init(of store: EventStore) {
        path = store.path + ".results"
    }

    /// The path of the log with a secret name.
    public func path(of result: JobID) -> String { "\(path)/\(result).zip" }

    /// Creates the folder, where it does not exist, for its owner alone: the names of the logs in it are secret.
    func make() throws(FileError) {
        guard mkdir(path, 0o700) == 0 else {
            let code = errno
            var status = stat()
            if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
            throw FileError(path: path, doing: "create", code: code)
        }
        try AtomicFile.syncFolder(of: path)
    }

    /// Removes a log, if it is there.
    public func remove(_ result: JobID) {
        unlink(path(of: result))
    }

    /// Removes the oldest log, whatever its state in the store; false where there is none.
    func removeOldest() -> Bool {
        let times = names().filter { $0.hasSuffix(".zip") }.compactMap { name in
            var status = stat()
            return stat("\(path)/\(name)", &status) == 0 ? (name, status.st_mtim.tv_sec) : nil
        }
        guard let oldest = times.min(by: { $0.1 < $1.1 }) else { return false }
        return unlink("\(path)/\(oldest.0)") == 0
    }

    /// Makes two logs share one file, where their bytes are the same.
    func share(_ result: JobID, with other: JobID) {
        guard file(of: result) != file(of: other),
            FileManager.default.contentsEqual(atPath: path(of: result), andPath: path(of: other))
        else { return }
        let temporary = path(of: result) + ".tmp" + JobID.random().description
        guard link(path(of: other), temporary) == 0 else { return }
        if rename(temporary, path(of: result)) != 0 { unlink(temporary) }
    }

    /// The inode of a log's file; nil where it is not there.
    func file(of result: JobID) -> UInt64? {
        var status = stat()
        return stat(path(of: result), &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// The space on the store's disk; nil where the system does not report it.
    var space: DiskSpace? { DiskSpace(at: FilePlace.folder(of: path)) }

    /// Removes the logs without a job, and unfinished files of killed processes.
    ///
    /// - Parameter inUse: returns the names of the jobs' logs. It is called after the folder was read: a log is written
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

    /// Whether the process that wrote a temporary file is gone: it held a lock as long as it lived.
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
