import ForeignLogs
import TrackingLog

/// What the first bytes of a text say about it: a tracking log in some layout, another vendor's log, or no log at all.
struct LogRecognition {
    /// How the text's records follow each other.
    private(set) var shape: TextShape
    /// What the text is, where it is another vendor's.
    private(set) var foreign: ForeignSource?
    /// Whether a log's header or event was found.
    private(set) var isLog = false
    /// The keys or columns by which another vendor's log was recognized.
    private var evidence: [String] = []
    /// Why a header or an object that was found is no log's.
    private(set) var headerFault: ReadingFault?
    /// Lines, or objects, without any likeness to a record.
    private var strangers = 0
    /// Whether a line or an object may be a bad record.
    private var sawLikeness = false

    /// Strangers, from which on a text is no log. A line or two may be all that is left of one.
    private static let minimumStrangers = 3

    /// The first bytes in which a log's row is looked for.
    private static let rowsLength = 4096

    /// - Parameters:
    ///   - head: the first bytes of a text.
    ///   - name: the source's name.
    ///   - options: how logs are to be read.
    init(_ head: [UInt8], named name: String, _ options: ReadingOptions) {
        let blank: Set<UInt8> = [.space, .tab, .lineFeed, .carriageReturn, 0xEF, 0xBB, 0xBF]
        let first = head.first { !blank.contains($0) }
        let isJSON =
            options.format == .auto
            ? first == .openBrace || first == .openBracket || Self.secondLineIsObject(head.span)
            : options.format == .ndjson
        shape = isJSON ? .objectLines : .rows(.either)
        if isJSON {
            readObjects(head.span, named: name, options)
        } else {
            readRows(head.span.extracting(0..<min(head.count, Self.rowsLength)))
            if !isLog || options.foreignFormat != nil { readHeader(head.span, named: name, options) }
        }
    }

    /// Why the text is not read as a tracking log; nil if it is. Its records may still be rejected then, one by one.
    ///
    /// - Parameter formatIsNamed: whether someone said that it is one, whatever it looks like.
    func fault(formatIsNamed: Bool) -> ReadingFault? {
        if let headerFault { return headerFault }
        guard foreign == nil, !isLog, !sawLikeness, !formatIsNamed else { return nil }
        // An object over several lines was written with care: nothing was lost of it.
        guard strangers >= (shape == .objects ? 1 : Self.minimumStrangers) else { return nil }
        if case .rows = shape { return .noLog }
        return .noEvents
    }

    /// What the text was taken for, in words for people.
    var kind: String {
        let records =
            switch shape {
            case .rows(let layout): "CSV separated by \(layout.separator.nameOfSeparator)"
            case .table(let separator): "CSV separated by \(separator.nameOfSeparator)"
            case .objectLines: "JSON, one object a line"
            case .objects: "JSON objects"
            }
        let columns =
            if case .rows(let layout) = shape, !layout.isInOwnOrder { ", columns by its header" } else { "" }
        return records + columns + (evidence.isEmpty ? "" : ", recognized by \(evidence.joined(separator: ", "))")
    }

    private mutating func readRows(_ head: Span<UInt8>) {
        var separator: UInt8?
        var isFirst = true
        var start = head.startsWithByteOrderMark ? 3 : 0
        while start < head.count {
            let (begin, end) = (start, head.endOfLine(from: start))
            let content = head.content(begin..<end)
            let line = head.extracting(content)
            start = end
            guard !line.isBlank else { continue }
            switch PreambleLine(line) {
            case .separator(let byte):
                separator = byte
                continue
            case .type: continue
            case nil: break
            }
            // Only the first line can be a header.
            if isFirst, let header = HeaderLine(line, separator: separator) {
                isLog = header.layout != nil
                if let named = header.layout { shape = .rows(named) } else { headerFault = .header(header) }
                return
            }
            isFirst = false
            if let found = Self.layout(ofRowAt: begin, in: head, separator: separator) {
                shape = .rows(found)
                isLog = true
                return
            }
            if Self.isLikeRow(line) { sawLikeness = true } else { strangers += 1 }
        }
    }

    /// The layout in which a row begins at an offset; nil where none begins there.
    ///
    /// Without a header the columns are taken to be in the log's own order, and another separator is one only if the row has a
    /// known status then.
    private static func layout(ofRowAt start: Int, in head: Span<UInt8>, separator: UInt8?) -> RowLayout? {
        for candidate in separator.map({ [$0] }) ?? [.semicolon, .comma, .tab] {
            let layout = RowLayout(separator: candidate)
            let interpreter = RowInterpreter(zone: nil, layout: layout)
            guard case .row(let reading) = interpreter.read(head, at: start, isFinal: true),
                candidate == CSVDialect.separator || Status(reading.text.span.extracting(reading.field(.status))) != nil
            else { continue }
            return RowLayout(separator: candidate, allowsOldest: reading.count == Column.oldestCount)
        }
        return nil
    }

    // MARK: - Objects

    /// The first objects that are looked at: one may be damaged, or lack what others have.
    private static let maximumObjects = 50

    private mutating func readObjects(_ head: Span<UInt8>, named name: String, _ options: ReadingOptions) {
        var first = ObjectBoundaries()
        first.advance(in: head, stopsAtEnd: true)
        let isInArray = head.extracting(0..<first.start).contains(.openBracket)
        if isInArray || Self.goesOverLines(head, from: first.start) { shape = .objects }
        var (position, lacking) = (0, ForeignRecognition?.none)
        for _ in 0..<Self.maximumObjects {
            guard let object = nextObject(in: head, from: position) else { break }
            position = object.upperBound
            let text = head.extracting(object)
            if options.foreignFormat == nil, Self.isEvent(text) {
                isLog = true
                return
            }
            guard let found = Self.recognition(of: text, named: name, options) else {
                if Self.isLikeEvent(text) { sawLikeness = true } else { strangers += 1 }
                continue
            }
            if found.missing.isEmpty { return take(found, named: name) }
            lacking = lacking ?? found
        }
        if let lacking { return take(lacking, named: name) }
        // The first object is longer than the head: perhaps one that wraps all records.
        guard position == 0 else { return }
        let closed = Self.closed(head.extracting(first.start..<head.count))
        let found = Self.recognition(of: closed.span, named: name, options)
        if let found, found.missing.isEmpty || options.foreignFormat == nil { return take(found, named: name) }
        if let format = options.foreignFormat {
            take(ForeignRecognition(format: format, missing: []), named: name)
        }
    }

    /// The place of the next complete object; nil where there is none.
    private func nextObject(in head: Span<UInt8>, from position: Int) -> Range<Int>? {
        guard shape == .objectLines else {
            var boundaries = ObjectBoundaries(at: position)
            boundaries.advance(in: head, stopsAtEnd: true)
            return boundaries.end > 0 ? boundaries.start..<boundaries.end : nil
        }
        var start = position == 0 && head.startsWithByteOrderMark ? 3 : position
        while start < head.count {
            let end = head.endOfLine(from: start)
            let line = head.content(start..<end)
            // A line that the head cuts off is no object.
            if end == head.count, head[end - 1] != .lineFeed, !JSONText.isValid(head.extracting(line)) { return nil }
            if !head.extracting(line).isBlank { return start..<end }
            start = end
        }
        return nil
    }

    private static func isEvent(_ object: Span<UInt8>) -> Bool {
        var decoded: [UInt8] = []
        return (try? EventObject.row(object, at: 0, decodedBase: object.count, decoded: &decoded, zone: nil)) != nil
    }

    private static let neededKeys = JSONFieldFinder(RowLayout.needed.map { [Array($0.name.utf8)] })

    /// Whether an object may be a bad event: it is damaged, or has a key that events need.
    private static func isLikeEvent(_ object: Span<UInt8>) -> Bool {
        var places = [Range<Int>](repeating: 0..<0, count: neededKeys.count)
        return !neededKeys.find(in: object, places: &places) || places.contains { !$0.isEmpty }
    }

    private static func recognition(
        of object: Span<UInt8>, named name: String, _ options: ReadingOptions
    ) -> ForeignRecognition? {
        if let format = options.foreignFormat {
            return ForeignRecognition(format: format, missing: format.missing(object: object, source: name))
        }
        return ForeignFormat.recognize(object: object, source: name)
    }

    /// The beginning of an object up to the last value that ends in it, with what closes it.
    private static func closed(_ text: Span<UInt8>) -> [UInt8] {
        var (open, closings, end) = ([UInt8](), [UInt8](), 0)
        var (isInString, isEscaped) = (false, false)
        for index in text.indices {
            let byte = text[index]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == .backslash {
                    isEscaped = true
                } else if byte == .quote {
                    isInString = false
                }
                continue
            }
            switch byte {
            case .quote: isInString = true
            case .openBrace: open.append(.closeBrace)
            case .openBracket: open.append(.closeBracket)
            case .closeBrace, .closeBracket:
                open.removeLast(open.isEmpty ? 0 : 1)
                (end, closings) = (index + 1, open.reversed())
            default: break
            }
        }
        return text.extracting(0..<end).withUnsafeBufferPointer { Array($0) } + closings
    }

    // MARK: - Other vendors

    /// Reads the header of another table, or an object behind a time, as logs of services have them.
    private mutating func readHeader(_ head: Span<UInt8>, named name: String, _ options: ReadingOptions) {
        let first = head.extracting(head.content(0..<head.endOfLine(from: 0)))
        if let place = LoggedObject.place(in: first),
            let found = ForeignFormat.recognize(
                object: first.extracting(place), source: name,
                among: options.foreignFormat.map { [$0] } ?? ForeignFormat.known)
        {
            shape = .objectLines
            return take(found, named: name)
        }
        guard let (separator, columns) = Self.columns(head) else { return }
        let found: ForeignRecognition?
        if let format = options.foreignFormat {
            found = ForeignRecognition(format: format, missing: format.missing(columns: columns, source: name))
        } else {
            found = ForeignFormat.recognize(columns: columns, source: name)
        }
        guard let found else { return }
        let folded = columns.map { $0.lowercased() }
        if let twice = folded.first(where: { name in !name.isEmpty && folded.count { $0 == name } > 1 }) {
            headerFault = ReadingFault(
                reason: "\(found.format.title), but its header names \(twice) twice", remedy: "leave one of them out")
            return
        }
        shape = .table(separator: separator)
        take(found, columns: columns, named: name)
    }

    /// The columns that the first row names, by the separator that gives the most.
    private static func columns(_ head: Span<UInt8>) -> (separator: UInt8, columns: [String])? {
        var found: (separator: UInt8, columns: [String])?
        for separator in [UInt8.comma, .semicolon, .tab] {
            var rows = TableRows(separator: separator, at: head.startsWithByteOrderMark ? 3 : 0)
            while rows.position < head.count {
                let start = rows.position
                guard case .fields = rows.next(in: head, isFinal: true) else { break }
                if PreambleLine(head.extracting(head.content(start..<rows.position))) != nil { continue }
                let columns = rows.names
                if columns.count > found?.columns.count ?? 1 { found = (separator, columns) }
                break
            }
        }
        return found
    }

    private mutating func take(_ found: ForeignRecognition, columns: [String]? = nil, named name: String) {
        isLog = found.missing.isEmpty
        evidence = found.evidence
        headerFault = isLog ? nil : .lacking(found)
        foreign = isLog ? ForeignSource(format: found.format, columns: columns, name: name) : nil
    }

    /// Whether the second line is an object: the first one was cut off at its front.
    private static func secondLineIsObject(_ head: Span<UInt8>) -> Bool {
        let start = head.endOfLine(from: 0)
        guard start < head.count, head[start] == .openBrace else { return false }
        return JSONText.isValid(head.extracting(head.content(start..<head.endOfLine(from: start))))
    }

    /// Whether the object that begins at an offset goes over several lines: the next line does not begin another one.
    ///
    /// The first line of JSON lines may be damaged, so that it is not the object's end that decides.
    private static func goesOverLines(_ head: Span<UInt8>, from start: Int) -> Bool {
        var line = ObjectBoundaries(at: start)
        let end = head.endOfLine(from: start)
        line.advance(in: head.extracting(0..<end), stopsAtEnd: true)
        guard line.end == 0, let next = (end..<head.count).first(where: { !head[$0].isJSONSpace }) else { return false }
        return head[next] != .openBrace
    }

    /// Whether a line looks like a row, perhaps a bad one: it has enough separators, or begins with a date.
    private static func isLikeRow(_ line: Span<UInt8>) -> Bool {
        var separators = 0
        for offset in line.indices where line[offset] == CSVDialect.separator { separators += 1 }
        if separators >= Column.oldestCount - 1 { return true }
        let first = line[0] == CSVDialect.quote ? 1 : 0
        guard line.count >= first + 5, line[first + 4] == .hyphen else { return false }
        for offset in first..<first + 4 where !line[offset].isDigit { return false }
        return true
    }
}

extension UInt8 {
    /// A separator in words.
    fileprivate var nameOfSeparator: String {
        switch self {
        case .semicolon: "semicolons"
        case .comma: "commas"
        case .tab: "tabs"
        default: "“\(Character(UnicodeScalar(self)))”"
        }
    }

    /// Whether JSON allows the byte between any two of its tokens.
    fileprivate var isJSONSpace: Bool {
        self == .space || self == .tab || self == .lineFeed || self == .carriageReturn
    }
}

extension ReadingFault {
    fileprivate static func lacking(_ found: ForeignRecognition) -> ReadingFault {
        ReadingFault(
            reason: "\(found.format.title), but its records lack \(found.missing.joined(separator: ", "))",
            remedy: ForeignFormat.named(found.format.name) == nil
                ? "name the file's own columns or keys in the map"
                : "`pushtrail formats --show \(found.format.name)` shows what is read of it")
    }

    private static let columns = "a tracking log has the columns \(Column.header.dropFirst(2))"

    fileprivate static func header(_ header: HeaderLine) -> ReadingFault {
        ReadingFault(
            reason: "its header \(header.fault ?? "names other columns"): \(header.text)",
            remedy: columns + "; timestamp, tracking_code, hwid and status are needed, in any order")
    }

    fileprivate static let noEvents = ReadingFault(
        reason: "not a tracking log: its first objects have no timestamp, tracking_code, hwid or status",
        remedy:
            "an event is an object with timestamp, tracking_code and status; `pushtrail formats` lists what else is read"
    )

    fileprivate static let noLog = ReadingFault(
        reason: "not a tracking log: neither a header nor a row is in its first lines",
        remedy: columns)
}
