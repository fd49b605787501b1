/// The unpacked columns of a section, at places that do not move.
final class TallyColumns: @unchecked Sendable {
    private let columns: [UnsafeMutableRawBufferPointer]

    init(_ columns: [[UInt8]]) {
        self.columns = columns.map { column in
            let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(column.count, 1), alignment: 1)
            bytes.copyBytes(from: column)
            return UnsafeMutableRawBufferPointer(rebasing: bytes[..<column.count])
        }
    }

    deinit { for column in columns { column.deallocate() } }

    /// The bytes of a column.
    subscript(column: TallyFormat.Column) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(columns[column.rawValue]) }
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
