/// Space on the disk that no log takes.
public struct SpaceReserve: Hashable, Sendable {
    private let bytes: Int
    private let part: Int

    /// So many bytes.
    public init(bytes: Int) {
        self.bytes = bytes
        part = 1
    }

    /// What is usual: 1 GiB, but no more than a quarter of the disk.
    public init() {
        bytes = 1 << 30
        part = 4
    }

    /// Whether as much is free.
    func isFree(_ free: Int, of total: Int) -> Bool { free >= min(bytes, part == 1 ? bytes : total / part) }
}
