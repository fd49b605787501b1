import TrackingLog

/// A row that can be read in one way only.
///
/// Plain is a row of one line with at most 8 columns, each either without a quote and spaces around it or enclosed with
/// every inner quote doubled, and no place where PHP's undoubled `\"` would read differently. ``FieldEnds`` finds them;
/// all others are left to ``RowInterpreter``.
struct PlainRow {
    /// The places of the fields, by their column, without their enclosing quotes.
    var fields = InlineArray<8, TextRange>(repeating: TextRange(start: 0, count: 0))
    /// The number of fields.
    var count = 0
    /// A bit for each field that may hold doubled quotes: all that do, and long enclosed ones that do not.
    var doubled: UInt8 = 0
    /// Whether some field is enclosed and begins with other than a quote, a separator, a space or a line end.
    ///
    /// Such a line cannot lie inside a quoted field of an earlier row in any reading: its opening quote would close
    /// that field and be followed by text. The end of such a line is therefore the end of a row, whatever came before.
    var isEvident = false
    /// The offset after the row's line end.
    var end = 0

    /// - Parameters:
    ///   - text: the text, whose end ends a row as a line end does.
    ///   - start: where a record begins.
    ///   - layout: how the text's rows are laid out.
    ///   - ends: finds the ends of the text's fields.
    @inline(__always)
    init?(in text: Span<UInt8>, at start: Int, layout: RowLayout, _ ends: FieldEnds) {
        guard let count = ends.find(in: text, at: start, layout.separator), layout.accepts(count) else { return nil }
        self.count = count
        var position = start
        for index in 0..<count &- 1 {
            guard setField(index, in: text, position, ends.ends[index], layout.separator) else { return nil }
            position = ends.ends[index] &+ 1
        }
        let last = ends.ends[count &- 1]
        end = min(last &+ 1, text.count)
        let isReturn = last > position && text[last &- 1] == .carriageReturn
        guard setField(count &- 1, in: text, position, isReturn ? last &- 1 : last, layout.separator) else {
            return nil
        }
        if !layout.isInOwnOrder { order(by: layout) }
    }

    /// Notes the place of a field, whose quotes are known to be right.
    ///
    /// - Returns: false where the row is not plain.
    @inline(__always)
    private mutating func setField(_ index: Int, in text: Span<UInt8>, _ start: Int, _ end: Int, _ separator: UInt8)
        -> Bool
    {
        guard start < end else {
            fields[index] = TextRange(start: start, count: 0)
            return true
        }
        let first = text[start]
        guard first == CSVDialect.quote else {
            fields[index] = TextRange(start: start, count: end &- start)
            // What is around a field is no part of it: `RowInterpreter` leaves it out.
            if first <= .space || text[end &- 1] <= .space { return false }
            // MySQL's `\N`: see ``RowReading/field(_:)``.
            return first != .backslash || end &- start != 2
        }
        fields[index] = TextRange(start: start &+ 1, count: end &- start &- 2)
        guard end &- start > 2 else { return true }
        let inner = text[start &+ 1]
        // `\N` again: libcsv does not say what was enclosed.
        if inner == .backslash, end &- start == 4 { return false }
        isEvident = isEvident || (inner != CSVDialect.quote && inner != separator && inner > .space)
        // A long field is most likely a payload, and full of quotes.
        if end &- start > PlainRow.long || text.has(CSVDialect.quote, from: start &+ 1, to: end &- 1) {
            doubled |= 1 &<< UInt8(index)
        }
        return true
    }

    /// A longer field is taken to hold quotes without a look.
    private static let long = 48

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
}
