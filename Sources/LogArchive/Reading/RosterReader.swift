import Foundation
import TrackingLog

/// Reads a roster of persons: one id a line, or a CSV with a header line.
///
/// A first line with a comma, a semicolon or a tab in it is a CSV's header. The ids are in the column of a usual name
/// (`user_id`, `person_id`, `customer_id`, `external_id`, `userid`, `person`, `user`, `id`), else in the first one. In a
/// file of one column a first line of such a name is left out too.
public enum RosterReader {
    private static let names = [
        "user_id", "person_id", "customer_id", "external_id", "userid", "person", "user", "id",
    ]

    /// Reads all ids of a file.
    ///
    /// - Parameter body: is given each id, without the space around it; never an empty one.
    /// - Throws: ``RosterError``, naming the file and, where there is one, the line.
    public static func read(_ path: String, _ body: (Span<UInt8>) -> Void) throws(RosterError) {
        guard access(path, R_OK) == 0 else {
            throw RosterError(path: path, line: nil, reason: String(cString: strerror(errno)))
        }
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw RosterError(path: path, line: nil, reason: error.localizedDescription)
        }
        let line: Int? = data.withUnsafeBytes { bytes in
            read(bytes.bindMemory(to: UInt8.self).span, body)
        }
        if let line {
            throw RosterError(path: path, line: line, reason: "not a row of CSV: a quote is open, or stands alone")
        }
    }

    /// - Returns: the line that could not be read; nil where all could.
    private static func read(_ text: Span<UInt8>, _ body: (Span<UInt8>) -> Void) -> Int? {
        var position = text.startsWithByteOrderMark ? 3 : 0
        let first = text.extracting(text.content(position..<text.endOfLine(from: position)))
        let separator = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].first { first.contains($0) }
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
                    String(decoding: parser.text[parser.field(index)], as: UTF8.self)
                        .trimmingCharacters(in: .whitespaces).lowercased()
                }
                column = names.lazy.compactMap { header.firstIndex(of: $0) }.first ?? 0
                if separator != nil || header.first.map(names.contains) ?? false { continue }
            }
            guard column < parser.ends.count else { continue }
            let id = trimmed(parser.text[parser.field(column)])
            if !id.isEmpty { body(id.span) }
        }
        return nil
    }

    private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = field.drop(while: isSpace)
        return start[..<(start.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start.startIndex)]
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
}
