import LogArchive
import TrackingLog

/// A row exactly as we write it: eight fields, each enclosed when it must be and only then (`CSVDialect`).
struct WrittenRow {
    /// Where the fields stand in the row, without their enclosing quotes: small, for millions of rows hand it on.
    private var ranges = InlineArray<8, Range<UInt32>>(repeating: 0..<0)
    private let bytes: UnsafeRawBufferPointer
    /// When it happened.
    private(set) var time: Timestamp

    /// - Parameter bytes: a row without its LF, no longer than ``RowCutter`` lets them be; it has to outlive this value.
    init?(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        time = Timestamp(secondsSince1970: 0)
        var position = 0
        for column in 0..<8 {
            guard let range = Self.field(column, at: position, of: bytes) else { return nil }
            ranges[column] = UInt32(range.lowerBound)..<UInt32(range.upperBound)
            // An enclosed field's text begins and ends within its quotes.
            let end = range.lowerBound > position ? range.upperBound + 1 : range.upperBound
            if column == 7 {
                guard end == bytes.count else { return nil }
            } else {
                guard end < bytes.count, bytes[end] == CSVDialect.separator else { return nil }
                position = end + 1
            }
        }
        let spelled = self[.timestamp]
        guard spelled.count == 19,
            let time = Timestamp(spelled.bindMemory(to: UInt8.self).span), spelled[10] == .space,
            !self[.trackingCode].isEmpty, !self[.status].isEmpty
        else { return nil }
        self.time = time
    }

    /// A field as it stands, inner quotes doubled.
    subscript(column: Column) -> UnsafeRawBufferPointer {
        let range = ranges[column.rawValue]
        return UnsafeRawBufferPointer(rebasing: bytes[Int(range.lowerBound)..<Int(range.upperBound)])
    }

    /// Reads the field that begins at an offset.
    ///
    /// - Returns: where its text stands; nil where it is not spelled as it has to be.
    private static func field(_ column: Int, at start: Int, of bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        if column == 0 {
            // A time is always enclosed, and its reading looks at every byte.
            guard bytes.count > 20, bytes[0] == CSVDialect.quote, bytes[20] == CSVDialect.quote else { return nil }
            return 1..<20
        }
        guard start < bytes.count, bytes[start] == CSVDialect.quote else {
            let end = CSVDialect.firstEnclosing(in: bytes, from: start)
            guard end == bytes.count || bytes[end] == CSVDialect.separator else { return nil }
            return start..<end
        }
        if column == Column.payload.rawValue, let text = payload(in: bytes, from: start) { return text }
        var mustBeEnclosed = false
        var index = start + 1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == CSVDialect.quote {
                guard index + 1 < bytes.count, bytes[index + 1] == CSVDialect.quote else {
                    return mustBeEnclosed ? start + 1..<index : nil
                }
                index += 1
            }
            mustBeEnclosed = mustBeEnclosed || CSVDialect.mustEnclose(byte)
            index += 1
        }
        return nil
    }

    /// The last field, a payload full of doubled quotes, 64 bytes at a time; nil where it is not clear by that alone.
    private static func payload(in bytes: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
        let end = bytes.count - 1
        // Three bytes at least: both that are looked at have to be the payload's own.
        guard end > start + 3, bytes[end] == CSVDialect.quote else { return nil }
        let text = bytes.bindMemory(to: UInt8.self)
        guard text[start + 2] == CSVDialect.quote || text[start + 3] == CSVDialect.quote,
            QuotePairs.fill(text.span, from: start + 1, to: end)
        else { return nil }
        return start + 1..<end
    }

    /// Whether some cell is a formula to a spreadsheet.
    var hasFormula: Bool {
        for column in 1..<8 where !ranges[column].isEmpty {
            if FormulaCell.begins(bytes[Int(ranges[column].lowerBound)]) { return true }
        }
        return false
    }
}
