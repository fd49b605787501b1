import CLibcsv
import TrackingLog

/// libcsv in strict mode: RFC 4180 with any separator, LF or CR LF at the end of a row, spaces and tabs around fields.
///
/// It reads what ``PlainRow`` does not; tests compare the two.
final class CSVParser {
    /// The fields of the row, one after the other.
    private(set) var text: [UInt8] = []
    /// Where in ``text`` each field ends.
    private(set) var ends: [Int] = []
    private var parser = csv_parser()
    private var isRowComplete = false
    private let separator: UInt8

    enum Outcome {
        /// A complete row was read.
        case row
        /// The text ended within a row.
        case open
        /// The text breaks RFC 4180.
        case malformed
    }

    init(separator: UInt8 = CSVDialect.separator) {
        self.separator = separator
        start()
    }

    deinit { csv_free(&parser) }

    /// Forgets the row and begins another.
    func reset() {
        csv_free(&parser)
        start()
        text.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        isRowComplete = false
    }

    private func start() {
        csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
        csv_set_delim(&parser, separator)
        // What is around a field, as the CR of `field\r\n` is. What is enclosed in quotes is kept.
        if separator == .tab {
            csv_set_space_func(&parser) { $0 == .space || $0 == .carriageReturn ? 1 : 0 }
        } else {
            csv_set_space_func(&parser) { $0 == .space || $0 == .tab || $0 == .carriageReturn ? 1 : 0 }
        }
        csv_set_term_func(&parser) { $0 == .lineFeed ? 1 : 0 }
        // A field grows by this many bytes at a time: with libcsv's own 128 the copying of a long one is quadratic.
        csv_set_blk_size(&parser, 1 << 14)
    }

    /// Reads more text, which must end no later than the first line end that could end the row.
    func feed(_ piece: Span<UInt8>) -> Outcome {
        let consumed = piece.withUnsafeBufferPointer { bytes in
            csv_parse(
                &parser, bytes.baseAddress, bytes.count, onField, onRow, Unmanaged.passUnretained(self).toOpaque())
        }
        guard consumed == piece.count else { return .malformed }
        return isRowComplete ? .row : .open
    }

    /// Ends the text, which ends a row as a line end does, unless a quote is still open.
    func finish() -> Outcome {
        guard csv_fini(&parser, onField, onRow, Unmanaged.passUnretained(self).toOpaque()) == 0 else {
            return .malformed
        }
        return isRowComplete ? .row : .open
    }

    /// The place of a field in ``text``.
    func field(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    private let onField: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
        field, count, context in
        guard let context else { return }
        let parser = Unmanaged<CSVParser>.fromOpaque(context).takeUnretainedValue()
        parser.text.append(contentsOf: UnsafeRawBufferPointer(start: field, count: count))
        parser.ends.append(parser.text.count)
    }

    private let onRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
        guard let context else { return }
        Unmanaged<CSVParser>.fromOpaque(context).takeUnretainedValue().isRowComplete = true
    }
}
