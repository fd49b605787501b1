/// Disk space that is kept free of logs.
public struct SpaceReserve: Hashable, Sendable {
    private let bytes: Int
    private let part: Int

    /// A number of bytes.
    public init(bytes: Int) {
        self.bytes = bytes
        part = 1
    }

    /// The default: 1 GiB, but at most a quarter of the disk.
    public init() {
        bytes = 1 << 30
        part = 4
    }

    /// Whether this much space is free.
    func isFree(_ free: Int, of total: Int) -> Bool { free >= min(bytes, part == 1 ? bytes : total / part) }
}
