import Durability
import Glibc
import TrackingLog

/// Sorts any number of records in bounded memory: runs of them in memory, and the runs in a file.
struct RecordSorter: ~Copyable {
    private struct Entry {
        /// The key's first eight bytes.
        let prefix: UInt64
        /// The record's place in ``bytes``.
        let start: UInt32
    }

    private let isDescending: Bool
    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    private var file: UnnamedFile?
    private var length = 0
    private var runs: [Range<Int>] = []

    /// The bytes that are sorted in memory.
    private let room: Int

    /// - Parameters:
    ///   - isDescending: whether the greatest key is first. Records of one key stay in the order of addition.
    ///   - room: the bytes that are sorted in memory.
    init(isDescending: Bool = false, room: Int = 8 << 20) {
        self.isDescending = isDescending
        self.room = room
    }

    /// Adds a record.
    ///
    /// - Parameter write: appends its key, in whose bytes' order it is sorted, then its content; returns the key's length.
    mutating func add(_ write: (inout [UInt8]) -> Int) throws(FileError) {
        if bytes.count >= room { try flush() }
        let start = bytes.count
        bytes.append(bytesOf: 0)
        bytes.append(bytesOf: 0)
        let key = write(&bytes)
        bytes.store(UInt32(bytes.count - start - 4), at: start)
        bytes.store(UInt32(key), at: start + 4)
        let prefix = bytes.withUnsafeBytes { SortedRecord(UnsafeRawBufferPointer(rebasing: $0[(start + 4)...])).prefix }
        entries.append(Entry(prefix: prefix, start: UInt32(start)))
    }

    /// The sorted runs; merged, they are all records in order.
    consuming func sorted() throws(FileError) -> [RecordReader] {
        guard let file else { return entries.isEmpty ? [] : [RecordReader(run())] }
        try flush()
        return runs.map { RecordReader(file, $0) }
    }

    private mutating func flush() throws(FileError) {
        guard !entries.isEmpty else { return }
        if file == nil { file = try UnnamedFile() }
        let run = run()
        try file?.write(run.span.bytes)
        runs.append(length..<length + run.count)
        length += run.count
    }

    /// The records in memory, in order. They are forgotten.
    private mutating func run() -> [UInt8] {
        var run: [UInt8] = []
        run.reserveCapacity(bytes.count)
        bytes.withUnsafeBytes { bytes in
            entries.sort { left, right in
                if left.prefix != right.prefix { return (left.prefix < right.prefix) != isDescending }
                let order = SortedRecord(at: left.start, of: bytes).order(SortedRecord(at: right.start, of: bytes))
                return order == 0 ? left.start < right.start : (order < 0) != isDescending
            }
            for entry in entries {
                let start = Int(entry.start)
                let end = start + 4 + Int(bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
                run.append(text: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            }
        }
        bytes.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        return run
    }
}

/// A record of a ``RecordSorter``: its key's length, its key, its content.
struct SortedRecord {
    private let record: UnsafeRawBufferPointer

    init(_ record: UnsafeRawBufferPointer) { self.record = record }

    /// The record at a place, with its length before it.
    fileprivate init(at start: UInt32, of bytes: UnsafeRawBufferPointer) {
        let length = Int(bytes.loadUnaligned(fromByteOffset: Int(start), as: UInt32.self))
        record = UnsafeRawBufferPointer(rebasing: bytes[Int(start) + 4..<Int(start) + 4 + length])
    }

    private var keyLength: Int { Int(record.loadUnaligned(as: UInt32.self)) }
    private var key: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: record[4..<4 + keyLength]) }

    /// What stands behind the key.
    var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: record[(4 + keyLength)...]) }

    /// The first eight bytes of the key, to compare at once.
    var prefix: UInt64 {
        let key = key
        if key.count >= 8 { return UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)) }
        return key.enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64(56 - 8 * $1.offset) }
    }

    /// Below 0 if the key precedes another in byte order, above 0 if it follows it.
    func order(_ other: SortedRecord) -> Int {
        let (mine, theirs) = (key, other.key)
        let common = min(mine.count, theirs.count)
        if common > 0, let left = mine.baseAddress, let right = theirs.baseAddress {
            let order = memcmp(left, right, common)
            if order != 0 { return Int(order) }
        }
        return mine.count - theirs.count
    }
}
