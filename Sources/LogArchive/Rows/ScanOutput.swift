import TrackingLog

/// What a scanner makes of a text: rows, rejects, and the text of fields that had to be decoded, which is to follow
/// the text that was scanned.
struct ScanOutput {
    /// Where the decoded text will begin in the batch's text.
    let offset: Int
    var rows: [EventRow] = []
    var rejects: [Reject] = []
    var decoded: [UInt8] = []
    /// Whether the text is not UTF-8 throughout: each record that ends after ``checked`` has to be looked at then.
    private var isSuspect = false
    /// Up to where the text is known to be ASCII, or, at its end, to be UTF-8 or not.
    private var checked = 0

    init(offset: Int) { self.offset = offset }

    /// Whether a record has to be looked at for what is not UTF-8 in it.
    ///
    /// Asked of each record in its order. A stretch of text is looked at a piece at a time, which the scanner then finds in
    /// the processor's first cache.
    ///
    /// - Parameter end: where the record ends.
    @inline(__always)
    mutating func isSuspect(to end: Int, of text: Span<UInt8>) -> Bool {
        if end > checked { check(text, to: end) }
        return isSuspect
    }

    private mutating func check(_ text: Span<UInt8>, to end: Int) {
        while checked < end {
            let piece = min(checked + 16_384, text.count)
            let start = checked
            checked += text.extracting(start..<piece).asciiPrefix
            if checked < piece {
                isSuspect = !text.extracting(checked..<text.count).isUTF8
                checked = text.count
            }
        }
    }

    mutating func reject(_ reason: String, line: Int, text: Range<Int>) {
        rejects.append(
            Reject(
                line: UInt32(truncatingIfNeeded: line), reason: reason,
                text: TextRange(start: text.lowerBound, count: text.count)))
    }
}

extension EventBatch {
    /// Has a scanner read the first `count` bytes of the text; its rows and rejects are added to the batch's.
    ///
    /// What is decoded from them is UTF-8 where they are: it is cut at ASCII characters alone.
    ///
    /// - Returns: what the scanner returns.
    mutating func scan<Result>(count: Int, _ scanner: (Span<UInt8>, inout ScanOutput) -> Result) -> Result {
        var output = ScanOutput(offset: text.count)
        swap(&output.rows, &rows)
        swap(&output.rejects, &rejects)
        let result = scanner(text.span.extracting(0..<count), &output)
        swap(&output.rows, &rows)
        swap(&output.rejects, &rejects)
        text.append(contentsOf: output.decoded)
        return result
    }
}
