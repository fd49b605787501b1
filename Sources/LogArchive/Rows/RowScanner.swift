import TrackingLog

/// Turns CSV text into rows: plain ones in one pass, all others by ``RowInterpreter``.
///
/// A header further down, as in logs that were joined, says how the rows under it are laid out.
struct RowScanner {
    let zone: LocalZone?
    /// Whether there is one: asked for each row.
    private let hasZone: Bool
    let decodesPayloads: Bool
    /// How the next row is laid out.
    private(set) var layout: RowLayout
    private var interpreter: RowInterpreter
    private let ends = FieldEnds()
    private var times: MinuteMemo

    /// - Parameters:
    ///   - options: how logs are to be read.
    ///   - layout: how the rows of the text are laid out.
    init(options: ReadingOptions, layout: RowLayout) {
        zone = options.zone
        hasZone = options.zone != nil
        decodesPayloads = options.decodesPayloads
        self.layout = layout
        interpreter = RowInterpreter(zone: options.zone, layout: layout)
        times = MinuteMemo(zone: options.zone)
    }

    /// Reads the rows of a chunk of text into its batch.
    ///
    /// - Parameters:
    ///   - batch: its text is read up to `count`, and decoded fields are appended to it. Rows and rejects are added.
    ///   - count: the length of the text in bytes.
    ///   - isFirst: whether the file begins here, perhaps with a byte order mark.
    ///   - isFinal: whether no more text can follow; then every byte is used.
    /// - Returns: how many bytes were used: all, or those before a row that may go on.
    mutating func scan(_ batch: inout EventBatch, count: Int, isFirst: Bool, isFinal: Bool) -> Int {
        batch.headers = [BatchHeader(line: 0, text: layout.header)]
        return batch.scan(count: count) { scan($0, isFirst: isFirst, isFinal: isFinal, into: &$1) }
    }

    private mutating func scan(_ text: Span<UInt8>, isFirst: Bool, isFinal: Bool, into output: inout ScanOutput) -> Int
    {
        var position = isFirst && text.startsWithByteOrderMark ? 3 : 0
        var line = 0
        ends.reset()
        while position < text.count {
            if layout.isReadable, let plain = PlainRow(in: text, at: position, layout: layout, ends),
                let row = row(plain, line: line, in: text, into: &output)
            {
                if output.isSuspect(to: plain.end, of: text), let fault = plain.encodingFault(in: text) {
                    output.reject(fault.reason, line: line, text: text.content(position..<plain.end))
                } else {
                    output.rows.append(row)
                }
                line += 1
                position = plain.end
                continue
            }
            // The next row need not begin where this line ends.
            ends.reset()
            let lineEnd = text.endOfLine(from: position)
            let content = text.content(position..<lineEnd)
            if text.extracting(content).isBlank {
                position = lineEnd
                line += 1
                continue
            }
            if let header = HeaderLine(text.extracting(content)) {
                if header.layout == nil {
                    output.reject(RowFault.header(header.fault ?? "").reason, line: line, text: content)
                }
                let named = header.layout ?? .unreadable
                if !layout.covers(named) { use(named, fromLine: line, into: &output) }
                position = lineEnd
                line += 1
                continue
            }
            let isBeginning = isFirst && output.rows.isEmpty && output.rejects.isEmpty
            let isPreamble = isPreamble(content, in: text, before: lineEnd, isFirst: isBeginning)
            if isPreamble == nil, !isFinal { return position }
            if isPreamble == true {
                position = lineEnd
                line += 1
                continue
            }
            guard layout.isReadable else {
                output.reject(RowFault.unknownColumns.reason, line: line, text: content)
                position = lineEnd
                line += 1
                continue
            }
            switch interpreter.read(text, at: position, isFinal: isFinal) {
            case .row(let reading):
                if output.isSuspect(to: reading.end, of: text), let fault = reading.encodingFault {
                    output.reject(fault.reason, line: line, text: text.content(position..<reading.end))
                } else {
                    append(reading, line: line, to: &output)
                }
                line += reading.end == lineEnd ? 1 : text.extracting(position..<reading.end).lineEnds
                position = reading.end
            case .fault(let fault):
                output.reject(fault.reason(in: text.extracting(content)), line: line, text: content)
                position = lineEnd
                line += 1
            case .open:
                return position
            }
        }
        return position
    }

    /// Whether a line is none of the log's, but stands at the beginning of a file, or before a header further down.
    ///
    /// Elsewhere the first column of another order may hold such text.
    ///
    /// - Parameter isFirst: whether no record of the file stands before it.
    /// - Returns: nil where that depends on text to come.
    private func isPreamble(_ line: Range<Int>, in text: Span<UInt8>, before next: Int, isFirst: Bool) -> Bool? {
        guard PreambleLine(text.extracting(line)) != nil else { return false }
        guard !isFirst else { return true }
        guard next < text.count else { return nil }
        return HeaderLine(text.extracting(text.content(next..<text.endOfLine(from: next)))) != nil
    }

    private mutating func use(_ named: RowLayout, fromLine line: Int, into output: inout ScanOutput) {
        layout = named
        interpreter = RowInterpreter(zone: zone, layout: named)
        output.headers.append(BatchHeader(line: UInt32(truncatingIfNeeded: line), text: named.header))
    }

    /// A plain row as an event; nil where its time, code or status is invalid (``RowInterpreter`` then names the
    /// fault).
    private mutating func row(_ plain: PlainRow, line: Int, in text: Span<UInt8>, into output: inout ScanOutput)
        -> EventRow?
    {
        var fields = plain.fields
        let written = text.extracting(fields[0].offsets)
        guard let time = times.read(written), !fields[1].isEmpty, !fields[4].isEmpty else {
            return nil
        }
        // No known status holds a quote, so the raw field serves.
        let status = Status(text.extracting(fields[4].offsets)) ?? .other
        var isPayloadEscaped = false
        if plain.doubled != 0 {
            let payload = Column.payload.rawValue
            for index in 0..<fields.count where plain.doubled & 1 << UInt8(index) != 0 {
                if index == payload, !decodesPayloads {
                    isPayloadEscaped = true
                } else {
                    fields[index] = halve(text.extracting(fields[index].offsets), into: &output)
                }
            }
        }
        var row = EventRow(
            time: time, status: status, missing: layout.missing(of: plain.count, isTargetEmpty: fields[2].isEmpty),
            isPayloadEscaped: isPayloadEscaped,
            line: UInt32(truncatingIfNeeded: line),
            trackingCode: fields[1], target: fields[2], hwid: fields[3], statusWord: fields[4],
            description: fields[5], appCode: fields[6], payload: fields[7])
        if hasZone, let zone { row.occurrence = zone.occurrence(of: written) }
        return row
    }

    /// Appends a field with its doubled quotes made single, and returns its future place.
    private func halve(_ field: Span<UInt8>, into output: inout ScanOutput) -> TextRange {
        let start = output.decoded.count
        field.withUnsafeBytes { CSVDialect.appendHalvingQuotes(of: $0, to: &output.decoded) }
        return TextRange(start: output.offset + start, count: output.decoded.count - start)
    }

    private func append(_ reading: RowReading, line: Int, to output: inout ScanOutput) {
        let base = output.offset + output.decoded.count
        output.decoded.append(contentsOf: reading.text)
        func place(_ column: Column) -> TextRange {
            let range = reading.field(column)
            return range.isEmpty ? .empty : TextRange(start: base + range.lowerBound, count: range.count)
        }
        let text = reading.text.span
        guard let time = Timestamp(logged: text.extracting(reading.field(.timestamp)), zone: zone) else { return }
        var row = EventRow(
            time: time, status: Status(text.extracting(reading.field(.status))) ?? .other,
            missing: layout.missing(of: reading.count, isTargetEmpty: reading.field(.target).isEmpty),
            line: UInt32(truncatingIfNeeded: line),
            trackingCode: place(.trackingCode), target: place(.target), hwid: place(.hwid),
            statusWord: place(.status), description: place(.description), appCode: place(.appCode),
            payload: place(.payload))
        if let zone { row.occurrence = zone.occurrence(of: text.extracting(reading.field(.timestamp))) }
        output.rows.append(row)
    }
}
