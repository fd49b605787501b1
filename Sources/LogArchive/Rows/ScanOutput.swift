import TrackingLog

/// What a scanner makes of a text: rows, rejects, and the text of fields that had to be decoded, which is to follow
/// the text that was scanned.
struct ScanOutput {
    /// Where the decoded text will begin in the batch's text.
    let offset: Int
    var rows: [EventRow] = []
    var rejects: [Reject] = []
    var decoded: [UInt8] = []
    /// Whether the text is not UTF-8 throughout: each record has to be looked at then.
    var isSuspect = false

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
    /// Whether they are UTF-8 is asked once for all of them. What is decoded from them is UTF-8 where they are: it is cut
    /// at ASCII characters alone.
    ///
    /// - Returns: what the scanner returns.
    mutating func scan<Result>(count: Int, _ scanner: (Span<UInt8>, inout ScanOutput) -> Result) -> Result {
        var output = ScanOutput(offset: text.count)
        output.isSuspect = !text.span.extracting(0..<count).isUTF8
        swap(&output.rows, &rows)
        swap(&output.rejects, &rejects)
        let result = scanner(text.span.extracting(0..<count), &output)
        swap(&output.rows, &rows)
        swap(&output.rejects, &rejects)
        text.append(contentsOf: output.decoded)
        return result
    }
}
