import CByteMasks

/// The CSV of tracking logs.
///
/// Fields are separated by `;`. A field is enclosed in `"`, quotes inside doubled, exactly if it holds the separator, a
/// quote, LF, CR, a tab or a space. Rows end with LF.
///
/// That is the rule of PHP's `fputcsv` with an empty escape character, which the vendor's published rows follow.
public enum CSVDialect {
    /// The separator between two fields.
    @inlinable
    public static var separator: UInt8 { .semicolon }
    /// The byte that encloses a field.
    @inlinable
    public static var quote: UInt8 { .quote }

    /// A bit for each byte below 64 that makes enclosing necessary: tab, LF, CR, space, quote and separator.
    @usableFromInline
    static var enclosing: UInt64 { 1 << 9 | 1 << 10 | 1 << 13 | 1 << 32 | 1 << 34 | 1 << 59 }

    /// Whether a field that holds this byte must be enclosed.
    @inlinable @inline(__always)
    package static func mustEnclose(_ byte: UInt8) -> Bool { byte < 64 && enclosing >> UInt64(byte) & 1 != 0 }

    /// The offset of the first byte that makes enclosing necessary, or the end.
    @inlinable
    package static func firstEnclosing(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        var index = start
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let distance = word ^ (ones &* UInt64(separator))
            // The lowest bit set is that of a byte below 0x23, as all but the separator are, or of a separator.
            let found = ((word &- ones &* 0x23) & ~word | (distance &- ones) & ~distance) & tops
            guard found != 0 else {
                index += 8
                continue
            }
            index += found.trailingZeroBitCount / 8
            if mustEnclose(bytes[index]) { return index }
            index += 1
        }
        while index < bytes.count, !mustEnclose(bytes[index]) { index += 1 }
        return index
    }

    /// The maximum bytes that a field takes up when written.
    @inlinable
    public static func maximumBytes(for field: Span<UInt8>) -> Int { 2 * field.count + 2 }

    /// Writes a field, enclosed if necessary, without separator or line end.
    ///
    /// - Parameters:
    ///   - field: the field's bytes.
    ///   - place: the destination, with room for ``maximumBytes(for:)``.
    /// - Returns: how many bytes were written.
    public static func write(_ field: Span<UInt8>, at place: UnsafeMutablePointer<UInt8>) -> Int {
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

    /// Appends a field, enclosed if necessary, without separator or line end.
    public static func appendField(_ field: Span<UInt8>, to row: inout [UInt8]) {
        let (start, room) = (row.count, maximumBytes(for: field))
        row.append(contentsOf: repeatElement(0, count: room))
        let count = row.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { write(field, at: $0 + start) } ?? 0
        }
        row.removeLast(room - count)
    }

    /// Appends a text in which every quote is doubled, the doubling undone.
    public static func appendHalvingQuotes(of field: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        let start = text.count
        text.append(contentsOf: field)
        let left = text.withUnsafeMutableBufferPointer { text in
            text.baseAddress.map { bytes_halve($0 + start, field.count, quote) } ?? 0
        }
        text.removeLast(field.count - left)
    }

    /// Appends a time as the first field of a row: always enclosed, because it holds a space.
    public static func appendTime(_ time: Timestamp, to row: inout [UInt8]) {
        row.append(quote)
        time.append(to: &row)
        row.append(quote)
    }
}
