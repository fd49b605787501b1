import TrackingLog

/// The fields of one row in one reading.
struct RowReading {
    /// The fields' text, one after the other.
    var text: [UInt8]
    /// Where in ``text`` each field ends.
    var ends: [Int]
    /// The offset after the row's line end in what was read.
    var end: Int
    /// Which column each field is.
    var layout: RowLayout

    var count: Int { ends.count }

    /// Whether another reading has the same fields.
    func hasFields(of other: RowReading?) -> Bool { other?.ends == ends && other?.text == text }

    func field(_ column: Column) -> Range<Int> {
        let index = layout.place(of: column)
        guard index < ends.count else { return 0..<0 }
        let field = (index == 0 ? 0 : ends[index - 1])..<ends[index]
        return isNull(field) ? field.lowerBound..<field.lowerBound : field
    }

    /// Whether a field is `\N`, which MySQL and PostgreSQL write where there is no value.
    private func isNull(_ field: Range<Int>) -> Bool {
        field.count == 2 && text[field.lowerBound] == .backslash && text[field.lowerBound + 1] == .upperN
    }
}

/// What is wrong with a row.
enum RowFault: Equatable {
    /// How many fields it has, and how many the rows of its file have; nil there for the log's own.
    case columns(Int, Int?)
    case timestamp(String)
    case noTrackingCode
    case noStatus
    /// A column with its first byte that is wrong; nil for the column where none can be named.
    case notUTF8(String?, UInt8)
    case openQuote
    case strayQuote
    case tooDoubtful
    case tooLong(Int)
    case header(String)
    /// A row under such a header.
    case unknownColumns

    /// In words for people, with the remedy where there is one.
    var reason: String {
        switch self {
        case .columns(let count, let width):
            "\(count) column\(count == 1 ? "" : "s") where \(width.map { "the rows of this file have \($0)" } ?? "a row has 8 (or 6)")"
        case .timestamp(let text): "the timestamp \"\(text)\" is not a time (YYYY-MM-DD HH:MM:SS)"
        case .noTrackingCode: "the tracking code is empty"
        case .noStatus: "the status is empty"
        case .notUTF8(let column, let byte):
            "\(column ?? "the line") is not UTF-8 (byte 0x\(String(byte, radix: 16, uppercase: true)))"
        case .openQuote: "a quote is opened and never closed"
        case .strayQuote: "a quote inside a quoted field is not doubled, or text follows the closing quote"
        case .tooDoubtful:
            "more than \(ClosingSearch.maximumQuotes) quotes after a backslash may close their field or not: double those that are text"
        case .tooLong(let limit): "longer than \(limit >> 20) MiB"
        case .header(let fault): "another header, which \(fault): the rows under it cannot be read"
        case .unknownColumns: "its header, further up, lacks a column that is needed"
        }
    }
}

extension RowFault {
    /// The reason, and what in a line's text may be the cause of it.
    func reason(in line: Span<UInt8>) -> String {
        switch self {
        case .columns, .strayQuote: break
        default: return reason
        }
        guard line.contains(.carriageReturn) else { return reason }
        return reason + "; a carriage return (CR) in it may be the end of a row: convert the line ends to LF"
    }
}

extension RowReading {
    /// What keeps this reading from being a row; nil where it is one.
    ///
    /// - Parameter zone: the zone of times that name none.
    func fault(zone: LocalZone?) -> RowFault? {
        guard layout.accepts(count) else { return .columns(count, layout.allowsOldest ? nil : layout.width) }
        let time = field(.timestamp)
        guard Timestamp(logged: text.span.extracting(time), zone: zone) != nil else {
            return .timestamp(String(decoding: text[time].prefix(40), as: UTF8.self))
        }
        guard !field(.trackingCode).isEmpty else { return .noTrackingCode }
        guard !field(.status).isEmpty else { return .noStatus }
        return nil
    }

    /// What is not UTF-8 in a row of a text that is not; nil where all of it is.
    var encodingFault: RowFault? {
        for column in Column.allCases {
            if let offset = text.span.firstFault(in: field(column)) { return .notUTF8(column.name, text[offset]) }
        }
        return nil
    }

    /// Whether the payload is what a payload should be: JSON, or none.
    var hasFittingPayload: Bool {
        let payload = field(.payload)
        return payload.isEmpty || JSONText.isValid(text.span.extracting(payload))
    }
}

// MARK: - Escaped quotes

extension RowReading {
    /// Undoes a backslash before every quote, where the payload or the description is JSON then and is none as it stands.
    ///
    /// A program that escapes quotes so does it in all fields: where one of the two shows it, all are undone.
    mutating func undoEscapes() {
        let (payload, description) = (field(.payload), field(.description))
        let undone = EscapedJSON.unescaped(text.span.extracting(payload))
        let undoneDescription = EscapedJSON.unescaped(text.span.extracting(description))
        guard undone != nil || undoneDescription != nil else { return }
        var (newText, newEnds) = ([UInt8](), [Int]())
        var start = 0
        for end in ends {
            switch start..<end {
            case payload where undone != nil: newText += undone ?? []
            case description where undoneDescription != nil: newText += undoneDescription ?? []
            case let field: newText += EscapedJSON.undone(text.span.extracting(field))
            }
            newEnds.append(newText.count)
            start = end
        }
        (text, ends) = (newText, newEnds)
    }
}
