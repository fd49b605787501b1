import TrackingLog

/// Follows RFC 4180's fields through a text as libcsv does in strict mode, without copying any: a quote that follows a
/// backslash is text, as PHP's `fputcsv` writes it.
///
/// ``ClosingSearch`` asks it which readings there are; the one that is taken is then read by libcsv itself.
struct FieldMachine {
    enum State {
        case rowBegin
        case fieldBegin
        case plain
        case enclosed
        /// Behind a quote in an enclosed field: it closes the field, unless a second one follows.
        case quote
        /// Behind that and a space or CR: only a separator or a line end can follow.
        case closed
    }

    /// The place of a field's content.
    struct Field {
        /// Where it begins; nil where it began before the machine was started.
        var start: Int?
        var end: Int
        var isEnclosed: Bool
    }

    /// How a run ended.
    enum Ending {
        /// Within an enclosed field, at the limit. The beginning is nil for the field that the run began in.
        case inside(start: Int?)
        /// The row ended; the offset after its line end.
        case row(Int)
        /// The text breaks RFC 4180 there.
        case malformed
        /// The text ended within the row.
        case open
    }

    /// No row that is searched has more fields: what follows does not matter.
    static let maximumFields = 9

    /// Whether the run passed the quote `more` within an enclosed field.
    private(set) var sawMore = false
    /// The fields that ended in the run.
    private(set) var fields: [Field] = []
    private let layout: RowLayout
    private var state: State
    private var start: Int?
    private var end: Int

    /// - Parameters:
    ///   - state: where the run begins: at a row, within an enclosed field, or behind the quote that closes it.
    ///   - layout: what separates the fields.
    ///   - end: the end of the field's content, if it is closed already.
    init(_ state: State, _ layout: RowLayout, end: Int = 0) {
        self.state = state
        self.layout = layout
        self.end = end
    }

    /// Runs to an offset, or to the end of the row.
    ///
    /// - Parameters:
    ///   - rowStart: where the row begins: the quote there follows nothing.
    ///   - limit: the offset of a quote in question; nil to go on.
    ///   - more: the offset of a quote to watch for: see ``sawMore``.
    ///   - isFinal: whether the file ends with the text.
    mutating func run(
        _ text: Span<UInt8>, from position: Int, rowStart: Int, to limit: Int?, more: Int?, isFinal: Bool
    ) -> Ending {
        var index = position
        let stop = limit ?? text.count
        while index < stop {
            let byte = text[index]
            if byte == CSVDialect.quote, index > rowStart, text[index - 1] == .backslash {
                // libcsv gets it doubled; after a backslash it can only be text.
                guard state == .enclosed else { return .malformed }
                if index == more { sawMore = true }
                index += 1
                continue
            }
            if let ending = step(byte, at: index) { return ending }
            index += 1
        }
        if limit != nil { return state == .enclosed ? .inside(start: start) : .malformed }
        guard isFinal else { return .open }
        switch state {
        case .rowBegin, .enclosed: return .malformed
        case .fieldBegin: add(Field(start: index, end: index, isEnclosed: false))
        case .plain: add(Field(start: start, end: trimmed(text, index), isEnclosed: false))
        case .quote, .closed: add(Field(start: start, end: end, isEnclosed: true))
        }
        return .row(index)

        func trimmed(_ text: Span<UInt8>, _ end: Int) -> Int {
            var end = end
            while let start, end > start, layout.isSpace(text[end - 1]) { end -= 1 }
            return end
        }

        func step(_ byte: UInt8, at index: Int) -> Ending? {
            switch state {
            case .rowBegin, .fieldBegin:
                if byte == layout.separator {
                    add(Field(start: index, end: index, isEnclosed: false))
                    state = .fieldBegin
                } else if byte == .lineFeed {
                    // An empty line is no row.
                    guard state == .fieldBegin else { return nil }
                    add(Field(start: index, end: index, isEnclosed: false))
                    return .row(index + 1)
                } else if !layout.isSpace(byte) {
                    (state, start) = byte == CSVDialect.quote ? (.enclosed, index + 1) : (.plain, index)
                }
            case .plain:
                if byte == CSVDialect.quote { return .malformed }
                guard byte == layout.separator || byte == .lineFeed else { return nil }
                add(Field(start: start, end: trimmed(text, index), isEnclosed: false))
                if byte == .lineFeed { return .row(index + 1) }
                state = .fieldBegin
            case .enclosed:
                if byte == CSVDialect.quote { (state, end) = (.quote, index) }
            case .quote where byte == CSVDialect.quote: state = .enclosed
            case .quote, .closed:
                if byte == layout.separator || byte == .lineFeed {
                    add(Field(start: start, end: end, isEnclosed: true))
                    if byte == .lineFeed { return .row(index + 1) }
                    state = .fieldBegin
                } else {
                    guard layout.isSpace(byte) else { return .malformed }
                    state = .closed
                }
            }
            return nil
        }
    }

    private mutating func add(_ field: Field) {
        if fields.count < Self.maximumFields { fields.append(field) }
    }
}
