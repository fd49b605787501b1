public import TrackingLog
public import TransparencyLog

/// The hash, rows root and counts of a night's CSV.
///
/// Computed as the CSV is written or read.
public struct LogDigest: Sendable {
    /// The night: events before this day are late.
    public let day: Day
    /// The length so far, in bytes.
    public private(set) var bytes = 0
    /// The number of rows so far, without the header.
    public private(set) var rows = 0
    /// The number of rows before the day.
    public private(set) var late = 0
    private var stream = HashStream()
    private var splitter = RowSplitter()
    private var frontier = MerkleFrontier()
    private var counts = StatusCounts()
    private var sawHeader = false

    /// A digest of no bytes yet.
    public init(day: Day) { self.day = day }

    /// The SHA-256 of all bytes so far.
    public var hash: SHA256Hash { stream.finish() }
    /// The Merkle root over the complete rows.
    public var rowsRoot: SHA256Hash { frontier.root }
    /// Whether a row exceeded the maximum length: rows from there on are not counted.
    var hasOverlongRow: Bool { splitter.isOverlong }
    /// The number of rows by status.
    public var statuses: [String: Int] { counts.named }

    /// Appends the next bytes, cut anywhere.
    public mutating func append(_ piece: UnsafeRawBufferPointer) {
        append(piece) { _, _, _, _ in }
    }

    /// Appends the next bytes, cut anywhere.
    ///
    /// - Parameter visit: called with each line that ends in the bytes: the row's number, from 1, or 0 for the header; its
    ///   bytes without the LF; its leaf hash; the row, nil if it is not canonical.
    mutating func append(
        _ piece: UnsafeRawBufferPointer,
        _ visit: (Int, UnsafeRawBufferPointer, SHA256Hash?, CanonicalRow?) -> Void
    ) {
        bytes += piece.count
        var pending = piece
        var splitter = RowSplitter()
        swap(&splitter, &self.splitter)
        splitter.split(piece) { append(line: $0, &pending, visit) }
        swap(&splitter, &self.splitter)
        stream.append(pending)
    }

    /// Finishes the text.
    ///
    /// - Returns: whether the last line ended in LF, as it must.
    mutating func finish(_ visit: (Int, UnsafeRawBufferPointer, SHA256Hash?, CanonicalRow?) -> Void) -> Bool {
        var isTerminated = true
        var splitter = splitter
        splitter.finish {
            isTerminated = false
            var pending = UnsafeRawBufferPointer(start: nil, count: 0)
            append(line: $0, &pending, visit)
        }
        return isTerminated
    }

    /// Appends a line.
    ///
    /// - Parameter pending: the bytes of the piece that the stream does not have yet.
    private mutating func append(
        line: UnsafeRawBufferPointer, _ pending: inout UnsafeRawBufferPointer,
        _ visit: (Int, UnsafeRawBufferPointer, SHA256Hash?, CanonicalRow?) -> Void
    ) {
        guard sawHeader else {
            sawHeader = true
            return visit(0, line, nil, nil)
        }
        rows += 1
        let leaf = stream.leaf(line, appending: &pending)
        frontier.append(leaf)
        let row = CanonicalRow(line)
        if let row {
            if row.time < day.start { late += 1 }
            counts.add(row[.status])
        }
        visit(rows, line, leaf, row)
    }
}
