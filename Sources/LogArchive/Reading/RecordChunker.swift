import TrackingLog

/// A run of complete records at the beginning of a batch's text.
struct Chunk {
    /// Its length in the batch's text, in bytes.
    var count: Int
    /// Whether the file begins with it.
    var isFirst: Bool
    /// The number of its first line.
    var firstLine: Int
    /// Whether it is the beginning of a record that is too long to be read.
    var isOverlong = false
    /// The layout of the rows after it, where the batch holds its rows and rejects already.
    var scannedTo: RowLayout?
}

/// Cuts one source into chunks that can be read independently, in any order.
///
/// CSV may hold line ends inside quotes, and damaged CSV quotes that never close, so not every line end is the end of a
/// row. A cut is made where one certainly is: after a line that is an *evident* row (see ``PlainRow/isEvident``), after
/// any line where there is no quote at all, or else where reading from the beginning of the chunk ends a row. So the
/// rows do not depend on where the cuts fall.
final class RecordChunker {
    private let source: any ByteSource
    /// How the records of the next chunk follow each other. A header in a chunk before may have changed it.
    var shape: TextShape
    private var objects = ObjectBoundaries()
    private let options: ReadingOptions
    /// The bytes after the last cut.
    private var carry: [UInt8] = []
    private var firstLine: Int
    private var isFirst: Bool
    private var isAtEnd = false
    private var isSkipping = false
    /// What kept the source from being read to its end.
    private(set) var fault: ReadingFault?

    /// - Parameters:
    ///   - source: gives the text.
    ///   - shape: how the text's records follow each other.
    ///   - options: how logs are to be read.
    ///   - line: the number of the first line; nil where the file begins with it.
    init(_ source: any ByteSource, shape: TextShape, options: ReadingOptions, fromLine line: Int? = nil) {
        self.source = source
        self.shape = shape
        self.options = options
        firstLine = line ?? 1
        isFirst = line == nil
    }

    enum Next {
        case chunk(Chunk)
        case end
        /// Where the chunk ends depends on the shape, which is not settled.
        case unsettled
    }

    /// Fills a batch's text with the next chunk. The text may be longer than the chunk.
    ///
    /// - Parameter isSettled: whether ``shape`` is certainly that of the next records: no chunk before can still change it.
    func next(into batch: inout EventBatch, isSettled: Bool = true) -> Next {
        batch.clear()
        var filled = carry.count
        var size = max(min(options.chunkSize, options.longestRecord), filled)
        batch.text.setCount(size)
        batch.text.replaceSubrange(0..<filled, with: carry)
        carry.removeAll(keepingCapacity: true)
        while true {
            filled += fill(&batch.text, from: filled)
            if isSkipping { filled = skip(&batch.text, filled: filled) }
            if isAtEnd, fault == nil {
                if shape == .objects {
                    objects.advance(in: batch.text.span.extracting(0..<filled))
                    if objects.arrays > 0 { fault = .openArray }
                }
                return filled == 0 ? .end : .chunk(chunk(in: &batch, count: filled, filled: filled))
            }
            if !isSkipping {
                let cut = certainRowEnd(batch.text.span.extracting(0..<filled))
                if cut > 0 { return .chunk(chunk(in: &batch, count: cut, filled: filled)) }
                guard isSettled else {
                    carry.append(contentsOf: batch.text[0..<filled])
                    return .unsettled
                }
                let (used, layout) = scan(&batch, filled: filled)
                if used > 0, endsBeginning(batch.text.span.extracting(0..<used)) {
                    var scanned = chunk(in: &batch, count: used, filled: filled)
                    scanned.scannedTo = layout
                    return .chunk(scanned)
                }
            }
            // The source failed within a record, which is then no reject of its own.
            if isAtEnd { return .end }
            if filled >= options.longestRecord {
                guard shape == .objects else { return .chunk(overlong(in: &batch, filled: filled)) }
                fault = .openObject(from: firstLine, longest: options.longestRecord)
                return .end
            }
            if filled == size {
                size = min(size * 8, options.longestRecord)
                batch.text.setCount(size)
            }
        }
    }

    /// Reads until the text is full or the source ends, or faults, which ends it too.
    private func fill(_ text: inout [UInt8], from start: Int) -> Int {
        var filled = start
        while !isAtEnd, filled < text.count {
            let count: Int
            do throws(ReadingFault) {
                count = try text.read(from: source, at: filled)
            } catch {
                fault = error
                count = 0
            }
            if count == 0 { isAtEnd = true }
            filled += count
        }
        return filled - start
    }

    private func chunk(in batch: inout EventBatch, count: Int, filled: Int) -> Chunk {
        let chunk = Chunk(count: count, isFirst: isFirst, firstLine: firstLine)
        batch.recordsEnd = count
        if shape == .objects { objects.drop(count) }
        isFirst = false
        firstLine += batch.text.span.occurrences(of: .lineFeed, before: count)
        if filled > count { carry.append(contentsOf: batch.text[count..<filled]) }
        return chunk
    }

    // MARK: - Where to cut

    /// The offset of a row end that is evident from the lines before it; 0 where none is.
    private func certainRowEnd(_ text: Span<UInt8>) -> Int {
        if shape == .objects {
            objects.advance(in: text)
            return objects.end
        }
        guard let last = text.lastOffset(of: .lineFeed, before: text.count) else { return 0 }
        switch shape {
        case .objectLines, .objects: return last + 1
        case .table: return text.hasNoQuote(before: last) ? last + 1 : 0
        case .rows(let layout):
            let end = text.certainRowEnd(last: last, in: layout)
            guard end > 0, !text.endsInPreamble(last: end - 1), endsBeginning(text.extracting(0..<end)) else {
                return 0
            }
            return end
        }
    }

    /// Whether what stands before the first record of a file is complete: it is read together.
    private func endsBeginning(_ text: Span<UInt8>) -> Bool {
        guard isFirst, case .rows = shape else { return true }
        var start = text.startsWithByteOrderMark ? 3 : 0
        while start < text.count {
            let end = text.endOfLine(from: start)
            let line = text.extracting(text.content(start..<end))
            // What is neither a row nor a reject.
            let isHeader = HeaderLine(line).map { $0.layout != nil } ?? false
            if !line.isBlank, !isHeader, PreambleLine(line) == nil { return true }
            start = end
        }
        return false
    }

    /// Reads the rows from the beginning on, and returns the end of the last complete one, or 0 where none is, and the
    /// layout of the rows after it.
    private func scan(_ batch: inout EventBatch, filled: Int) -> (end: Int, RowLayout?) {
        guard let last = batch.text.span.lastOffset(of: .lineFeed, before: filled) else { return (0, nil) }
        switch shape {
        case .objectLines, .objects: return (0, nil)
        case .table(let separator): return (tableEnd(batch.text.span.extracting(0..<last + 1), separator), nil)
        case .rows(let layout):
            var scanner = RowScanner(options: options, layout: layout)
            let end = scanner.scan(&batch, count: last + 1, isFirst: isFirst, isFinal: false)
            return (end, scanner.layout)
        }
    }

    /// The end of the last complete row of another table.
    private func tableEnd(_ text: Span<UInt8>, _ separator: UInt8) -> Int {
        var rows = TableRows(separator: separator, at: 0)
        while rows.position < text.count {
            if case .open = rows.next(in: text, isFinal: false) { break }
        }
        return rows.position
    }

    // MARK: - Records too long to be read

    /// The first line of a text that holds no row end within the longest record.
    private func overlong(in batch: inout EventBatch, filled: Int) -> Chunk {
        if let end = batch.text.span.firstOffset(of: .lineFeed, from: 0), end < filled {
            // A quote that is never closed: the line is rejected for that, and reading goes on after it.
            return chunk(in: &batch, count: end + 1, filled: filled)
        }
        let chunk = Chunk(count: min(filled, 1024), isFirst: isFirst, firstLine: firstLine, isOverlong: true)
        isFirst = false
        isSkipping = true
        return chunk
    }

    /// Drops what is left of an overlong line.
    ///
    /// - Returns: how many bytes are left in the text.
    private func skip(_ text: inout [UInt8], filled: Int) -> Int {
        guard let end = text.span.extracting(0..<filled).firstOffset(of: .lineFeed, from: 0) else { return 0 }
        isSkipping = false
        firstLine += 1
        text.replaceSubrange(0..<filled - end - 1, with: Array(text[(end + 1)..<filled]))
        return filled - end - 1
    }
}

extension ReadingFault {
    fileprivate static let openArray = ReadingFault.damaged("its array is not closed: the file was cut off")

    fileprivate static func openObject(from line: Int, longest: Int) -> ReadingFault {
        ReadingFault(
            reason: "an object of line \(line) or later is not closed within \(longest >> 20) MiB",
            remedy: "correct it, or write one object a line, as `jq -c .[]` does")
    }
}

extension Array where Element == UInt8 {
    /// Fills the array from an offset on.
    fileprivate mutating func read(from source: any ByteSource, at offset: Int) throws(ReadingFault) -> Int {
        var result: Swift.Result<Int, ReadingFault> = .success(0)
        withUnsafeMutableBytes { bytes in
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[offset...])
            do throws(ReadingFault) {
                result = .success(try source.read(into: rest))
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }
}
