import TrackingLog
import TransparencyLog

/// The rows root and counts of a night's CSV.
///
/// Computed as the CSV is written or read.
struct LogDigest {
    /// The night: events before this day are late.
    let day: Day
    /// The length so far, in bytes.
    private(set) var bytes = 0
    /// The number of rows so far, without the header.
    private(set) var rows = 0
    /// The number of rows before the day.
    private(set) var late = 0
    private var splitter = RowSplitter()
    private var leaves: RowLeaves?
    private var frontier = MerkleFrontier()
    private var counts = StatusCounts()
    private var sawHeader = false

    /// A digest of no bytes yet.
    ///
    /// - Parameters:
    ///   - day: the night.
    ///   - salts: the salts of its rows; without them there is no root.
    ///   - erased: the rows that were erased, if any were.
    init(day: Day, salts: NightSalts?, erased: ErasedRows? = nil) {
        self.day = day
        leaves = salts.map { RowLeaves($0, erased: erased) }
    }

    /// The Merkle root over the complete rows; nil without salts.
    var rowsRoot: SHA256Hash? {
        guard var leaves else { return nil }
        var frontier = frontier
        leaves.finish { frontier.append($0) }
        return frontier.root
    }
    /// The number of rows that no salt is known of.
    var unsalted: Int { leaves?.unsalted ?? 0 }
    /// The number of erased rows whose salt is known.
    var unforgotten: Int { leaves?.unforgotten ?? 0 }
    /// Whether a row exceeded the maximum length: rows from there on are not counted.
    var hasOverlongRow: Bool { splitter.isOverlong }
    /// The number of rows by status.
    var statuses: [String: Int] { counts.named }

    /// Appends the next bytes, cut anywhere.
    ///
    /// - Parameter visit: called with each line that ends in the bytes: the row's number, from 1, or 0 for the header; its
    ///   bytes without the LF; the row, nil if it is not canonical.
    mutating func append(
        _ piece: UnsafeRawBufferPointer, _ visit: (Int, UnsafeRawBufferPointer, CanonicalRow?) -> Void
    ) {
        bytes += piece.count
        var splitter = RowSplitter()
        swap(&splitter, &self.splitter)
        splitter.split(piece) { append(line: $0, visit) }
        swap(&splitter, &self.splitter)
    }

    /// Finishes the text.
    ///
    /// - Returns: whether the last line ended in LF, as it must.
    mutating func finish(_ visit: (Int, UnsafeRawBufferPointer, CanonicalRow?) -> Void) -> Bool {
        var isTerminated = true
        var splitter = splitter
        splitter.finish {
            isTerminated = false
            append(line: $0, visit)
        }
        return isTerminated
    }

    private mutating func append(
        line: UnsafeRawBufferPointer, _ visit: (Int, UnsafeRawBufferPointer, CanonicalRow?) -> Void
    ) {
        guard sawHeader else {
            sawHeader = true
            return visit(0, line, nil)
        }
        rows += 1
        let row = CanonicalRow(line)
        leaves?.append(row, line) { frontier.append($0) }
        if let row {
            if row.time < day.start { late += 1 }
            counts.add(row[.status])
        }
        visit(rows, line, row)
    }
}
