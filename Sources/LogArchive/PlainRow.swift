import TrackingLog

/// A row that can be read in one way only, found in one pass over its bytes.
///
/// Plain is a row of one line with 8 or 6 columns, each either without a quote or enclosed with every inner quote
/// doubled, and no place where PHP's undoubled `\"` would read differently. All else is left to ``RowReadings``.
struct PlainRow {
    /// Where the fields stand, without their enclosing quotes.
    var fields = InlineArray<8, TextRange>(repeating: .empty)
    /// How many fields there are.
    var count = 0
    /// A bit for each field that holds doubled quotes.
    var doubled: UInt8 = 0
    /// Whether some field is enclosed and begins with other than a quote, a separator or a line end.
    ///
    /// Such a line cannot lie inside a quoted field of an earlier row in any reading: its opening quote would close
    /// that field and be followed by text. The end of such a line is therefore the end of a row, whatever came before.
    var isEvident = false
    /// The offset after the row's line end.
    var end = 0

    /// - Parameters:
    ///   - start: where a record begins.
    ///   - limit: the end of the text, which ends a row as a line end does.
    init?(in text: Span<UInt8>, at start: Int, limit: Int) {
        var position = start
        while true {
            let next: Int
            if position < limit, text[position] == CSVDialect.quote {
                guard let close = PlainRow.closing(in: text, from: position + 1, limit: limit) else { return nil }
                fields[count] = TextRange(start: position + 1, count: close.offset - position - 1)
                if close.sawDoubled { doubled |= 1 << UInt8(count) }
                if close.offset > position + 1 {
                    let first = text[position + 1]
                    isEvident =
                        isEvident
                        || (first != CSVDialect.quote && first != CSVDialect.separator && first != lineFeed
                            && first != carriageReturn)
                }
                next = close.offset + 1
            } else {
                var index = position
                while index < limit, !PlainRow.endsUnquoted(text[index]) { index += 1 }
                if index < limit, text[index] == CSVDialect.quote { return nil }
                fields[count] = TextRange(start: position, count: index - position)
                next = index
            }
            count += 1
            if next < limit, text[next] == CSVDialect.separator {
                guard count < 8 else { return nil }
                position = next + 1
                continue
            }
            guard let end = PlainRow.lineEnd(in: text, at: next, limit: limit) else { return nil }
            self.end = end
            break
        }
        guard count == 8 || count == Column.oldestCount else { return nil }
    }

    @inline(__always)
    private static func endsUnquoted(_ byte: UInt8) -> Bool {
        byte == CSVDialect.separator || byte == lineFeed || byte == CSVDialect.quote || byte == carriageReturn
    }

    /// The quote that closes a field, from the field's first byte on; nil where the row is not plain.
    @inline(__always)
    private static func closing(
        in text: Span<UInt8>, from start: Int, limit: Int
    ) -> (offset: Int, sawDoubled: Bool)? {
        var index = start
        var sawDoubled = false
        while true {
            while index < limit, text[index] != CSVDialect.quote {
                if text[index] == lineFeed { return nil }
                index += 1
            }
            guard index < limit else { return nil }
            let followsBackslash = index > start && text[index - 1] == backslash
            if followsBackslash {
                // `\""` before text is a doubled quote to everyone; any other run of quotes here has two readings.
                var end = index
                while end < limit, text[end] == CSVDialect.quote { end += 1 }
                guard (end - index) % 2 == 0, end < limit, !endsUnquoted(text[end]) else { return nil }
                index = end
                sawDoubled = true
            } else if index + 1 < limit, text[index + 1] == CSVDialect.quote {
                index += 2
                sawDoubled = true
            } else {
                return (index, sawDoubled)
            }
        }
    }

    /// The offset after a line end (LF, CR LF, or the end of the text); nil where there is none.
    @inline(__always)
    private static func lineEnd(in text: Span<UInt8>, at offset: Int, limit: Int) -> Int? {
        guard offset < limit else { return limit }
        if text[offset] == lineFeed { return offset + 1 }
        guard text[offset] == carriageReturn else { return nil }
        if offset + 1 == limit { return limit }
        return text[offset + 1] == lineFeed ? offset + 2 : nil
    }
}

let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")
let backslash = UInt8(ascii: "\\")
