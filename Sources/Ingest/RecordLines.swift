import TrackingLog

/// Finds records in a text by the lines that they begin on, in order.
struct RecordLines {
    private let text: [UInt8]
    private var start = 0
    private var line = 0

    init(_ text: [UInt8]) { self.text = text }

    /// The record that begins on a line, without its line end. Lines count from 0, and never go back.
    mutating func record(onLine wanted: Int) -> Range<Int> {
        while line < wanted, let end = text[start...].firstIndex(of: .lineFeed) {
            start = end + 1
            line += 1
        }
        // A field of CSV that is enclosed may hold line ends; an object of NDJSON holds none.
        let isObject = text[start...].first { $0 != .space && $0 != .tab } == .openBrace
        var isEnclosed = false
        for index in start..<text.count {
            if text[index] == .quote { isEnclosed.toggle() }
            if text[index] == .lineFeed, isObject || !isEnclosed {
                let end = index > start && text[index - 1] == .carriageReturn ? index - 1 : index
                return start..<end
            }
        }
        return start..<text.count
    }
}
