import LogArchive
import LogVerification
import TrackingLog

/// A row exactly as Pushtrail writes it: eight fields, each enclosed only if necessary (`CSVDialect`).
struct CanonicalRow {
    /// The fields' offsets in the row, without their quotes: small, because millions of rows are passed on.
    private var ranges = InlineArray<8, Range<UInt32>>(repeating: 0..<0)
    private let bytes: UnsafeRawBufferPointer
    /// The separators after the first, fourth and seventh field: between them what and whom take turns.
    private var cuts: (time: Int, device: Int, app: Int) = (0, 0, 0)
    /// The time of the event.
    private(set) var time: Timestamp

    /// - Parameter bytes: a row without its LF, as ``RowSplitter`` gives it; it must outlive this value.
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
                switch column {
                case 0: cuts.time = end
                case 3: cuts.device = end
                case 6: cuts.app = end
                default: break
                }
            }
        }
        let written = self[.timestamp]
        guard written.count == 19,
            let time = Timestamp(written.bindMemory(to: UInt8.self).span), written[10] == .space,
            !self[.trackingCode].isEmpty, !self[.status].isEmpty
        else { return nil }
        self.time = time
    }

    /// A field as written, inner quotes doubled.
    subscript(column: Column) -> UnsafeRawBufferPointer {
        let range = ranges[column.rawValue]
        return UnsafeRawBufferPointer(rebasing: bytes[Int(range.lowerBound)..<Int(range.upperBound)])
    }

    /// Appends what happened: time, status, description and app, as written and separated as in the row.
    func appendWhat(to text: inout [UInt8]) {
        text.append(contentsOf: bytes[..<cuts.time])
        text.append(contentsOf: bytes[cuts.device..<cuts.app])
    }

    /// Appends to whom: tracking code, target, device and payload, as written and separated as in the row.
    func appendWhom(to text: inout [UInt8]) {
        text.append(contentsOf: bytes[(cuts.time + 1)..<cuts.device])
        text.append(contentsOf: bytes[cuts.app...])
    }

    /// Reads the field that begins at an offset.
    ///
    /// - Returns: the range of its text; nil if it is not in the dialect.
    private static func field(_ column: Int, at start: Int, of bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        if column == 0 {
            // A time is always enclosed, and reading it checks every byte.
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

    /// The last field, a payload full of doubled quotes, 64 bytes at a time; nil if that does not decide.
    private static func payload(in bytes: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
        let end = bytes.count - 1
        // Three bytes at least: both that are checked must be the payload's own.
        guard end > start + 3, bytes[end] == CSVDialect.quote else { return nil }
        let text = bytes.bindMemory(to: UInt8.self)
        guard text[start + 2] == CSVDialect.quote || text[start + 3] == CSVDialect.quote,
            QuotePairs.fill(text.span, from: start + 1, to: end)
        else { return nil }
        return start + 1..<end
    }

    /// Whether a spreadsheet would run a cell as a formula.
    var hasFormula: Bool {
        for column in 1..<8 where !ranges[column].isEmpty {
            if FormulaCell.begins(bytes[Int(ranges[column].lowerBound)]) { return true }
        }
        return false
    }
}
