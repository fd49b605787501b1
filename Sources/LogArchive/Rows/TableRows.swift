import TrackingLog

/// Reads the rows of a table one after the other, whatever its columns are: RFC 4180, strictly, by libcsv.
///
/// A row that breaks RFC 4180 ends with its first line.
struct TableRows {
    /// The fields of the last row.
    private let parser: CSVParser
    /// Where the last row begins, behind any blank lines.
    private(set) var start = 0
    /// Where the next row begins.
    private(set) var position: Int

    /// The last row's fields as strings.
    var names: [String] {
        ends.indices.map { String(decoding: text[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]], as: UTF8.self) }
    }

    /// Whether the last row has just these fields: a header, once more.
    func names(are columns: [String]) -> Bool {
        // The shortest test first: rows are no headers.
        guard let first = columns.first, let end = ends.first, text[..<end].elementsEqual(first.utf8) else {
            return false
        }
        return names == columns
    }

    enum Row {
        case fields
        case malformed
        /// The text ends within the row, or before it.
        case open
    }

    /// - Parameters:
    ///   - separator: what separates two fields.
    ///   - position: where the first row begins.
    init(separator: UInt8, at position: Int) {
        parser = CSVParser(separator: separator)
        self.position = position
    }

    /// The text of the last row's fields, one after the other.
    var text: [UInt8] { parser.text }
    /// Where in ``text`` each of them ends.
    var ends: [Int] { parser.ends }

    /// Reads the next row.
    ///
    /// - Parameters:
    ///   - text: the text up to its last byte.
    ///   - isFinal: whether the file ends there.
    mutating func next(in text: Span<UInt8>, isFinal: Bool) -> Row {
        parser.reset()
        // libcsv skips blank lines too, but as a part of the row after them, and would go over all of them for each.
        while position < text.count {
            let lineEnd = text.endOfLine(from: position)
            let isBlank = text.extracting(text.content(position..<lineEnd)).isBlank
            guard isBlank, isFinal || text[lineEnd - 1] == .lineFeed else { break }
            position = lineEnd
        }
        start = position
        guard start < text.count else { return .open }
        var end = start
        while end < text.count {
            let line = end..<text.endOfLine(from: end)
            if !isFinal, text[line.upperBound - 1] != .lineFeed { return .open }
            end = line.upperBound
            switch parser.feed(text.extracting(line)) {
            case .row:
                position = end
                return .fields
            case .malformed:
                position = text.endOfLine(from: start)
                return .malformed
            case .open: continue
            }
        }
        guard isFinal else { return .open }
        switch parser.finish() {
        case .row:
            position = end
            return .fields
        case .open, .malformed:
            position = text.endOfLine(from: start)
            return .malformed
        }
    }
}
