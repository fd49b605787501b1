import Analysis
import Durability
import TrackingLog

/// The lines of an answer, made once and handed out page by page. They wait in a file without a name.
final class AnswerList: Sendable {
    /// Maximum length of a page in bytes, unless a single line is longer.
    private static let maximumPage = 8 << 20

    /// A part of the lines.
    struct Page {
        /// The lines as a JSON array.
        var json: [UInt8]
        /// The number of the line after them.
        var end: Int
    }

    /// What clients should know of the lines.
    let warnings: [String]
    /// The number of lines.
    var count: Int { ends.count }
    /// The length of all lines in bytes.
    var bytes: Int { ends.last ?? 0 }

    private let file: UnnamedFile
    /// The offset after each line.
    private let ends: [Int]

    fileprivate init(_ file: UnnamedFile, ends: [Int], warnings: [String]) {
        self.file = file
        self.ends = ends
        self.warnings = warnings
    }

    /// Reads lines.
    ///
    /// - Parameters:
    ///   - start: the number of the first one; the list's first line is 0.
    ///   - limit: maximum number of lines. A page of long lines has fewer, but at least one.
    func page(from start: Int, limit: Int) throws(FileError) -> Page {
        guard start < count else { return Page(json: [.openBracket, .closeBracket], end: count) }
        let offset = start == 0 ? 0 : ends[start - 1]
        var end = min(start + limit, count)
        if ends[end - 1] - offset > Self.maximumPage {
            end = max(ends[start..<end].firstIndex(past: { $0 - offset > Self.maximumPage }), start + 1)
        }
        var json = [UInt8](repeating: .openBracket, count: 1 + ends[end - 1] - offset)
        // Typed throws do not pass through the closure.
        var failure: FileError?
        json.withUnsafeMutableBytes { json in
            do throws(FileError) {
                try file.fill(UnsafeMutableRawBufferPointer(rebasing: json[1...]), from: offset)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        // Each line's LF becomes the separator, the last one's the end.
        for line in start..<end { json[ends[line] - offset] = .comma }
        json[json.count - 1] = .closeBracket
        return Page(json: json, end: end)
    }
}

/// Writes an ``AnswerList``.
struct AnswerListWriter: ~Copyable {
    private let file: UnnamedFile
    private var ends: [Int] = []
    private var length = 0

    init() throws(FileError) { file = try UnnamedFile() }

    /// Appends JSON objects, each with its LF.
    mutating func append(_ lines: [UInt8]) throws(FileError) {
        try file.write(lines.span.bytes)
        for (index, byte) in lines.enumerated() where byte == .lineFeed { ends.append(length + index + 1) }
        length += lines.count
    }

    consuming func finish(warnings: [String] = []) -> AnswerList {
        AnswerList(file, ends: ends, warnings: warnings)
    }
}
