public import TrackingLog

/// What a night's CSV comes to, taken in as it is written or read: its hash, its rows' root, its counts.
public struct LogDigest: Sendable {
    /// The day whose recorded events it holds: earlier ones are late.
    public let day: Day
    /// The length so far, in bytes.
    public private(set) var bytes = 0
    /// How many rows so far; the header is none.
    public private(set) var rows = 0
    /// How many of them happened before the day.
    public private(set) var late = 0
    private var stream = HashStream()
    private var cutter = RowCutter()
    private var frontier = MerkleFrontier()
    private var counts = StatusCounts()
    private var sawHeader = false

    /// Of nothing yet.
    public init(day: Day) { self.day = day }

    /// The SHA-256 of all bytes so far.
    public var hash: LedgerHash { stream.finish() }
    /// The Merkle root over the rows that have ended.
    public var rowsRoot: LedgerHash { frontier.root }
    /// Whether a row was longer than any that is written: rows from there on are not counted.
    var hasOverlongRow: Bool { cutter.isOverlong }
    /// How many rows have which status.
    public var statuses: [String: Int] { counts.named }

    /// Takes the next bytes, cut anywhere.
    public mutating func append(_ piece: UnsafeRawBufferPointer) {
        append(piece) { _, _, _, _ in }
    }

    /// Takes the next bytes, cut anywhere.
    ///
    /// - Parameter visit: is given each line that ends in them: the row's number, from 1, or 0 of the header; its bytes
    ///   without the LF; its leaf hash; what it says, nil where it is not a row as we write it.
    mutating func append(
        _ piece: UnsafeRawBufferPointer,
        _ visit: (Int, UnsafeRawBufferPointer, LedgerHash?, WrittenRow?) -> Void
    ) {
        bytes += piece.count
        var pending = piece
        var cutter = RowCutter()
        swap(&cutter, &self.cutter)
        cutter.cut(piece) { take($0, &pending, visit) }
        swap(&cutter, &self.cutter)
        stream.append(pending)
    }

    /// Ends the text.
    ///
    /// - Returns: whether its last line ended in LF, as it has to.
    mutating func finish(_ visit: (Int, UnsafeRawBufferPointer, LedgerHash?, WrittenRow?) -> Void) -> Bool {
        var isWhole = true
        var cutter = cutter
        cutter.finish {
            isWhole = false
            var pending = UnsafeRawBufferPointer(start: nil, count: 0)
            take($0, &pending, visit)
        }
        return isWhole
    }

    /// Takes a line.
    ///
    /// - Parameter pending: what the stream has not taken yet of the piece at hand.
    private mutating func take(
        _ line: UnsafeRawBufferPointer, _ pending: inout UnsafeRawBufferPointer,
        _ visit: (Int, UnsafeRawBufferPointer, LedgerHash?, WrittenRow?) -> Void
    ) {
        guard sawHeader else {
            sawHeader = true
            return visit(0, line, nil, nil)
        }
        rows += 1
        let leaf = stream.leaf(line, taking: &pending)
        frontier.append(leaf)
        let row = WrittenRow(line)
        if let row {
            if row.time < day.start { late += 1 }
            counts.add(row[.status])
        }
        visit(rows, line, leaf, row)
    }
}
