import Durability
import TrackingLog

/// The text of a list, beneath any compression and encoding: line by line, or in pieces.
final class ListLines {
    /// What is wrong with a list, and in which line.
    struct Fault: Error {
        var line: Int?
        var reason: String
    }

    /// Holds the current line.
    private(set) var buffer: [UInt8] = []
    /// The number of the current line; the first is 1.
    private(set) var number = 0
    private let source: SniffedSource
    /// What the list is, if it may hold any number of bytes.
    private var endless: String?
    private let maximumStreamBytes: Int?
    private var bytesRead = 0
    private var next = 0
    private var isAtEnd = false
    private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)

    /// The maximum length of a record in bytes.
    static let longestRecord = 64 << 20

    /// - Parameters:
    ///   - path: a file or a pipe.
    ///   - maximumStreamBytes: the maximum number of bytes of a pipe or of gzip data, which may never end; nil for any.
    init(of path: String, maximumStreamBytes: Int?) throws(ReadingFault) {
        let plain = FileSource(try Self.file(at: path)) { _ in }
        let stored = try SniffedSource(plain)
        guard case .text(let source) = try Content(of: stored, depth: 0, isNamed: false) else {
            throw ReadingFault(reason: "it is a zip")
        }
        // What is not text shows at its beginning, and need not be read to an end that may never come.
        guard !source.head.contains(0) else { throw .notText }
        self.source = source
        self.maximumStreamBytes = maximumStreamBytes
        if case .gzip = ContentKind(stored.head) {
            endless = "gzip data"
        } else if plain.file.kind != .file {
            endless = plain.file.kind.words
        }
        // What is too long is refused before any of it is used.
        if endless != nil, maximumStreamBytes != nil {
            while !isAtEnd { try fill() }
        }
    }

    deinit { piece.deallocate() }

    /// The first byte of the text that is no white space; nil if there is none near the beginning.
    var firstByte: UInt8? {
        let head = source.head
        let start = head.span.startsWithByteOrderMark ? 3 : 0
        return head[start...]
            .first { ![.space, .tab, .carriageReturn, .lineFeed].contains($0) }
    }

    /// The place of the next line in ``buffer``, with its line end; nil at the end.
    func nextLine() throws(Fault) -> Range<Int>? {
        while true {
            let lineFeed = buffer.span.firstOffset(of: .lineFeed, from: next)
            let end = lineFeed.map { $0 + 1 } ?? buffer.count
            if lineFeed != nil || isAtEnd && next < end {
                let hasMark = buffer.span.startsWithByteOrderMark
                let start = number == 0 && hasMark ? 3 : next
                number += 1
                next = end
                let line = start..<end
                if buffer.span.extracting(line).contains(0) { throw Fault(reason: ReadingFault.notText.reason) }
                if buffer.span.firstFault(in: line) != nil {
                    throw Fault(line: number, reason: "it is not valid UTF-8")
                }
                return line
            }
            if isAtEnd { return nil }
            buffer.removeSubrange(..<next)
            next = 0
            guard buffer.count <= Self.longestRecord else {
                throw Fault(line: number + 1, reason: "it is longer than \(Self.longestRecord >> 20) MiB")
            }
            try refill()
        }
    }

    /// Adds the next bytes, which may end anywhere, to a text; false at the end.
    func appendPiece(to text: inout [UInt8]) throws(Fault) -> Bool {
        if next == buffer.count, !isAtEnd {
            buffer.removeAll(keepingCapacity: true)
            next = 0
            try refill()
        }
        text.append(contentsOf: buffer[next...])
        defer { next = buffer.count }
        return next < buffer.count
    }

    /// The place of the next line that holds more than spaces and tabs; nil at the end.
    func nextLineWithText() throws(Fault) -> Range<Int>? {
        while let line = try nextLine() {
            if !buffer.span.extracting(buffer.span.content(line)).isBlank { return line }
        }
        return nil
    }

    private func refill() throws(Fault) {
        do throws(ReadingFault) {
            try fill()
        } catch {
            throw Fault(reason: error.reason)
        }
    }

    private func fill() throws(ReadingFault) {
        let count = try source.read(into: piece)
        buffer.append(contentsOf: piece[..<count])
        isAtEnd = count == 0
        bytesRead += count
        if let endless, let maximumStreamBytes, bytesRead > maximumStreamBytes {
            throw ReadingFault(reason: "it is \(endless) that holds more than \(maximumStreamBytes >> 20) MiB")
        }
    }

    private static func file(at path: String) throws(ReadingFault) -> OpenFile {
        do throws(FileError) {
            let file = try OpenFile(anyKindAt: path)
            let kind = file.kind
            if kind == .folder { throw FileError(path: path, doing: "read", found: kind) }
            return file
        } catch  where error.found != nil {
            throw ReadingFault(reason: error.reason)
        } catch {
            throw ReadingFault(error)
        }
    }
}

extension ReadingFault {
    fileprivate static let notText = ReadingFault(reason: "it is not UTF-8 text")
}
