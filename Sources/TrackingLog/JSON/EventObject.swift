/// An event as one JSON object, a line of NDJSON.
///
/// Its keys are the log's columns, with `app_code` or `appCode`. Unknown keys are ignored, and `null` means missing. A
/// payload that is an object is kept as it is written, key order included; of a string the text is taken.
public struct EventObject {
    /// Why a line is no event, as a text for people.
    public struct Fault: Error, Sendable {
        /// The reason.
        public var reason: String
    }

    /// Reads one line.
    ///
    /// - Parameters:
    ///   - line: the line without its line end.
    ///   - base: the line's offset in the text that holds the row's places.
    ///   - decodedBase: the decoded text's offset in it.
    ///   - decoded: strings with escapes are appended here, undone.
    ///   - zone: the zone of times without one.
    public static func row(
        _ line: Span<UInt8>, at base: Int, decodedBase: Int, decoded: inout [UInt8], zone: LocalZone?
    ) throws(Fault) -> EventRow {
        var values = InlineArray<8, Range<Int>?>(repeating: nil)
        let isObject = JSONText.visitMembers(of: line) { key, value in
            if let column = column(named: key, in: line) {
                let isNull = line[value.lowerBound] == .n
                values[column.rawValue] = isNull ? nil : value
            }
            return true
        }
        guard isObject else { throw Fault(reason: reason(forNoObject: line)) }

        /// The place of a column's text; nil if the line leaves it out.
        func text(_ column: Column) throws(Fault) -> TextRange? {
            guard let value = values[column.rawValue] else { return nil }
            switch line[value.lowerBound] {
            case .quote:
                let inside = value.lowerBound + 1..<value.upperBound - 1
                guard line.extracting(inside).contains(.backslash) else {
                    return TextRange(start: base + inside.lowerBound, count: inside.count)
                }
                let start = decoded.count
                guard JSONText.appendString(line.extracting(inside), to: &decoded) else {
                    throw Fault(
                        reason:
                            "\(key(of: column)) holds half of a surrogate pair (\\uD800 to \\uDFFF), which is no text")
                }
                return TextRange(start: decodedBase + start, count: decoded.count - start)
            case let byte where byte.isDigit || byte == .hyphen: break
            default:
                if column != .payload { throw Fault(reason: "\(key(of: column)) is not a string") }
            }
            return TextRange(start: base + value.lowerBound, count: value.count)
        }

        guard let written = values[Column.timestamp.rawValue] else { throw Fault(reason: "timestamp is missing") }
        let isQuoted = line[written.lowerBound] == .quote
        let inside = isQuoted ? written.lowerBound + 1..<written.upperBound - 1 : written
        guard let time = Timestamp(logged: line.extracting(inside), zone: zone) else {
            throw Fault(reason: "timestamp is not a time (YYYY-MM-DD HH:MM:SS, ISO 8601, or Unix seconds)")
        }
        guard let code = try text(.trackingCode), !code.isEmpty else {
            throw Fault(reason: "tracking_code is missing or empty")
        }
        guard let word = try text(.status), !word.isEmpty else { throw Fault(reason: "status is missing or empty") }
        let target = try text(.target)
        let app = try text(.appCode)
        let payload = try text(.payload)
        var missing: EventRow.Missing = []
        if target == nil { missing.insert(.target) }
        if app == nil { missing.insert(.appCode) }
        if payload == nil { missing.insert(.payload) }
        var row = EventRow(
            time: time, status: status(word, in: line, at: base, decoded: decoded, decodedBase: decodedBase),
            missing: missing, trackingCode: code, target: target ?? .empty, hwid: try text(.hwid) ?? .empty,
            statusWord: word, description: try text(.description) ?? .empty, appCode: app ?? .empty,
            payload: payload ?? .empty)
        if let zone { row.occurrence = zone.occurrence(of: line.extracting(inside)) }
        return row
    }

    /// The name of the column whose value holds a byte of a line.
    ///
    /// - Parameters:
    ///   - offset: the byte's offset in the line.
    ///   - line: the object's line.
    public static func column(holding offset: Int, in line: Span<UInt8>) -> String? {
        var name: String?
        JSONText.visitMembers(of: line) { key, value in
            if value.contains(offset) { name = column(named: key, in: line).map(self.key) }
            return value.upperBound <= offset
        }
        return name
    }

    private static func status(
        _ word: TextRange, in line: Span<UInt8>, at base: Int, decoded: [UInt8], decodedBase: Int
    ) -> Status {
        // A word with escapes lies in the decoded text: `decodedBase` is beyond every place of the line.
        let start = Int(word.start)
        let status =
            start >= decodedBase
            ? Status(decoded.span.extracting(start - decodedBase..<start - decodedBase + Int(word.count)))
            : Status(line.extracting(start - base..<start - base + Int(word.count)))
        return status ?? .other
    }

    private static func column(named key: Range<Int>, in line: Span<UInt8>) -> Column? {
        let names: [(StaticString, Column)] = names
        for (name, column) in names where JSONText.key(key, of: line, is: name) { return column }
        return nil
    }

    private static func key(of column: Column) -> String { column == .appCode ? "app_code" : column.name }

    private static let names: [(StaticString, Column)] = [
        ("timestamp", .timestamp), ("tracking_code", .trackingCode), ("target_id", .target), ("hwid", .hwid),
        ("status", .status), ("description", .description), ("app_code", .appCode), ("appCode", .appCode),
        ("payload", .payload),
    ]
}

// MARK: - Lines that are no object

extension EventObject {
    /// Why a line is no object, where the mistake is a common one.
    private static func reason(forNoObject line: Span<UInt8>) -> String {
        var rest = 0
        while rest < line.count, line[rest] == .space || line[rest] == .tab { rest += 1 }
        guard rest < line.count else { return "not a JSON object" }
        if line[rest] == .openBracket { return "not a JSON object, but an array: write one object a line" }
        guard line[rest] == .openBrace else { return "not a JSON object" }
        for index in rest..<max(rest, line.count - 2)
        where line[index] == .closeBrace && line[index + 1] == .openBrace && line[index + 2] == .quote {
            return "more than one JSON object: write one a line (curl keeps line ends with --data-binary)"
        }
        return "not a JSON object"
    }
}
