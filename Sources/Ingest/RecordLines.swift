import TrackingLog

/// Finds records in a text by the lines that they begin on, in order.
struct RecordLines {
    private var rest: ArraySlice<UInt8>
    private var line = 0

    init(_ text: ArraySlice<UInt8>) { rest = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text }

    /// The record that begins on a line, without its line end. Lines count from 0, and never go back.
    mutating func record(onLine wanted: Int) -> Range<Int> {
        while line < wanted, let end = rest.firstIndex(of: .lineFeed) {
            rest = rest[(end + 1)...]
            line += 1
        }
        // A field of CSV that is enclosed may hold line ends; an object of NDJSON holds none.
        let isObject = rest.first { $0 != .space && $0 != .tab } == .openBrace
        var isEnclosed = false
        var end = rest.endIndex
        for index in rest.indices {
            if rest[index] == .quote { isEnclosed.toggle() }
            if rest[index] == .lineFeed, isObject || !isEnclosed {
                end = index
                break
            }
        }
        if end > rest.startIndex, rest[end - 1] == .carriageReturn { end -= 1 }
        return rest.startIndex..<end
    }
}
