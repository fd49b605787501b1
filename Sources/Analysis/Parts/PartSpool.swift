import Durability

/// Plain values that wait on disk, by the parts of their keys.
final class PartSpool<Record: BitwiseCopyable> {
    private let file: UnnamedFile
    private var length = 0
    /// By part, records that are not on disk yet.
    private var waiting: [[Record]]
    /// By part, where the others are.
    private var places = [[Range<Int>]](repeating: [], count: ShortKey.partCount)
    /// By part, how many there are.
    private(set) var counts = [Int](repeating: 0, count: ShortKey.partCount)

    /// The bytes of a part's records that wait in memory.
    private static var room: Int { 16 << 10 }
    private static var stride: Int { MemoryLayout<Record>.stride }

    init() throws(FileError) {
        file = try UnnamedFile()
        waiting = Array(repeating: [], count: ShortKey.partCount)
    }

    /// Appends a record to a part.
    func append(_ record: Record, to part: Int) throws(FileError) {
        waiting[part].append(record)
        counts[part] += 1
        if waiting[part].count * Self.stride >= Self.room { try flush(part) }
    }

    private func flush(_ part: Int) throws(FileError) {
        // Its memory serves the next ones.
        var records: [Record] = []
        swap(&records, &waiting[part])
        try file.write(records.span.bytes)
        let size = records.count * Self.stride
        places[part].append(length..<length + size)
        length += size
        records.removeAll(keepingCapacity: true)
        swap(&records, &waiting[part])
    }

    /// The records of a part, in their order.
    func records(of part: Int) throws(FileError) -> [Record] {
        var failure: FileError?
        let records = [Record](unsafeUninitializedCapacity: counts[part]) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            var place = 0
            do throws(FileError) {
                for range in places[part] {
                    try file.fill(
                        UnsafeMutableRawBufferPointer(rebasing: bytes[place..<place + range.count]),
                        from: range.lowerBound)
                    place += range.count
                }
            } catch {
                failure = error
                return
            }
            for record in waiting[part] {
                bytes.storeBytes(of: record, toByteOffset: place, as: Record.self)
                place += Self.stride
            }
            count = counts[part]
        }
        if let failure { throw failure }
        return records
    }

    /// Reads a part from its beginning.
    func cursor(_ part: Int) -> Cursor { Cursor(spool: self, part: part) }

    /// Records of one part, one after the other, some kilobytes in memory.
    struct Cursor {
        private let spool: PartSpool
        private let part: Int
        private var piece = 0
        private var records: [Record] = []
        private var next = 0

        fileprivate init(spool: PartSpool, part: Int) {
            self.spool = spool
            self.part = part
        }

        /// The next record; there must be one.
        mutating func read() throws(FileError) -> Record {
            if next == records.count {
                records = try spool.piece(piece, of: part)
                piece += 1
                next = 0
            }
            next += 1
            return records[next - 1]
        }
    }

    private func piece(_ number: Int, of part: Int) throws(FileError) -> [Record] {
        guard number < places[part].count else { return waiting[part] }
        let place = places[part][number]
        var failure: FileError?
        let records = [Record](unsafeUninitializedCapacity: place.count / Self.stride) { buffer, count in
            do throws(FileError) {
                try file.fill(UnsafeMutableRawBufferPointer(buffer), from: place.lowerBound)
                count = place.count / Self.stride
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return records
    }
}
