import TrackingLog

/// Reads a row that is not plain, by trying the ways that it may have been written in.
///
/// In this order, the first that yields a row's columns, a time, a code and a status, and a payload that is JSON or
/// empty, is the row; otherwise the first with any other payload:
/// 1. RFC 4180, strictly.
/// 2. PHP's `fputcsv` with its default escape character, which leaves a quote that follows a backslash undoubled.
///    Where such a quote is before a separator or a line end it may also close the field: ``ClosingSearch`` finds
///    the reading that fits, where there is one. Spark, MySQL and pandas write a backslash before every quote; where
///    only that makes the payload JSON, it is undone.
/// 3. One line with free quotes in fields that are not enclosed, where that gives other fields.
/// 4. One line whose last column is a payload of unquoted JSON, whatever separators it holds.
///
/// The first two may span lines. Both refuse text after a closing quote, which is what keeps a row that was cut off
/// inside a quoted field from swallowing the good rows after it.
struct RowInterpreter {
    let zone: LocalZone?
    let layout: RowLayout
    private let parser: CSVParser

    /// - Parameters:
    ///   - zone: the zone of times that name none.
    ///   - layout: how rows are laid out.
    init(zone: LocalZone?, layout: RowLayout) {
        self.zone = zone
        self.layout = layout
        parser = CSVParser(separator: layout.separator)
    }

    enum Outcome {
        case row(RowReading)
        case fault(RowFault)
        /// The text ends within a quoted field: more of it may make a row.
        case open
    }

    /// Reads the row that begins at an offset.
    ///
    /// - Parameters:
    ///   - text: the text up to its last byte.
    ///   - isFinal: whether the file ends there.
    func read(_ text: Span<UInt8>, at start: Int, isFinal: Bool) -> Outcome {
        var fallback: RowReading?

        /// Whether a reading is the row; keeps the first with a payload of other text.
        func isRow(_ reading: RowReading) -> Bool {
            guard reading.fault(zone: zone) == nil else { return false }
            if reading.hasFittingPayload { return true }
            if fallback == nil { fallback = reading }
            return false
        }

        let strict = parse(text, at: start, isFinal: isFinal)
        if case .row(let reading) = strict.outcome, isRow(reading) { return .row(reading) }
        // No less likely reading is taken while a likelier one may still be completed.
        if case .open = strict.outcome { return .open }

        if holdsBackslashQuote(text.extracting(start..<start + strict.length)) {
            let first = parse(text, at: start, isFinal: isFinal, closing: 0)
            if case .row(var reading) = first.outcome {
                reading.undoEscapes()
                if isRow(reading) { return .row(reading) }
            }
            if case .open = first.outcome { return .open }
            let quotes = doubtfulQuotes(text, start..<start + first.length)
            // The search takes the payload for the last field.
            if !quotes.isEmpty, layout.isInOwnOrder || layout.endsInPayload && layout.width <= Column.allCases.count {
                let search = ClosingSearch(
                    text, at: start, quotes: quotes, layout: layout, zone: zone, isFinal: isFinal)
                for candidate in search.candidates where candidate.closings != 0 {
                    if let open = search.open, open < candidate.closings { return .open }
                    guard fallback == nil || search.hasFittingPayload(candidate, text) else { continue }
                    let attempt = parse(text, at: start, isFinal: isFinal, closing: candidate.closings, of: quotes)
                    if case .row(let reading) = attempt.outcome, isRow(reading) { return .row(reading) }
                }
                if search.open != nil { return .open }
                // What was found is not taken, since there may be a better one.
                if search.isOverBudget { return .fault(.tooDoubtful) }
            }
        }
        if var loose = looseLine(text, at: start), !loose.hasFields(of: fallback) {
            loose.undoEscapes()
            if isRow(loose) { return .row(loose) }
        }
        if let open = openPayloadLine(text, at: start), isRow(open) { return .row(open) }
        if let fallback { return .row(fallback) }
        switch strict.outcome {
        case .row(let reading): return .fault(reading.fault(zone: zone) ?? .strayQuote)
        case .open: return .fault(.openQuote)
        case .fault(let fault): return .fault(fault)
        }
    }

    // MARK: - Enclosed fields, by libcsv

    private struct Attempt {
        var outcome: Outcome
        /// How many bytes were read.
        var length: Int
    }

    /// Reads a row by libcsv, line by line.
    ///
    /// - Parameters:
    ///   - closings: nil to read RFC 4180. Otherwise a quote after a backslash is text, except the doubtful ones whose bit is
    ///     set here, which close their field.
    ///   - quotes: the offsets of the doubtful ones.
    private func parse(
        _ text: Span<UInt8>, at start: Int, isFinal: Bool, closing closings: UInt64? = nil, of quotes: [Int] = []
    ) -> Attempt {
        parser.reset()
        var attempt = Attempt(outcome: .open, length: 0)
        var lineStart = start
        var rewritten: [UInt8] = []
        let closing = quotes.indices.filter { $0 < 64 && (closings ?? 0) & 1 << UInt64($0) != 0 }.map { quotes[$0] }
        while lineStart < text.count {
            let line = lineStart..<text.endOfLine(from: lineStart)
            let state: CSVParser.Outcome
            if closings != nil {
                rewritten.removeAll(keepingCapacity: true)
                double(text, line, but: closing, into: &rewritten)
                state = parser.feed(rewritten.span)
            } else {
                state = parser.feed(text.extracting(line))
            }
            lineStart = line.upperBound
            attempt.length = lineStart - start
            switch state {
            case .row:
                attempt.outcome = .row(RowReading(text: parser.text, ends: parser.ends, end: lineStart, layout: layout))
                return attempt
            case .malformed:
                attempt.outcome = .fault(.strayQuote)
                return attempt
            case .open: continue
            }
        }
        guard isFinal else { return attempt }
        attempt.outcome =
            switch parser.finish() {
            case .row: .row(RowReading(text: parser.text, ends: parser.ends, end: lineStart, layout: layout))
            case .open, .malformed: .fault(.openQuote)
            }
        return attempt
    }

    /// Copies a line, doubling each quote that follows a backslash and does not close its field.
    private func double(_ text: Span<UInt8>, _ line: Range<Int>, but closing: [Int], into rewritten: inout [UInt8]) {
        let text = text.extracting(0..<line.upperBound)
        var position = line.lowerBound
        while let quote = text.firstOffset(of: CSVDialect.quote, from: position) {
            text.extracting(position..<quote + 1).withUnsafeBufferPointer { rewritten.append(contentsOf: $0) }
            if quote > line.lowerBound, text[quote - 1] == .backslash, !closing.contains(quote) {
                rewritten.append(CSVDialect.quote)
            }
            position = quote + 1
        }
        text.extracting(position..<text.count).withUnsafeBufferPointer { rewritten.append(contentsOf: $0) }
    }

    /// The quotes between a backslash and a separator or a line end: each may be text, or close its field.
    private func doubtfulQuotes(_ text: Span<UInt8>, _ range: Range<Int>) -> [Int] {
        let text = text.extracting(0..<range.upperBound)
        var quotes: [Int] = []
        var position = range.lowerBound + 1
        while let quote = text.firstOffset(of: CSVDialect.quote, from: position) {
            position = quote + 1
            guard text[quote - 1] == .backslash else { continue }
            let next = position < text.count ? text[position] : .lineFeed
            if next == layout.separator || next == .lineFeed || next == .carriageReturn { quotes.append(quote) }
        }
        return quotes
    }

    private func holdsBackslashQuote(_ text: Span<UInt8>) -> Bool {
        var position = 1
        while let quote = text.firstOffset(of: CSVDialect.quote, from: position) {
            if text[quote - 1] == .backslash { return true }
            position = quote + 1
        }
        return false
    }

    // MARK: - One line, free quotes

    /// The line split at separators outside enclosed fields; other quotes are text.
    private func looseLine(_ text: Span<UInt8>, at start: Int) -> RowReading? {
        guard let (reading, next) = looseFields(text, at: start, most: layout.width), next == nil else { return nil }
        return reading
    }

    /// The line with everything after its last separator but the payload's own as its payload, if that is JSON.
    private func openPayloadLine(_ text: Span<UInt8>, at start: Int) -> RowReading? {
        guard layout.endsInPayload,
            case (var reading, let next?)? = looseFields(text, at: start, most: layout.width - 1)
        else { return nil }
        let rest = text.extracting(next..<text.content(start..<text.endOfLine(from: start)).upperBound)
        // A quote at its beginning encloses the field, and is none of JSON's.
        guard let first = rest.indices.first(where: { !layout.isSpace(rest[$0]) }), rest[first] != CSVDialect.quote,
            JSONText.isValid(rest)
        else { return nil }
        for index in rest.indices { reading.text.append(rest[index]) }
        reading.ends.append(reading.text.count)
        return reading
    }

    /// Up to `most` fields of the line, and where the text after them begins; nil there where nothing follows.
    private func looseFields(_ text: Span<UInt8>, at start: Int, most: Int) -> (RowReading, next: Int?)? {
        let end = text.content(start..<text.endOfLine(from: start)).upperBound
        var reading = RowReading(text: [], ends: [], end: text.endOfLine(from: start), layout: layout)
        var index = start
        while reading.count < most {
            while index < end, layout.isSpace(text[index]) { index += 1 }
            if index < end, text[index] == CSVDialect.quote {
                index += 1
                while true {
                    guard index < end else { return nil }
                    if text[index] == CSVDialect.quote {
                        guard index + 1 < end, text[index + 1] == CSVDialect.quote else { break }
                        index += 1
                    }
                    reading.text.append(text[index])
                    index += 1
                }
                index += 1
                while index < end, layout.isSpace(text[index]) { index += 1 }
                guard index == end || text[index] == layout.separator else { return nil }
            } else {
                let fieldStart = reading.text.count
                while index < end, text[index] != layout.separator {
                    reading.text.append(text[index])
                    index += 1
                }
                while reading.text.count > fieldStart, let last = reading.text.last, layout.isSpace(last) {
                    reading.text.removeLast()
                }
            }
            reading.ends.append(reading.text.count)
            guard index < end else { return (reading, nil) }
            index += 1
        }
        return (reading, index)
    }
}
