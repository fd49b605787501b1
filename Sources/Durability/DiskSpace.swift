import Glibc

/// The space on a disk.
public struct DiskSpace: Hashable, Sendable {
    /// The bytes that a process without privileges may still write.
    public var free: Int
    /// The size of the disk in bytes.
    public var total: Int

    /// The space on the disk of a path; nil where the system does not report it.
    public init?(at path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        free = Int(status.f_bavail) * Int(status.f_frsize)
        total = Int(status.f_blocks) * Int(status.f_frsize)
    }
}
