import TrackingLog

/// The events of a batch as rows of a tracking log.
struct RenderedRows: Sendable {
    /// The rows, each with its LF.
    let text: [UInt8]
    /// How many rows.
    let count: Int

    init(_ batch: EventBatch) {
        let source = batch.text.span
        var time = SpelledTime()
        text = [UInt8](unsafeUninitializedCapacity: RenderedRows.mostBytes(for: batch)) { buffer, count in
            guard var place = buffer.baseAddress else { return }
            let start = place
            for row in batch.rows {
                place += time.spell(row.time, at: place)
                place.spell(row.trackingCode, of: source)
                place.spell(row.target, of: source)
                place.spell(row.hwid, of: source)
                place.spell(row.statusWord, of: source)
                place.spell(row.description, of: source)
                place.spell(row.appCode, of: source)
                place.spell(row.payload, of: source)
                place.pointee = .lineFeed
                place += 1
            }
            count = place - start
        }
        count = batch.rows.count
    }

    /// The most that the rows can come to.
    private static func mostBytes(for batch: EventBatch) -> Int {
        batch.rows.reduce(0) { sum, row in
            let fields =
                Int(row.trackingCode.count) + Int(row.target.count) + Int(row.hwid.count) + Int(row.statusWord.count)
                + Int(row.description.count) + Int(row.appCode.count) + Int(row.payload.count)
            // Every byte a quote, every field enclosed, and the time, the separators and the LF.
            return sum + 2 * fields + 7 * 3 + SpelledTime.count + 1
        }
    }
}

extension UnsafeMutablePointer<UInt8> {
    /// Spells a separator and a field, and moves on behind them.
    fileprivate mutating func spell(_ field: TextRange, of source: Span<UInt8>) {
        pointee = CSVDialect.separator
        self += 1
        self += CSVDialect.write(source.extracting(field.offsets), at: self)
    }
}

/// A time as a row's first field: rows of the same second follow each other.
private struct SpelledTime {
    /// `"YYYY-MM-DD HH:MM:SS"`, in bytes.
    static let count = 21

    private var time: Timestamp?
    private var text: [UInt8] = []

    /// - Returns: how many bytes were written.
    mutating func spell(_ time: Timestamp, at place: UnsafeMutablePointer<UInt8>) -> Int {
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
