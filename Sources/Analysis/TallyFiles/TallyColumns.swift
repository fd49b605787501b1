import LogArchive

/// The unpacked columns of a section, at places that do not move.
final class TallyColumns: @unchecked Sendable {
    private let block: UnsafeMutableRawBufferPointer
    private let columns: [UnsafeRawBufferPointer]

    /// Unpacks a section.
    ///
    /// - Parameter count: the number of columns that it must have.
    init(_ section: PackedSection, count: Int) throws(ReadingFault) {
        let broken = ReadingFault.damagedTally("the columns of \(section.place), cannot be unpacked")
        guard let lengths = Self.lengths(section.content, count) else { throw broken }
        let block = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, lengths.reduce(0) { $0 + $1.count }), alignment: 1)
        let isComplete = section.content.withUnsafeBytes { content in
            var pieces: [(packed: UnsafeRawBufferPointer, bytes: UnsafeMutableRawBufferPointer)] = []
            var (start, end) = (content.count - lengths.reduce(0) { $0 + $1.packed }, 0)
            for (count, packed) in lengths {
                if count > 0 {
                    pieces.append(
                        (
                            UnsafeRawBufferPointer(rebasing: content[start..<start + packed]),
                            UnsafeMutableRawBufferPointer(rebasing: block[end..<end + count])
                        ))
                }
                (start, end) = (start + packed, end + count)
            }
            do throws(PackedBytes.Fault) {
                try PackedBytes.unpack(pieces)
                return true
            } catch {
                return false
            }
        }
        guard isComplete else {
            block.deallocate()
            throw broken
        }
        var end = 0
        columns = lengths.map { count, _ in
            end += count
            return UnsafeRawBufferPointer(rebasing: block[end - count..<end])
        }
        self.block = block
    }

    deinit { block.deallocate() }

    /// The lengths of columns, unpacked and packed; nil where these are not the section's.
    private static func lengths(_ content: [UInt8], _ count: Int) -> [(count: Int, packed: Int)]? {
        content.withUnsafeBytes { content in
            var reader = ColumnReader(content)
            guard reader.next() == UInt64(count) else { return nil }
            var lengths: [(count: Int, packed: Int)] = []
            var (all, packed) = (0, 0)
            for _ in 0..<count {
                let (long, short) = (reader.next(), reader.next())
                guard long <= TallyFormat.longestSection, short <= content.count, (long == 0) == (short == 0) else {
                    return nil
                }
                lengths.append((Int(long), Int(short)))
                (all, packed) = (all + Int(long), packed + Int(short))
            }
            _ = reader.next(UInt64(packed))
            return reader.isComplete && all <= 2 * TallyFormat.longestSection ? lengths : nil
        }
    }

    /// A copy of the bytes of a column, by its place.
    func bytes(_ place: Int) -> [UInt8] { withExtendedLifetime(self) { Array(columns[place]) } }

    /// The bytes of a column, as long as this is there.
    subscript(column: TallyFormat.Column) -> UnsafeRawBufferPointer { columns[column.rawValue] }
}

/// Reads all columns of a section side by side.
struct TallyColumnReaders: ~Copyable {
    private let readers: UnsafeMutablePointer<ColumnReader>
    private static let count = TallyFormat.Column.allCases.count

    /// - Parameter columns: must outlive the readers.
    init(_ columns: TallyColumns) {
        readers = .allocate(capacity: Self.count)
        for column in TallyFormat.Column.allCases {
            (readers + column.rawValue).initialize(to: ColumnReader(columns[column]))
        }
    }

    deinit {
        readers.deinitialize(count: Self.count)
        readers.deallocate()
    }

    /// The reader of a column.
    @inline(__always)
    subscript(column: TallyFormat.Column) -> UnsafeMutablePointer<ColumnReader> { readers + column.rawValue }

    /// The first of some columns that was not read to its end, or was too short; nil where there is none.
    func incomplete(_ columns: [TallyFormat.Column]) -> TallyFormat.Column? {
        columns.first { !self[$0].pointee.isComplete }
    }
}
