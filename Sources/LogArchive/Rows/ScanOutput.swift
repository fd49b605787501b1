import TrackingLog

/// What a scanner makes of a text: rows, rejects and decoded fields, which follow the scanned text.
struct ScanOutput {
    /// Where the decoded text will begin in the batch's text.
    let offset: Int
    var rows: [EventRow] = []
    var rejects: [Reject] = []
    var decoded: [UInt8] = []
    var headers: [BatchHeader] = []
    /// Whether some of the text is not UTF-8: each record that ends after ``checked`` is then examined.
    private var isSuspect = false
    /// Up to where the text is known to be ASCII; its end once it is known to be UTF-8 or not.
    private var checked = 0

    init(offset: Int) { self.offset = offset }

    /// Whether a record may hold bytes that are not UTF-8.
    ///
    /// Call it for each record in order. The text is checked a piece at a time, which the scanner then finds in the
    /// processor's first cache.
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
    /// Scans the first `count` bytes of the text; rows and rejects are added to the batch's.
    ///
    /// Decoded fields are UTF-8 if the text is: it is cut only at ASCII characters.
    ///
    /// - Returns: what the scanner returns.
    mutating func scan<Result>(count: Int, _ scanner: (Span<UInt8>, inout ScanOutput) -> Result) -> Result {
        var output = ScanOutput(offset: text.count)
        swap(&output.rows, &rows)
        swap(&output.rejects, &rejects)
        swap(&output.headers, &headers)
        let result = scanner(text.span.extracting(0..<count), &output)
        swap(&output.rows, &rows)
        swap(&output.rejects, &rejects)
        swap(&output.headers, &headers)
        text.append(contentsOf: output.decoded)
        return result
    }
}
