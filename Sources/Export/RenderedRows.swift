import TrackingLog

/// The events of a batch as rows of a tracking log.
struct RenderedRows: Sendable {
    /// The rows, each with its LF.
    let text: [UInt8]
    /// The number of rows.
    let count: Int

    /// - Parameter omitted: the columns whose fields are empty.
    init(_ batch: EventBatch, without omitted: OmittedColumns = []) {
        func kept(_ field: TextRange, _ column: OmittedColumns) -> TextRange {
            omitted.contains(column) ? .empty : field
        }
        let source = batch.text.span
        var time = TimeText()
        text = [UInt8](unsafeUninitializedCapacity: RenderedRows.maximumBytes(for: batch)) { buffer, count in
            guard var place = buffer.baseAddress else { return }
            let start = place
            for row in batch.rows {
                place += time.write(row.time, at: place)
                place.write(row.trackingCode, of: source)
                place.write(kept(row.target, .target), of: source)
                place.write(kept(row.hwid, .hwid), of: source)
                place.write(row.statusWord, of: source)
                place.write(kept(row.description, .description), of: source)
                place.write(kept(row.appCode, .app), of: source)
                place.write(kept(row.payload, .payload), of: source)
                place.pointee = .lineFeed
                place += 1
            }
            count = place - start
        }
        count = batch.rows.count
    }

    /// The maximum length of the rows.
    private static func maximumBytes(for batch: EventBatch) -> Int {
        batch.rows.reduce(0) { sum, row in
            let fields =
                Int(row.trackingCode.count) + Int(row.target.count) + Int(row.hwid.count) + Int(row.statusWord.count)
                + Int(row.description.count) + Int(row.appCode.count) + Int(row.payload.count)
            // Every byte a quote, every field enclosed, and the time, the separators and the LF.
            return sum + 2 * fields + 7 * 3 + TimeText.count + 1
        }
    }
}

extension UnsafeMutablePointer<UInt8> {
    /// Writes a separator and a field, and moves behind them.
    fileprivate mutating func write(_ field: TextRange, of source: Span<UInt8>) {
        pointee = CSVDialect.separator
        self += 1
        self += CSVDialect.write(source.extracting(field.offsets), at: self)
    }
}

/// A time as a row's first field, kept for rows of the same second, which follow each other.
private struct TimeText {
    /// `"YYYY-MM-DD HH:MM:SS"`, in bytes.
    static let count = 21

    private var time: Timestamp?
    private var text: [UInt8] = []

    /// - Returns: the number of written bytes.
    mutating func write(_ time: Timestamp, at place: UnsafeMutablePointer<UInt8>) -> Int {
        if self.time != time {
            self.time = time
            text.removeAll(keepingCapacity: true)
            CSVDialect.appendTime(time, to: &text)
        }
        text.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { place.update(from: start, count: bytes.count) }
        }
        return text.count
    }
}
