import TrackingLog

/// A column that a list may have.
public struct ListColumn: Sendable {
    /// Its usual names, the likeliest first. Only their letters and digits count, in any case.
    public var names: [String]
    /// The name it has in this list; nil if it has a usual one.
    public var chosen: String?

    /// A column of these names.
    public init(_ names: [String], chosen: String? = nil) {
        self.names = names
        self.chosen = chosen
    }

    /// How likely a name is this column's; 0 is the likeliest, nil is none.
    func rank(of name: String) -> Int? {
        let letters = Self.letters(of: name)
        if let chosen {
            return chosen.isSame(as: name) ? 0 : !letters.isEmpty && Self.letters(of: chosen) == letters ? 1 : nil
        }
        return letters.isEmpty ? nil : names.firstIndex { Self.letters(of: $0) == letters }
    }

    private static func letters(of name: String) -> [UInt8] {
        name.utf8.map(\.lowercasedASCII).filter { $0.isLetter || $0.isDigit || $0 >= 0x80 }
    }
}

/// The names in a list's header, or the keys of its objects.
public struct ListHeader: Hashable, Sendable {
    /// As they are written, at most 100; empty if there is no header.
    public internal(set) var names: [String] = []
    /// For each column asked for, its name here; nil if no name is its.
    public internal(set) var found: [String?]
}

/// A row of a list.
public struct ListRow {
    /// The line it begins on; the first line is 1.
    public var line: Int
    private var text: [UInt8] = []
    /// The place of each column asked for in the text.
    private var places: [Range<Int>]

    init(line: Int, columns: Int) {
        self.line = line
        places = Array(repeating: 0..<0, count: columns)
    }

    /// The text of a column, by its place among those asked for; empty if the row has none.
    public subscript(column: Int) -> ArraySlice<UInt8> { text[places[column]] }

    /// The text of a column as a string.
    public func string(_ column: Int) -> String { String(decoding: self[column], as: UTF8.self) }

    /// Gives a column its text, without the space around it.
    mutating func set(_ column: Int, _ field: some Collection<UInt8>) {
        func isSpace(_ byte: UInt8) -> Bool { byte == .space || byte == .tab }
        let start = text.count
        text.append(contentsOf: field.drop(while: isSpace))
        places[column] = start..<(text[start...].lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start)
    }

    /// Empties all columns, for another row.
    mutating func removeAll() {
        text.removeAll(keepingCapacity: true)
        for column in places.indices { places[column] = 0..<0 }
    }
}

/// Reads a list that people keep.
///
/// It is a text with one value per line, a CSV with a header line, or JSON objects: one per line, or in an array. It may be
/// in gzip or UTF-16, and its lines may end in CR.
///
/// The separator of a CSV is the one of comma, semicolon and tab that its first line has most of outside quotes; that line
/// is the header. A file of one column has a header only if its first line is a known name.
public struct ListReader: Sendable {
    /// What the list is, for errors: `audience`.
    let list: String
    /// What it has to be, for errors.
    let hint: String
    let columns: [ListColumn]
    /// Whether the first column has the first value asked for if no header names it.
    var takesFirstColumn = false
    /// The maximum number of bytes of a pipe or of gzip data, which may never end; nil for any.
    public var maximumStreamBytes: Int? = 256 << 20

    /// A reader of lists.
    ///
    /// - Parameters:
    ///   - list: what the list is, for errors.
    ///   - hint: what it has to be.
    ///   - columns: the columns to read. In a file without header the first of them is each line.
    public init(of list: String, hint: String, columns: [ListColumn]) {
        self.list = list
        self.hint = hint
        self.columns = columns
    }

    /// Reads all rows of a file or a pipe.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - name: what errors call it; nil for the path.
    ///   - body: receives each row, its fields without the space around them.
    /// - Returns: the header.
    /// - Throws: ``ListError``, with the file and, where there is one, the line.
    @discardableResult
    public func read(
        _ path: String, name: String? = nil, _ body: (ListRow) -> Void
    ) throws(ListError) -> ListHeader {
        let name = name ?? path
        let lines: ListLines
        do throws(ReadingFault) {
            lines = try ListLines(of: path, maximumStreamBytes: maximumStreamBytes)
        } catch {
            let hint = error.isOfContent ? hint : error.remedy ?? hint
            throw ListError(list: list, path: name, reason: error.reason, hint: hint)
        }
        do throws(ListLines.Fault) {
            let isJSON = lines.firstByte == .openBrace || lines.firstByte == .openBracket
            guard isJSON else { return try readTable(lines, body) }
            let header = try readObjects(lines, body)
            try checkChosenColumns(of: header)
            return header
        } catch {
            throw self.error(name, line: error.line, reason: error.reason)
        }
    }

    /// Throws if there is no column that was asked for by name.
    private func checkChosenColumns(of header: ListHeader) throws(ListLines.Fault) {
        for (column, name) in zip(columns, header.found) where name == nil {
            guard let chosen = column.chosen else { continue }
            throw ListLines.Fault(reason: "it has no column “\(chosen)”; it has \(header.words)")
        }
    }

    /// An error about a list of this kind.
    public func error(_ path: String, line: Int? = nil, reason: String) -> ListError {
        ListError(list: list, path: path, line: line, reason: reason, hint: hint)
    }
}

extension ListHeader {
    /// The names, for people.
    public var words: String {
        guard !names.isEmpty else { return "no header" }
        let others = names.count - 10
        return names.prefix(10).map { "“\($0)”" }.joined(separator: ", ") + (others > 0 ? " and \(others) others" : "")
    }
}

// MARK: - CSV

extension ListReader {
    private func readTable(_ lines: ListLines, _ body: (ListRow) -> Void) throws(ListLines.Fault) -> ListHeader {
        var header = ListHeader(found: columns.map { _ in nil })
        var row = ListRow(line: 0, columns: columns.count)
        var named: UInt8?
        var first: Range<Int>?
        while let line = try lines.nextLineWithText() {
            let buffer = lines.buffer.span
            let preamble = PreambleLine(buffer.extracting(buffer.content(line)))
            if case .separator(let byte) = preamble { named = byte }
            first = line
            if preamble == nil { break }
        }
        guard let first else { return header }
        let usual = lines.buffer.span.extracting(lines.buffer.span.content(first)).columnSeparator
        let separator = named ?? usual
        let parser = CSVParser(separator: separator ?? 0)
        /// The place of each column asked for in a row of the file.
        var places: [Int?]?
        var line: Range<Int>? = first
        while let start = line {
            row.line = lines.number
            parser.reset()
            var state = parser.feed(lines.buffer.span.extracting(start))
            while case .open = state {
                // What is open for so long is no field.
                guard parser.text.count <= ListLines.longestRecord, let next = try lines.nextLine() else {
                    state = parser.finish()
                    break
                }
                state = parser.feed(lines.buffer.span.extracting(next))
            }
            guard case .row = state else {
                throw ListLines.Fault(
                    line: row.line, reason: "not a CSV row: a quote is not closed, or text surrounds it")
            }
            line = try lines.nextLineWithText()
            if places == nil {
                let names = parser.names
                var found = columns.map { $0.place(in: names) }
                let hasHeader = separator != nil || found.contains { $0 != nil }
                if hasHeader {
                    header.names = Array(names.prefix(ListHeader.maximumNames))
                    header.found = found.map { $0.map { names[$0] } }
                }
                try checkChosenColumns(of: header)
                if found[0] == nil, takesFirstColumn || !hasHeader { found[0] = 0 }
                places = found
                if hasHeader { continue }
            }
            row.removeAll()
            for case (let column, let place?) in (places ?? []).enumerated() where place < parser.ends.count {
                row.set(column, parser.text[parser.field(place)])
            }
            body(row)
        }
        return header
    }
}

extension ListHeader {
    static let maximumNames = 100
}

extension ListColumn {
    /// The place of the likeliest name.
    fileprivate func place(in names: [String]) -> Int? {
        let ranks = names.map { rank(of: $0) }
        return ranks.compactMap(\.self).min().flatMap { ranks.firstIndex(of: $0) }
    }
}

extension CSVParser {
    /// The row's fields as names, without the space around them.
    fileprivate var names: [String] {
        var row = ListRow(line: 0, columns: ends.count)
        for index in ends.indices { row.set(index, text[field(index)]) }
        return ends.indices.map(row.string)
    }
}

extension Span<UInt8> {
    /// The separator of a header line: of comma, semicolon and tab, the one that it has most of outside quotes.
    ///
    /// Of two as frequent, a comma is the likelier to be part of a name. nil for a line of one field.
    fileprivate var columnSeparator: UInt8? {
        let candidates = [UInt8.semicolon, .tab, .comma]
        var counts = [0, 0, 0]
        var isQuoted = false
        for index in indices {
            if self[index] == .quote { isQuoted.toggle() }
            if !isQuoted, let candidate = candidates.firstIndex(of: self[index]) { counts[candidate] += 1 }
        }
        guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else { return nil }
        return candidates[index]
    }
}
