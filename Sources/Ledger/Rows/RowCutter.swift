import CByteMasks
import TrackingLog

/// Cuts CSV text, as it comes, into rows: at each LF before which an even number of quotes stands.
///
/// In the log's own dialect that is exactly the end of a row, and of any bytes whatever it is a rule that everyone can
/// follow: the rows' hashes hang on it.
struct RowCutter {
    /// The longest row that may be cut by the ends of pieces, in bytes: more than the longest record that is read (64 MiB)
    /// can come to once each of its bytes is a doubled quote.
    static let longestRow = 130 << 20

    /// Whether a row was longer than allowed: nothing from that row on is cut.
    private(set) var isOverlong = false
    private let longest: Int
    /// The beginning of a row that goes on in the next piece.
    private var carry: [UInt8] = []
    /// Whether an odd number of quotes has come so far.
    private var isQuoted = false

    init(longest: Int = RowCutter.longestRow) { self.longest = longest }

    /// Cuts the next piece.
    ///
    /// - Parameter body: is given each row that ends in it, without its LF.
    mutating func cut(_ piece: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
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
                end(UnsafeRawBufferPointer(rebasing: piece[start..<index + bit]), body)
                start = index + bit + 1
            }
            if quotes.nonzeroBitCount & 1 == 1 { isQuoted.toggle() }
            index += 64
        }
        if start < piece.count { keep(piece[start...]) }
    }

    private mutating func keep(_ part: Slice<UnsafeRawBufferPointer>) {
        isOverlong = isOverlong || carry.count + part.count > longest
        if isOverlong { carry = [] } else { carry.append(contentsOf: part) }
    }

    /// Ends the text.
    ///
    /// - Parameter body: is given the last row where no LF ends it.
    mutating func finish(_ body: (UnsafeRawBufferPointer) -> Void) {
        guard !carry.isEmpty else { return }
        carry.withUnsafeBytes(body)
        carry = []
    }

    private mutating func end(_ rest: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        guard !carry.isEmpty else { return body(rest) }
        carry.append(contentsOf: rest)
        carry.withUnsafeBytes(body)
        carry.removeAll(keepingCapacity: true)
    }

    /// Which of the next 64 bytes, or of those that are left, are quotes and which LFs.
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
