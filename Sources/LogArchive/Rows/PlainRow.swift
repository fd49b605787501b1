import TrackingLog

/// A row that can be read in one way only, found in one pass over its bytes.
///
/// Plain is a row of one line with at most 8 columns, each either without a quote and spaces around it or enclosed with
/// every inner quote doubled, and no place where PHP's undoubled `\"` would read differently. All others are left to
/// ``RowInterpreter``.
struct PlainRow {
    /// The places of the fields, by their column, without their enclosing quotes.
    var fields = InlineArray<8, TextRange>(repeating: TextRange(start: 0, count: 0))
    /// The number of fields.
    var count = 0
    /// A bit for each field that holds doubled quotes.
    var doubled: UInt8 = 0
    /// Whether some field is enclosed and begins with other than a quote, a separator, a space or a line end.
    ///
    /// Such a line cannot lie inside a quoted field of an earlier row in any reading: its opening quote would close
    /// that field and be followed by text. The end of such a line is therefore the end of a row, whatever came before.
    var isEvident = false
    /// The offset after the row's line end.
    var end = 0

    /// - Parameters:
    ///   - start: where a record begins.
    ///   - limit: the end of the text, which ends a row as a line end does.
    ///   - layout: how the text's rows are laid out.
    init?(in text: Span<UInt8>, at start: Int, limit: Int, layout: RowLayout) {
        let text = text.extracting(0..<limit)
        end = text.endOfLine(from: start)
        let line = text.content(start..<end)
        // libcsv decides what a CR within the line belongs to.
        guard text.extracting(0..<line.upperBound).firstOffset(of: .carriageReturn, from: start) == nil else {
            return nil
        }
        let separator = layout.separator
        var position = start
        while true {
            guard count < 8, let next = addField(in: text, at: position, end: line.upperBound, separator) else {
                return nil
            }
            if next == line.upperBound { break }
            position = next + 1
        }
        guard layout.accepts(count) else { return nil }
        if !layout.isInOwnOrder { order(by: layout) }
    }

    /// Puts the fields in the order of the columns.
    private mutating func order(by layout: RowLayout) {
        let (written, wereDoubled) = (fields, doubled)
        doubled = 0
        for column in Column.allCases {
            let place = layout.place(of: column)
            fields[column.rawValue] = place < count ? written[place] : .empty
            if place < count, wereDoubled & 1 << UInt8(place) != 0 { doubled |= 1 << UInt8(column.rawValue) }
        }
    }

    /// What is not UTF-8 in a row of a text that is not; nil where all of it is.
    func encodingFault(in text: Span<UInt8>) -> RowFault? {
        for column in Column.allCases {
            guard let offset = text.firstFault(in: fields[column.rawValue].offsets) else { continue }
            return .notUTF8(column.name, text[offset])
        }
        return nil
    }

    /// Reads the field that begins at an offset.
    ///
    /// - Returns: the offset of the separator after it, or the line's end; nil where the row is not plain.
    private mutating func addField(in text: Span<UInt8>, at start: Int, end: Int, _ separator: UInt8) -> Int? {
        guard start < end, text[start] == CSVDialect.quote else {
            let next = text.firstOffset(of: separator, or: CSVDialect.quote, from: start, to: end)
            if next < end, text[next] == CSVDialect.quote { return nil }
            // What is around a field is no part of it: `RowInterpreter` leaves it out.
            if next > start, text[start] <= .space || text[next - 1] <= .space { return nil }
            // MySQL's `\N`: see ``RowReading/field(_:)``.
            if next - start == 2, text[start] == .backslash { return nil }
            fields[count] = TextRange(start: start, count: next - start)
            count += 1
            return next
        }
        let close: Int
        if count == Column.payload.rawValue, end - start > 16, text[end - 1] == CSVDialect.quote,
            QuotePairs.fill(text, from: start + 1, to: end - 1, separator: separator)
        {
            close = end - 1
            doubled |= 1 << UInt8(count)
        } else {
            guard let found = PlainRow.closing(in: text, from: start + 1, to: end, separator) else { return nil }
            close = found.offset
            if found.sawDoubled { doubled |= 1 << UInt8(count) }
        }
        let next = close + 1
        guard next == end || text[next] == separator else { return nil }
        fields[count] = TextRange(start: start + 1, count: close - start - 1)
        count += 1
        if close > start + 1 {
            let first = text[start + 1]
            isEvident = isEvident || (first != CSVDialect.quote && first != separator && first > .space)
        }
        return next
    }

    /// The quote that closes a field, from the field's first byte on; nil where the row is not plain.
    private static func closing(
        in text: Span<UInt8>, from start: Int, to end: Int, _ separator: UInt8
    ) -> (offset: Int, sawDoubled: Bool)? {
        var index = start
        var sawDoubled = false
        while true {
            while index < end, text[index] != CSVDialect.quote { index += 1 }
            guard index < end else { return nil }
            if index > start, text[index - 1] == .backslash {
                // `\""` before text is a doubled quote to everyone; any other run of quotes here has two readings.
                var runEnd = index
                while runEnd < end, text[runEnd] == CSVDialect.quote { runEnd += 1 }
                guard (runEnd - index) % 2 == 0, runEnd < end, text[runEnd] != separator else { return nil }
                index = runEnd
                sawDoubled = true
            } else if index + 1 < end, text[index + 1] == CSVDialect.quote {
                index += 2
                sawDoubled = true
            } else {
                return (index, sawDoubled)
            }
        }
    }
}
