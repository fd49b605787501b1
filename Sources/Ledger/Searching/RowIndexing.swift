import Glibc
import LogArchive
import TrackingLog

/// Builds the search index of a night from its lines.
struct RowIndexing: ~Copyable {
    private var builder: SearchIndexBuilder
    /// The byte of the log at which the next line begins.
    private var offset = 0
    /// The last row's code and device, and what they are found by: the rows of a message often follow each other.
    private var code = KnownTerm()
    private var device = KnownTerm()
    /// The last payload that was looked into, and whether it is JSON.
    private var payload: (text: [UInt8], isJSON: Bool) = ([], false)

    /// - Parameter entry: the name of the log in the zip.
    init(entry: String) { builder = SearchIndexBuilder(ofLog: entry) }

    /// Adds the next line.
    ///
    /// - Parameters:
    ///   - number: the row's number, from 1; 0 for the header.
    ///   - line: its bytes, without its LF.
    ///   - row: the row; nil if it is not canonical.
    mutating func add(_ number: Int, _ line: UnsafeRawBufferPointer, _ row: CanonicalRow?) {
        let start = offset
        offset += line.count + 1
        guard number > 0 else { return }
        builder.countRow()
        guard let row, !isDoubtful(row, line) else { return builder.addDoubtful(start..<offset) }
        builder.add(code.term(of: row[.trackingCode], SearchTerm.init(code:)), at: start)
        let hwid = row[.hwid]
        if !hwid.isEmpty { builder.add(device.term(of: hwid, SearchTerm.init(hwid:)), at: start) }
    }

    /// Takes the bytes that follow those taken before.
    mutating func takeOutput() -> [UInt8] { builder.takeOutput() }

    /// Ends the index.
    ///
    /// - Parameter subject: what it is of.
    /// - Returns: the last bytes.
    consuming func finish(_ subject: SearchIndexBuilder.Subject) -> [UInt8] { builder.finish(subject) }

    /// Whether a reader of logs may take the row for another one.
    ///
    /// Readers leave out spaces around fields, and where a quote follows a backslash and the payload is no JSON, they
    /// look for a reading that fits better (`RowInterpreter`).
    private mutating func isDoubtful(_ row: CanonicalRow, _ line: UnsafeRawBufferPointer) -> Bool {
        let hasSpace = [Column.trackingCode, .hwid].contains { column in
            let field = row[column]
            return !field.isEmpty && (field[0] <= .space || field[field.count - 1] <= .space)
        }
        if hasSpace { return true }
        guard Self.holdsBackslashQuote(line) else { return false }
        let text = row[.payload]
        guard !text.isEmpty else { return false }
        if !payload.text.withUnsafeBytes({ text.isSame(as: $0) }) {
            let bytes = text.bindMemory(to: UInt8.self).span
            payload = (Array(text), JSONText.isValid(bytes, quotesAreDoubled: true))
        }
        return !payload.isJSON
    }

    private static func holdsBackslashQuote(_ line: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        while let base = line.baseAddress, position < line.count,
            let found = memchr(base + position, Int32(UInt8.backslash), line.count - position)
        {
            position = found - UnsafeMutableRawPointer(mutating: base) + 1
            if position < line.count, line[position] == CSVDialect.quote { return true }
        }
        return false
    }
}

/// What a text is found by, kept for rows of the same text.
private struct KnownTerm {
    private var text: [UInt8] = []
    private var term: SearchTerm?

    /// What a field is found by.
    ///
    /// - Parameters:
    ///   - field: a field as written, inner quotes doubled.
    ///   - hash: makes the term.
    mutating func term(of field: UnsafeRawBufferPointer, _ hash: (UnsafeRawBufferPointer) -> SearchTerm) -> SearchTerm {
        if let term, text.withUnsafeBytes({ field.isSame(as: $0) }) { return term }
        text.removeAll(keepingCapacity: true)
        text.append(contentsOf: field)
        let term = field.contains(CSVDialect.quote) ? Self.undoubled(field).withUnsafeBytes(hash) : hash(field)
        self.term = term
        return term
    }

    /// A field without every second quote.
    private static func undoubled(_ field: UnsafeRawBufferPointer) -> [UInt8] {
        var text: [UInt8] = []
        var isSecond = false
        for byte in field {
            if byte == CSVDialect.quote, isSecond {
                isSecond = false
                continue
            }
            isSecond = byte == CSVDialect.quote
            text.append(byte)
        }
        return text
    }
}

extension UnsafeRawBufferPointer {
    /// Whether other bytes are the same.
    fileprivate func isSame(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let base = baseAddress, let otherBase = other.baseAddress else { return true }
        return memcmp(base, otherBase, count) == 0
    }
}
