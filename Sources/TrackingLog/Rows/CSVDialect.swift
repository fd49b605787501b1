import CByteMasks

/// How a tracking log spells a row: fields separated by `;`, a field enclosed in `"` exactly when it holds the
/// separator, a quote, LF, CR, a tab or a space, quotes inside doubled, LF at the end.
///
/// That is the rule of PHP's `fputcsv` with an empty escape character, which the vendor's published rows follow.
public enum CSVDialect {
    /// What stands between two fields.
    @inlinable
    public static var separator: UInt8 { UInt8(ascii: ";") }
    /// What encloses a field.
    @inlinable
    public static var quote: UInt8 { UInt8(ascii: "\"") }

    /// A bit for each byte below 64 that makes enclosing necessary: tab, LF, CR, space, quote and separator.
    private static let enclosing: UInt64 = 1 << 9 | 1 << 10 | 1 << 13 | 1 << 32 | 1 << 34 | 1 << 59

    /// How many bytes a field may take up when it is spelled.
    @inlinable
    public static func mostBytes(for field: Span<UInt8>) -> Int { 2 * field.count + 2 }

    /// Spells a field, enclosed where it must be. Separators and line ends are the caller's.
    ///
    /// - Parameter place: where to, with room for ``mostBytes(for:)``.
    /// - Returns: how many bytes were written.
    public static func spell(_ field: Span<UInt8>, at place: UnsafeMutablePointer<UInt8>) -> Int {
        field.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            guard bytes_any_of(start, bytes.count, enclosing) != 0 else {
                place.update(from: start, count: bytes.count)
                return bytes.count
            }
            place[0] = quote
            let count = bytes_double(start, bytes.count, quote, place + 1)
            place[1 + count] = quote
            return count + 2
        }
    }

    /// Appends a field, enclosed where it must be. Separators and line ends are the caller's.
    public static func appendField(_ field: Span<UInt8>, to row: inout [UInt8]) {
        let (start, most) = (row.count, mostBytes(for: field))
        row.append(contentsOf: repeatElement(0, count: most))
        let count = row.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { spell(field, at: $0 + start) } ?? 0
        }
        row.removeLast(most - count)
    }

    /// Appends a text in which every quote stands doubled, with the doubling undone.
    public static func appendHalvingQuotes(of field: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        let start = text.count
        text.append(contentsOf: field)
        let left = text.withUnsafeMutableBufferPointer { text in
            text.baseAddress.map { bytes_halve($0 + start, field.count, quote) } ?? 0
        }
        text.removeLast(field.count - left)
    }

    /// Appends a time as the first field of a row: always enclosed, for the space in it.
    public static func appendTime(_ time: Timestamp, to row: inout [UInt8]) {
        row.append(quote)
        time.append(to: &row)
        row.append(quote)
    }
}
