import TrackingLog

/// What a scanner makes of a text: rows, rejects, and the text of fields that had to be decoded, which is to follow
/// the text that was scanned.
struct ScanOutput {
    /// Where the decoded text will begin in the batch's text.
    let offset: Int
    var rows: [EventRow] = []
    var rejects: [Reject] = []
    var decoded: [UInt8] = []

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
