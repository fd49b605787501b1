import Durability
import TrackingLog

/// Reads an audience: a list of people's ids.
///
/// It is a text with one id a line, or a CSV with a header line. It may be in gzip or UTF-16, and its lines may end in CR.
///
/// The separator of a CSV is the one of comma, semicolon and tab that its first line has most of outside quotes; that line
/// is the header. The ids are in the column with a usual name (`user_id`, `person_id`, `customer_id`, `external_id`,
/// `userid`, `customer`, `person`, `user`, `id`, in any case, spaces and hyphens as `_`), else in the first column. In a
/// file of one column a first line with such a name is skipped too.
public enum AudienceReader {
    private static let names = [
        "user_id", "person_id", "customer_id", "external_id", "userid", "customer", "person", "user", "id",
    ]

    /// Where an audience's ids were found.
    public struct Layout: Hashable, Sendable {
        /// The header's name of the column with the ids; nil without a header.
        public var column: String?
        /// Whether that is a usual name for ids, and not merely the first column.
        public var isUsual: Bool
        /// How many ids there were.
        public var ids = 0
    }

    /// Reads all ids of a file or a pipe.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - body: receives each id, without the space around it; never an empty one.
    /// - Returns: where the ids were found, for people to check.
    /// - Throws: ``AudienceError``, naming the file and, where there is one, the line.
    @discardableResult
    public static func read(_ path: String, _ body: (Span<UInt8>) -> Void) throws(AudienceError) -> Layout {
        let bytes = try bytes(of: path)
        let text = bytes.span
        if let reason = text.whyNotText { throw AudienceError(path: path, reason: reason) }
        if let offset = text.firstFault(in: 0..<text.count) {
            let line = text.occurrences(of: .lineFeed, before: offset) + 1
            throw AudienceError(path: path, line: line, reason: "it is not valid UTF-8")
        }
        var layout = Layout(column: nil, isUsual: false)
        if let line = read(text, &layout, body) {
            let reason = "not a CSV row: a quote is not closed, or text surrounds it"
            throw AudienceError(path: path, line: line, reason: reason)
        }
        return layout
    }

    /// A pipe may never end, and gzip may hold anything: no more than this is read of them.
    static let maximumStreamBytes = 256 << 20

    /// The text beneath any compression and encoding.
    private static func bytes(of path: String) throws(AudienceError) -> [UInt8] {
        do throws(ReadingFault) {
            let plain = FileSource(try file(at: path)) { _ in }
            let stored = try SniffedSource(plain)
            guard case .text(let source) = try Content(of: stored, depth: 0, isNamed: false) else {
                throw ReadingFault(reason: "it is a zip")
            }
            // What is not text shows at its beginning, and need not be read to an end that may never come.
            let head = source.head
            if let reason = head.span.whyNotText { throw ReadingFault(reason: reason) }
            if case .gzip = ContentKind(stored.head) { return try bytes(of: source, boundedAs: "gzip data") }
            return try bytes(of: source, boundedAs: plain.file.kind == .file ? nil : plain.file.kind.words)
        } catch {
            throw AudienceError(path: path, reason: error.reason)
        }
    }

    private static func file(at path: String) throws(ReadingFault) -> OpenFile {
        do throws(FileError) {
            let file = try OpenFile(anyKindAt: path)
            let kind = file.kind
            if kind == .folder { throw FileError(path: path, doing: "read", found: kind) }
            return file
        } catch {
            throw ReadingFault(error)
        }
    }

    /// Everything that a source has.
    ///
    /// - Parameter kind: what it is, where that may hold any number of bytes; nil for a plain file.
    private static func bytes(of source: SniffedSource, boundedAs kind: String?) throws(ReadingFault) -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            if let kind, bytes.count > maximumStreamBytes {
                throw ReadingFault(reason: "it is \(kind) that holds more than \(maximumStreamBytes >> 20) MiB")
            }
        }
    }

    /// - Returns: the line that could not be read; nil where all could.
    private static func read(_ text: Span<UInt8>, _ layout: inout Layout, _ body: (Span<UInt8>) -> Void) -> Int? {
        var position = text.startsWithByteOrderMark ? 3 : 0
        let first = text.extracting(text.content(position..<text.endOfLine(from: position)))
        let separator = first.columnSeparator
        let parser = CSVParser(separator: separator ?? 0)
        var (line, column, isFirst) = (1, 0, true)
        while position < text.count {
            parser.reset()
            let startLine = line
            var state = CSVParser.Outcome.open
            while case .open = state, position < text.count {
                let end = text.endOfLine(from: position)
                state = parser.feed(text.extracting(position..<end))
                position = end
                line += 1
            }
            if case .open = state { state = parser.finish() }
            // Nothing but empty lines was left.
            if case .open = state, parser.ends.isEmpty { break }
            guard case .row = state else { return startLine }
            if isFirst {
                isFirst = false
                let header = parser.ends.indices.map { index in
                    String(decoding: trimmed(parser.text[parser.field(index)]), as: UTF8.self)
                }
                let folded = header.map { name in
                    String(name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
                }
                let usual = names.lazy.compactMap { folded.firstIndex(of: $0) }.first
                column = usual ?? 0
                if separator != nil || usual != nil {
                    layout.column = header[column]
                    layout.isUsual = usual != nil
                    continue
                }
            }
            guard column < parser.ends.count else { continue }
            let id = trimmed(parser.text[parser.field(column)])
            guard !id.isEmpty else { continue }
            layout.ids += 1
            body(id.span)
        }
        return nil
    }

    private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == .space || byte == .tab }
        let start = field.drop(while: isSpace)
        return start[..<(start.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start.startIndex)]
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

    /// Why bytes cannot be a list of ids, by their beginning; nil where they can.
    fileprivate var whyNotText: String? {
        for index in indices where self[index] == 0 { return "it is not UTF-8 text" }
        return nil
    }
}

/// Why an audience could not be read.
public struct AudienceError: Error, CustomStringConvertible, Sendable {
    /// The file.
    public var path: String
    /// Where in it; the first line is 1.
    public var line: Int?
    /// Why, in words for people.
    public var reason: String

    /// `cannot read the audience FILE, line N: REASON`.
    public var description: String {
        "cannot read the audience \(path)\(line.map { ", line \($0)" } ?? ""): \(reason)"
    }

    /// What an audience has to be.
    public var hint: String { "an audience is text, plain or in gzip: one person id a line, or a CSV with a header" }
}
