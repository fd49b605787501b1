import TrackingLog

extension Span<UInt8> {
    /// Whether the text begins with UTF-8's byte order mark.
    var startsWithByteOrderMark: Bool {
        count >= 3 && self[0] == 0xEF && self[1] == 0xBB && self[2] == 0xBF
    }

    /// The offset after the first line end at or after an offset, or the end of the text.
    func endOfLine(from start: Int) -> Int {
        firstOffset(of: .lineFeed, from: start).map { $0 + 1 } ?? count
    }

    /// A line's range without its line end.
    func content(_ line: Range<Int>) -> Range<Int> {
        var end = line.upperBound
        if end > line.lowerBound, self[end - 1] == .lineFeed { end -= 1 }
        if end > line.lowerBound, self[end - 1] == .carriageReturn { end -= 1 }
        return line.lowerBound..<end
    }

    /// Whether it holds nothing but spaces and tabs.
    var isBlank: Bool {
        for index in indices where self[index] != .space && self[index] != .tab {
            return false
        }
        return true
    }

    /// How many line ends there are.
    var lineEnds: Int { occurrences(of: .lineFeed, before: count) }
}
