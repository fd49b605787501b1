import CByteMasks
import TrackingLog

/// Checks that all quotes of a text come in adjacent pairs.
///
/// It takes 64 bytes at a time and no branch for each quote: a payload has one every few bytes, which no processor
/// predicts.
package enum QuotePairs {
    /// Whether every quote between two offsets is doubled, in the only possible reading.
    ///
    /// The answer may be false for a text that is readable: it then needs a closer look.
    ///
    /// - Parameters:
    ///   - text: holds the field.
    ///   - start: where its content begins.
    ///   - end: where its content ends.
    ///   - separator: what separates two fields.
    package static func fill(
        _ text: Span<UInt8>, from start: Int, to end: Int, separator: UInt8 = CSVDialect.separator
    ) -> Bool {
        // All ones where the text so far holds an odd number of quotes.
        var isOdd: UInt64 = 0
        // 1 where the last byte was the first quote of a pair.
        var wantsSecond: UInt64 = 0
        var endsInBackslash: UInt64 = 0
        var sawBackslashQuote = false
        var index = start
        while index < end {
            let length = min(64, end - index)
            let (quotes, backslashes) = masks(
                of: CSVDialect.quote, and: .backslash, in: text, at: index, length: length)
            if quotes & (backslashes << 1 | endsInBackslash) != 0 { sawBackslashQuote = true }
            // Bit i: whether the quotes up to and including byte i are odd in number.
            var parity = quotes
            parity ^= parity << 1
            parity ^= parity << 2
            parity ^= parity << 4
            parity ^= parity << 8
            parity ^= parity << 16
            parity ^= parity << 32
            parity ^= isOdd
            let firsts = quotes & parity
            guard firsts << 1 | wantsSecond == quotes & ~parity else { return false }
            wantsSecond = length == 64 ? firsts >> 63 : firsts >> UInt64(length - 1)
            isOdd = UInt64(bitPattern: Int64(bitPattern: parity) >> 63)
            endsInBackslash = backslashes >> UInt64(length - 1)
            index += length
        }
        return wantsSecond == 0 && !(sawBackslashQuote && mayCloseAfterBackslash(text, from: start, to: end, separator))
    }

    /// Whether a quote is before a separator or at the end. There, after a backslash, PHP may have written one quote as
    /// text and a second one to close the field. (`\""` before other text is always a doubled quote.)
    private static func mayCloseAfterBackslash(
        _ text: Span<UInt8>, from start: Int, to end: Int, _ separator: UInt8
    ) -> Bool {
        var endsInQuote: UInt64 = 0
        var index = start
        while index < end {
            let length = min(64, end - index)
            let (quotes, separators) = masks(
                of: CSVDialect.quote, and: separator, in: text, at: index, length: length)
            if (quotes << 1 | endsInQuote) & separators != 0 { return true }
            endsInQuote = quotes >> UInt64(length - 1)
            index += length
        }
        return endsInQuote != 0
    }

    /// A bit for each of up to 64 bytes, set where it is a certain byte: for a byte that is frequent, and for a rare
    /// one.
    @inline(__always)
    private static func masks(
        of frequent: UInt8, and rare: UInt8, in text: Span<UInt8>, at start: Int, length: Int
    ) -> (frequent: UInt64, rare: UInt64) {
        if length == 64 {
            return text.extracting(start..<start + 64).withUnsafeBufferPointer { bytes in
                (bytes_equal_64(bytes.baseAddress, frequent), bytes_equal_64(bytes.baseAddress, rare))
            }
        }
        var masks: (frequent: UInt64, rare: UInt64) = (0, 0)
        var offset = 0
        while offset &+ 8 <= length {
            let word = text.word(at: start &+ offset)
            masks.frequent |= word.matches(frequent).gathered &<< UInt64(truncatingIfNeeded: offset)
            let rareMatches = word.matches(rare)
            if rareMatches != 0 { masks.rare |= rareMatches.gathered &<< UInt64(truncatingIfNeeded: offset) }
            offset &+= 8
        }
        while offset < length {
            if text[start + offset] == frequent { masks.frequent |= 1 &<< UInt64(truncatingIfNeeded: offset) }
            if text[start + offset] == rare { masks.rare |= 1 &<< UInt64(truncatingIfNeeded: offset) }
            offset += 1
        }
        return masks
    }
}

extension Span<UInt8> {
    /// Eight bytes as a number, the first one lowest.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// Whether a byte stands between two offsets, which are close to each other.
    @inline(__always)
    func has(_ byte: UInt8, from start: Int, to end: Int) -> Bool {
        var index = start
        while index &+ 8 <= end {
            if word(at: index).matches(byte) != 0 { return true }
            index &+= 8
        }
        while index < end {
            if self[index] == byte { return true }
            index &+= 1
        }
        return false
    }
}

extension UInt64 {
    /// The number's bytes that are a certain byte: 0x80 in each such place, 0 in the others.
    @inline(__always)
    func matches(_ byte: UInt8) -> UInt64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let difference = self ^ (0x0101_0101_0101_0101 &* UInt64(byte))
        return ~((difference & low) &+ low | difference | low)
    }

    /// The top bits of the eight bytes, as the eight lowest bits.
    @inline(__always)
    var gathered: UInt64 { ((self >> 7) &* 0x0102_0408_1020_4080) >> 56 }
}
