import TrackingLog

@testable import LogArchive

/// ``RowInterpreter`` by trying every reading, one after the other: what the search for the right one is held against.
struct EnumeratedReadings {
    let zone: LocalZone?
    private let parser = CSVParser()

    /// How many quotes that may close a field are tried both ways, at most: 2ⁿ readings.
    private static let maximumDoubtful = 8
    /// The longest row, in bytes, for which doubtful quotes are tried both ways.
    private static let longestDoubtful = 1 << 16

    init(zone: LocalZone?) {
        self.zone = zone
    }

    typealias Outcome = RowInterpreter.Outcome

    /// Reads the row that begins at an offset.
    ///
    /// - Parameters:
    ///   - text: the text up to its last byte; `isFinal` tells whether the file ends there.
    func read(_ text: Span<UInt8>, at start: Int, isFinal: Bool) -> Outcome {
        var fallback: RowReading?

        /// Whether a reading settles the matter; keeps the first with a payload of other text.
        func settles(_ reading: RowReading) -> Bool {
            guard reading.fault(zone: zone) == nil else { return false }
            if reading.hasFittingPayload { return true }
            if fallback == nil { fallback = reading }
            return false
        }

        let strict = parse(text, at: start, isFinal: isFinal, undoubling: nil)
        if case .row(let reading) = strict.outcome, settles(reading) { return .row(reading) }
        // Nothing less likely is settled for while a likelier reading may still come true.
        if case .open = strict.outcome { return .open }

        if holdsBackslashQuote(text.extracting(start..<start + strict.length)) {
            let first = parse(text, at: start, isFinal: isFinal, undoubling: 0)
            if case .row(var reading) = first.outcome {
                reading.undoEscapes()
                if settles(reading) { return .row(reading) }
            }
            if case .open = first.outcome { return .open }
            let doubtful = min(first.doubtful, EnumeratedReadings.maximumDoubtful)
            if doubtful > 0, first.length <= EnumeratedReadings.longestDoubtful {
                for closings in 1..<UInt32(1) << UInt32(doubtful) {
                    let attempt = parse(text, at: start, isFinal: isFinal, undoubling: closings)
                    if case .row(let reading) = attempt.outcome, settles(reading) { return .row(reading) }
                    if case .open = attempt.outcome { return .open }
                }
            }
        }
        if var loose = looseLine(text, at: start), !loose.hasFields(of: fallback) {
            loose.undoEscapes()
            if settles(loose) { return .row(loose) }
        }
        if let open = openPayloadLine(text, at: start), settles(open) { return .row(open) }
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
        /// How many bytes were looked at.
        var length: Int
        /// How many quotes after a backslash may also close a field.
        var doubtful = 0
    }

    /// Has libcsv read a row, line by line.
    ///
    /// - Parameter undoubling: nil to read RFC 4180; else a quote that follows a backslash counts as text, except
    ///   the doubtful ones whose bit is set here: those close their field.
    private func parse(_ text: Span<UInt8>, at start: Int, isFinal: Bool, undoubling: UInt32?) -> Attempt {
        parser.reset()
        var attempt = Attempt(outcome: .open, length: 0)
        var lineStart = start
        var rewritten: [UInt8] = []
        while lineStart < text.count {
            let lineEnd = text.endOfLine(from: lineStart)
            let line = text.extracting(lineStart..<lineEnd)
            let state: CSVParser.Outcome
            if let undoubling {
                rewritten.removeAll(keepingCapacity: true)
                attempt.doubtful = double(line, closings: undoubling, doubtful: attempt.doubtful, into: &rewritten)
                state = parser.feed(rewritten.span)
            } else {
                state = parser.feed(line)
            }
            lineStart = lineEnd
            attempt.length = lineStart - start
            switch state {
            case .row:
                attempt.outcome = .row(
                    RowReading(text: parser.text, ends: parser.ends, end: lineStart, layout: .either))
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
            case .row: .row(RowReading(text: parser.text, ends: parser.ends, end: lineStart, layout: .either))
            case .open, .malformed: .fault(.openQuote)
            }
        return attempt
    }

    /// Copies a line, doubling each quote that follows a backslash and is to count as text.
    ///
    /// - Returns: the number of doubtful quotes so far.
    private func double(
        _ line: Span<UInt8>, closings: UInt32, doubtful: Int, into rewritten: inout [UInt8]
    ) -> Int {
        var doubtful = doubtful
        for index in line.indices {
            rewritten.append(line[index])
            guard index > 0, line[index] == CSVDialect.quote, line[index - 1] == .backslash else { continue }
            let next = index + 1 < line.count ? line[index + 1] : .lineFeed
            if next == CSVDialect.separator || next == .lineFeed || next == .carriageReturn {
                doubtful += 1
                if doubtful <= EnumeratedReadings.maximumDoubtful, closings & 1 << UInt32(doubtful - 1) != 0 {
                    continue
                }
            }
            rewritten.append(CSVDialect.quote)
        }
        return doubtful
    }

    private func holdsBackslashQuote(_ text: Span<UInt8>) -> Bool {
        for index in text.indices.dropFirst() where text[index] == CSVDialect.quote && text[index - 1] == .backslash {
            return true
        }
        return false
    }

    // MARK: - One line, quotes at will

    /// The line split at separators outside enclosed fields; other quotes are text.
    private func looseLine(_ text: Span<UInt8>, at start: Int) -> RowReading? {
        guard let (reading, next) = looseFields(text, at: start, most: 8), next == nil else { return nil }
        return reading
    }

    /// The line with all that follows the seventh separator as its payload, where that is JSON.
    private func openPayloadLine(_ text: Span<UInt8>, at start: Int) -> RowReading? {
        guard case (var reading, let next?)? = looseFields(text, at: start, most: 7) else { return nil }
        let rest = text.extracting(next..<text.content(start..<text.endOfLine(from: start)).upperBound)
        guard let first = rest.indices.first(where: { !RowLayout.either.isSpace(rest[$0]) }),
            rest[first] != CSVDialect.quote, JSONText.isValid(rest)
        else { return nil }
        for index in rest.indices { reading.text.append(rest[index]) }
        reading.ends.append(reading.text.count)
        return reading
    }

    /// Up to `most` fields of the line, and where the text after them begins; nil there where nothing follows.
    private func looseFields(_ text: Span<UInt8>, at start: Int, most: Int) -> (RowReading, next: Int?)? {
        let end = text.content(start..<text.endOfLine(from: start)).upperBound
        var reading = RowReading(text: [], ends: [], end: text.endOfLine(from: start), layout: .either)
        var index = start
        while reading.count < most {
            while index < end, RowLayout.either.isSpace(text[index]) { index += 1 }
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
                while index < end, RowLayout.either.isSpace(text[index]) { index += 1 }
                guard index == end || text[index] == CSVDialect.separator else { return nil }
            } else {
                var field: [UInt8] = []
                while index < end, text[index] != CSVDialect.separator {
                    field.append(text[index])
                    index += 1
                }
                while let last = field.last, RowLayout.either.isSpace(last) { field.removeLast() }
                reading.text += field
            }
            reading.ends.append(reading.text.count)
            guard index < end else { return (reading, nil) }
            index += 1
        }
        return (reading, index)
    }
}
