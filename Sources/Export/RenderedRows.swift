import TrackingLog

/// The events of a batch as rows of a tracking log.
struct RenderedRows: Sendable {
    /// The rows, each with its LF.
    private(set) var text: [UInt8] = []
    /// How many rows.
    let count: Int

    init(_ batch: EventBatch) {
        count = batch.rows.count
        text.reserveCapacity(batch.rows.count * 400)
        var time = SpelledTime()
        let source = batch.text.span
        for row in batch.rows {
            time.append(row.time, to: &text)
            append(row.trackingCode, of: source)
            append(row.target, of: source)
            append(row.hwid, of: source)
            append(row.statusWord, of: source)
            append(row.description, of: source)
            append(row.appCode, of: source)
            append(row.payload, of: source)
            text.append(UInt8(ascii: "\n"))
        }
    }

    private mutating func append(_ field: TextRange, of source: Span<UInt8>) {
        text.append(CSVDialect.separator)
        CSVDialect.appendField(source.extracting(field.offsets), to: &text)
    }
}

/// A time as a row's first field: rows of the same second follow each other.
private struct SpelledTime {
    private var time: Timestamp?
    private var text: [UInt8] = []

    mutating func append(_ time: Timestamp, to row: inout [UInt8]) {
        if self.time != time {
            self.time = time
            text.removeAll(keepingCapacity: true)
            CSVDialect.appendTime(time, to: &text)
        }
        row.append(contentsOf: text)
    }
}
