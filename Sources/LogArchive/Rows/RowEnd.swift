import TrackingLog

/// Where a text of rows can certainly be cut.
extension Span where Element == UInt8 {
    /// The maximum number of lines to search for an evident row, from the last one back.
    private static var maximumLinesBack: Int { 64 }

    /// The offset of a row end that is evident from the lines before it; 0 where none is.
    ///
    /// - Parameters:
    ///   - last: the offset of the last line feed.
    ///   - layout: how the rows are laid out.
    func certainRowEnd(last: Int, in layout: RowLayout) -> Int {
        var end = last + 1
        // Each of their lines is a reject, up to a header, after which a quote may enclose a line end.
        guard layout.isReadable else { return hasNoQuote(before: last) ? end : 0 }
        let ends = FieldEnds()
        for _ in 0..<Self.maximumLinesBack where end > 0 {
            let start = lastOffset(of: .lineFeed, before: end - 1).map { $0 + 1 } ?? 0
            ends.reset()
            let row = PlainRow(in: extracting(0..<end), at: start, layout: layout, ends)
            if let row, row.isEvident, row.end == end {
                return end
            }
            end = start
        }
        return hasNoQuote(before: last) ? last + 1 : 0
    }

    /// Whether no quote stands before an offset.
    func hasNoQuote(before end: Int) -> Bool {
        firstOffset(of: CSVDialect.quote, from: 0).map { $0 > end } ?? true
    }

    /// Whether the last line may be none of the log's, depending on the line after it: see ``PreambleLine``.
    ///
    /// - Parameter last: the offset of the line feed that ends it.
    func endsInPreamble(last: Int) -> Bool {
        let start = lastOffset(of: .lineFeed, before: last).map { $0 + 1 } ?? 0
        return PreambleLine(extracting(content(start..<last + 1))) != nil
    }
}
