import TrackingLog

/// A text that is compared byte by byte, as a log's rows are.
///
/// Strings have Unicode's order, and take texts for equal that only look alike.
struct ByteOrdered: Comparable, Hashable {
    var text: String

    static func == (left: ByteOrdered, right: ByteOrdered) -> Bool { left.text.isSame(as: right.text) }

    static func < (left: ByteOrdered, right: ByteOrdered) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
