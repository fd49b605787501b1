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

    /// Whether a field has to be enclosed.
    @inlinable
    public static func mustEnclose(_ field: Span<UInt8>) -> Bool {
        for index in field.indices {
            switch field[index] {
            case separator, quote, 0x0A, 0x0D, 0x09, 0x20: return true
            default: continue
            }
        }
        return false
    }

    /// Appends a field, enclosed where it must be. Separators and line ends are the caller's.
    public static func appendField(_ field: Span<UInt8>, to row: inout [UInt8]) {
        guard mustEnclose(field) else {
            field.withUnsafeBufferPointer { row.append(contentsOf: $0) }
            return
        }
        row.append(quote)
        field.withUnsafeBufferPointer { bytes in
            var rest = bytes[...]
            while let next = rest.firstIndex(of: quote) {
                row.append(contentsOf: rest[...next])
                row.append(quote)
                rest = rest[(next + 1)...]
            }
            row.append(contentsOf: rest)
        }
        row.append(quote)
    }

    /// Appends a time as the first field of a row: always enclosed, for the space in it.
    public static func appendTime(_ time: Timestamp, to row: inout [UInt8]) {
        row.append(quote)
        time.append(to: &row)
        row.append(quote)
    }
}
