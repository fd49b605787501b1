import Durability
import Foundation
import TrackingLog

/// Reads a roster of persons: one id a line, or a CSV with a header line.
///
/// What parts a CSV's fields is whichever of comma, semicolon and tab the first line has most of outside quotes; that
/// line is the header. The ids are in the column of a usual name (`user_id`, `person_id`, `customer_id`, `external_id`,
/// `userid`, `customer`, `person`, `user`, `id`, in any case, spaces and hyphens as `_`), else in the first one. In a
/// file of one column a first line of such a name is left out too.
public enum RosterReader {
    private static let names = [
        "user_id", "person_id", "customer_id", "external_id", "userid", "customer", "person", "user", "id",
    ]

    /// What was made of a roster's first line.
    public struct Layout: Hashable, Sendable {
        /// The column that the ids are in, as the header has it; nil without a header.
        public var column: String?
        /// Whether that is a usual name for ids, and not merely the first column.
        public var isUsual: Bool
        /// How many ids there were.
        public var ids = 0
    }

    /// Reads all ids of a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - body: is given each id, without the space around it; never an empty one.
    /// - Returns: what was made of the file, for people to check.
    /// - Throws: ``RosterError``, naming the file and, where there is one, the line.
    @discardableResult
    public static func read(_ path: String, _ body: (Span<UInt8>) -> Void) throws(RosterError) -> Layout {
        let data = try data(of: path)
        var layout = Layout(column: nil, isUsual: false)
        let fault = data.withUnsafeBytes { bytes -> (line: Int?, reason: String)? in
            let text = bytes.bindMemory(to: UInt8.self).span
            if let reason = text.whyNoRoster { return (nil, reason) }
            if let offset = text.firstFault(in: 0..<text.count) {
                return (text.occurrences(of: lineFeed, before: offset) + 1, "it is not UTF-8 there")
            }
            let line = read(text, &layout, body)
            return line.map { ($0, "not a row of CSV: a quote is open, or stands alone") }
        }
        if let fault { throw RosterError(path: path, line: fault.line, reason: fault.reason) }
        return layout
    }

    /// The most that is taken from what has no length, as a pipe: it may never end.
    static let mostOfPipe = 256 << 20

    private static func data(of path: String) throws(RosterError) -> Data {
        let kind = FileKind(at: path)
        if kind == .folder { throw RosterError(path: path, reason: "it is a folder") }
        do {
            // A pipe has no length to be mapped by.
            if kind == .file { return try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) }
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            var data = Data()
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                data.append(piece)
                // What is no text is told by its beginning.
                let reason = data.withUnsafeBytes { $0.bindMemory(to: UInt8.self).span.whyNoRoster }
                if let reason, data.count >= 4096 { throw RosterError(path: path, reason: reason) }
                guard data.count <= mostOfPipe else {
                    let reason = "it is \(kind?.words ?? "no file") that holds more than \(mostOfPipe >> 20) MiB"
                    throw RosterError(path: path, reason: reason)
                }
            }
            return data
        } catch let error as RosterError {
            throw error
        } catch {
            let reason = access(path, R_OK) == 0 ? error.localizedDescription : String(cString: strerror(errno))
            throw RosterError(path: path, reason: reason)
        }
    }

    /// - Returns: the line that could not be read; nil where all could.
    private static func read(_ text: Span<UInt8>, _ layout: inout Layout, _ body: (Span<UInt8>) -> Void) -> Int? {
        var position = text.startsWithByteOrderMark ? 3 : 0
        let first = text.extracting(text.content(position..<text.endOfLine(from: position)))
        let separator = first.rosterSeparator
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
                let spelled = header.map { name in
                    String(name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
                }
                let usual = names.lazy.compactMap { spelled.firstIndex(of: $0) }.first
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
    /// What parts the fields of a header line: of comma, semicolon and tab, the one that it has most of outside quotes;
    /// of two as frequent, a comma is the likelier to be part of a name. nil for a line of one field.
    fileprivate var rosterSeparator: UInt8? {
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

    /// Why a text can be no roster; nil where it can.
    fileprivate var whyNoRoster: String? {
        var (returns, feeds) = (0, 0)
        for index in 0..<Swift.min(count, 4096) {
            switch self[index] {
            // UTF-16, a zip, a spreadsheet's own format.
            case 0: return "it is no text in UTF-8"
            case .carriageReturn: returns += 1
            case .lineFeed: feeds += 1
            default: break
            }
        }
        return returns > 0 && feeds == 0 ? "its lines end in CR alone" : nil
    }
}

/// Why a roster could not be read.
public struct RosterError: Error, CustomStringConvertible, Sendable {
    /// The file.
    public var path: String
    /// Where in it; the first line is 1.
    public var line: Int?
    /// Why, in words for people.
    public var reason: String

    /// `cannot read the roster FILE, line N: REASON`.
    public var description: String {
        "cannot read the roster \(path)\(line.map { ", line \($0)" } ?? ""): \(reason)"
    }

    /// What a roster has to be.
    public var hint: String { "a roster is text in UTF-8: a person id a line, or a CSV with a header" }
}
