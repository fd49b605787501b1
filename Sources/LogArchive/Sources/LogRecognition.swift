import TrackingLog

/// What the first bytes of a text say about it: a tracking log, a log with other columns, or no log at all.
struct LogRecognition {
    private let head: [UInt8]
    /// Lines without any likeness to a row, from which on a text is no log.
    private static let minimumLines = 3

    /// - Parameter head: the first bytes of a text that may be CSV.
    init(_ head: [UInt8]) { self.head = head }

    /// Whether the text begins with a tracking log's header or row. Names decide nothing here.
    var beginsAsLog: Bool {
        let line = head.span.content(0..<head.span.endOfLine(from: 0))
        return HeaderLine(head.span.extracting(line)) != nil
            || PlainRow(in: head.span, at: 0, limit: line.upperBound) != nil
    }

    /// Why the text is not read as a tracking log; nil if it is. Its records may still be rejected then, one by one.
    ///
    /// - Parameter formatIsNamed: whether someone said that it is one, whatever it looks like.
    func fault(formatIsNamed: Bool) -> ReadingFault? {
        var lines = 0
        var start = head.span.startsWithByteOrderMark ? 3 : 0
        while start < head.count {
            let end = head.span.endOfLine(from: start)
            let line = head.span.content(start..<end)
            start = end
            guard !line.isEmpty else { continue }
            // Only the first line can be a header.
            if lines == 0, let header = HeaderLine(head.span.extracting(line)) {
                return header.isTrackingLog ? nil : .otherColumns(header.text)
            }
            if Self.isLikeRow(head.span.extracting(line)) { return nil }
            lines += 1
        }
        // A line or two may be all that is left of a log.
        return formatIsNamed || lines < Self.minimumLines ? nil : .noLog
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

extension ReadingFault {
    private static let columns = "a tracking log has the columns \(Column.header.dropFirst(2))"

    fileprivate static func otherColumns(_ header: String) -> ReadingFault {
        ReadingFault(reason: "its header names other columns: \(header)", remedy: columns + ", in this order")
    }

    fileprivate static let noLog = ReadingFault(
        reason: "not a tracking log: neither a header nor a row is in its first lines",
        remedy: columns)
}
