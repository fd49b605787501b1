import CByteMasks
import TrackingLog

/// Finds where the fields of plain rows end, 64 bytes at a time.
///
/// It looks at each byte once, ahead over many rows. What is no plain row may mislead it about the quotes that follow, so
/// after one it begins anew.
///
/// A class: its memory serves text after text.
final class FieldEnds {
    /// The ends of the fields of the row that was found: separators, and last its line end or the text's end.
    private(set) var ends = InlineArray<8, Int>(repeating: 0)

    /// A bit for each byte from ``base`` on: whether a field ends there, and whether the row it is in is not plain.
    private var fieldEnds: UnsafeMutablePointer<UInt64>
    private var doubtful: UnsafeMutablePointer<UInt64>
    private var base = 0
    /// How many masks there are, of 64 bytes each, and how many may be.
    private var blocks = 0
    private var capacity = FieldEnds.most
    /// How many masks to make next.
    private var wanted = FieldEnds.fewest

    /// After a row that is not plain: so little is lost where none is.
    private static let fewest = 16
    /// The masks of 32 KiB of text, which stay in the processor's first cache.
    private static let most = 512

    init() {
        fieldEnds = .allocate(capacity: capacity)
        doubtful = .allocate(capacity: capacity)
    }

    deinit {
        fieldEnds.deallocate()
        doubtful.deallocate()
    }

    /// Forgets the text. Required before another one is read, and where the next row does not follow the last one found.
    func reset() {
        blocks = 0
        wanted = Self.fewest
    }

    /// Finds the ends of the fields of the row that begins at an offset.
    ///
    /// - Parameters:
    ///   - text: the text, whose end ends a row as a line end does.
    ///   - start: where the row begins.
    ///   - separator: what separates two fields.
    /// - Returns: how many fields it has; nil where the row is not plain, or has more than eight fields.
    @inline(__always)
    func find(in text: Span<UInt8>, at start: Int, _ separator: UInt8) -> Int? {
        if start < base || start >= base &+ blocks &* 64 { fill(text, from: start, separator) }
        while true {
            var block = (start &- base) >> 6
            let first = ~UInt64(0) &<< UInt64(truncatingIfNeeded: (start &- base) & 63)
            var mask = fieldEnds[block] & first
            var doubts = doubtful[block] & first
            var count = 0
            while true {
                while mask != 0 {
                    let end = base &+ block &* 64 &+ mask.trailingZeroBitCount
                    guard count < 8 else { return doubt() }
                    ends[count] = end
                    count &+= 1
                    if end >= text.count || text[unchecked: end] == .lineFeed {
                        // Doubts from there on are of the rows that follow.
                        guard doubts & (mask ^ (mask &- 1)) == 0 else { return doubt() }
                        return count
                    }
                    mask &= mask &- 1
                }
                if doubts != 0 { return doubt() }
                block &+= 1
                if block == blocks { break }
                mask = fieldEnds[block]
                doubts = doubtful[block]
            }
            if start == base { wanted = max(wanted, blocks * 2) }
            fill(text, from: start, separator)
        }
    }

    private func doubt() -> Int? {
        reset()
        return nil
    }

    /// Makes the masks of the text from a row's beginning on.
    private func fill(_ text: Span<UInt8>, from start: Int, _ separator: UInt8) {
        if wanted > capacity {
            fieldEnds.deallocate()
            doubtful.deallocate()
            capacity = wanted
            fieldEnds = .allocate(capacity: capacity)
            doubtful = .allocate(capacity: capacity)
        }
        base = start
        // A mask more is needed where the text ends at the end of one, and 64 bytes more where it does not end.
        let isEnd = text.count &- start < wanted &* 64
        let count = isEnd ? text.count &- start : (wanted &- 1) &* 64
        blocks = text.withUnsafeBufferPointer { bytes in
            guard let bytes = bytes.baseAddress else { return 0 }
            return csv_field_ends(bytes + start, count, isEnd ? 1 : 0, separator, fieldEnds, doubtful)
        }
        wanted = min(max(wanted * 2, Self.fewest), max(Self.most, wanted))
    }
}
