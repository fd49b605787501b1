import CByteMasks
import TrackingLog

/// Splits CSV text into rows, piece by piece: at each LF after an even number of quotes.
///
/// In the log's own dialect this is exactly the end of a row, and for any other bytes it is a rule that everyone can
/// follow: the hashes of the rows depend on it.
struct RowSplitter {
    /// The maximum length in bytes of a row that spans pieces.
    ///
    /// It exceeds that of the longest record that is read (64 MiB) with each byte a doubled quote.
    static let maximumRow = 130 << 20

    /// Whether a row exceeded the maximum: nothing from that row on is split.
    private(set) var isOverlong = false
    private let maximum: Int
    /// The beginning of a row that continues in the next piece.
    private var carry: [UInt8] = []
    /// Whether an odd number of quotes has come so far.
    private var isQuoted = false

    init(maximum: Int = RowSplitter.maximumRow) { self.maximum = maximum }

    /// Splits the next piece.
    ///
    /// - Parameter body: called with each row that ends in the piece, without its LF.
    mutating func split(_ piece: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        var start = 0
        var index = 0
        while index < piece.count, !isOverlong {
            let (quotes, feeds) = Self.masks(piece, at: index)
            var ends = feeds
            while ends != 0 {
                let bit = ends.trailingZeroBitCount
                ends &= ends - 1
                let before = quotes & (1 << UInt64(bit) - 1)
                if (before.nonzeroBitCount & 1 == 1) != isQuoted { continue }
                finishRow(UnsafeRawBufferPointer(rebasing: piece[start..<index + bit]), body)
                start = index + bit + 1
            }
            if quotes.nonzeroBitCount & 1 == 1 { isQuoted.toggle() }
            index += 64
        }
        if start < piece.count { keep(piece[start...]) }
    }

    private mutating func keep(_ part: Slice<UnsafeRawBufferPointer>) {
        isOverlong = isOverlong || carry.count + part.count > maximum
        if isOverlong { carry = [] } else { carry.append(contentsOf: part) }
    }

    /// Finishes the text.
    ///
    /// - Parameter body: called with the last row if no LF ends it.
    mutating func finish(_ body: (UnsafeRawBufferPointer) -> Void) {
        guard !carry.isEmpty else { return }
        carry.withUnsafeBytes(body)
        carry = []
    }

    private mutating func finishRow(_ rest: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        guard !carry.isEmpty else { return body(rest) }
        carry.append(contentsOf: rest)
        carry.withUnsafeBytes(body)
        carry.removeAll(keepingCapacity: true)
    }

    /// The quotes and LFs among the next 64 bytes, or fewer at the end.
    @inline(__always)
    private static func masks(_ piece: UnsafeRawBufferPointer, at index: Int) -> (quotes: UInt64, feeds: UInt64) {
        let (quote, feed) = (UInt8.quote, UInt8.lineFeed)
        if index + 64 <= piece.count, let base = piece.baseAddress {
            let bytes = (base + index).assumingMemoryBound(to: UInt8.self)
            return (bytes_equal_64(bytes, quote), bytes_equal_64(bytes, feed))
        }
        var masks: (quotes: UInt64, feeds: UInt64) = (0, 0)
        for offset in 0..<piece.count - index {
            if piece[index + offset] == quote { masks.quotes |= 1 << UInt64(offset) }
            if piece[index + offset] == feed { masks.feeds |= 1 << UInt64(offset) }
        }
        return masks
    }
}
