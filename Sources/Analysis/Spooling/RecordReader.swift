import Durability

/// Reads records one after the other.
final class RecordReader {
    /// What was read of the file, or all records.
    private var buffer: UnsafeMutableRawBufferPointer
    /// What of the buffer is still to be passed on.
    private var rest: Range<Int>
    private let file: UnnamedFile?
    /// What of the file is still to be read.
    private var unread: Range<Int>

    private static let room = 128 << 10

    /// Records in a part of a file.
    init(_ file: UnnamedFile, _ part: Range<Int>) {
        self.file = file
        unread = part
        buffer = .allocate(byteCount: min(RecordReader.room, max(part.count, 1)), alignment: 16)
        rest = 0..<0
    }

    /// Records in memory.
    init(_ records: [UInt8]) {
        file = nil
        unread = 0..<0
        buffer = .allocate(byteCount: max(records.count, 1), alignment: 16)
        buffer.copyBytes(from: records)
        rest = 0..<records.count
    }

    deinit { buffer.deallocate() }

    /// The next record, valid until the one after it is asked for; nil at the end.
    func next() throws(FileError) -> UnsafeRawBufferPointer? {
        if rest.count < 4 {
            try fill(atLeast: 4)
            if rest.isEmpty { return nil }
        }
        let length = 4 + Int(buffer.loadUnaligned(fromByteOffset: rest.lowerBound, as: UInt32.self))
        if rest.count < length { try fill(atLeast: length) }
        let record = UnsafeRawBufferPointer(rebasing: buffer[rest.lowerBound + 4..<rest.lowerBound + length])
        rest = rest.lowerBound + length..<rest.upperBound
        return record
    }

    /// Moves the rest to the buffer's beginning, and reads on behind it.
    private func fill(atLeast count: Int) throws(FileError) {
        guard let file, !unread.isEmpty else { return }
        var larger = buffer
        if count > buffer.count { larger = .allocate(byteCount: count, alignment: 16) }
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[rest]))
        if count > buffer.count {
            buffer.deallocate()
            buffer = larger
        }
        let more = min(unread.count, buffer.count - rest.count)
        try file.fill(
            UnsafeMutableRawBufferPointer(rebasing: buffer[rest.count..<rest.count + more]), from: unread.lowerBound)
        unread = unread.lowerBound + more..<unread.upperBound
        rest = 0..<rest.count + more
    }
}
