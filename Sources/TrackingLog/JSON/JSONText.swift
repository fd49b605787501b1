/// JSON (RFC 8259) read where it stands: values are places in the text, and nothing is built.
///
/// Payloads are kept as their senders wrote them, so a parser that makes a tree and writes it anew will not do.
public enum JSONText {
    /// How deep arrays and objects may nest before a text is taken for hostile.
    static let deepest = 512

    /// Whether a text is one JSON value, white space around it allowed.
    public static func isValid(_ text: Span<UInt8>) -> Bool {
        guard let end = end(ofValueIn: text, at: skipSpace(in: text, from: 0)) else { return false }
        return skipSpace(in: text, from: end) == text.count
    }

    /// The offset after the value that begins at an offset; nil where none does.
    public static func end(ofValueIn text: Span<UInt8>, at start: Int) -> Int? {
        end(ofValueIn: text, at: start, depth: 0)
    }

    private static func end(ofValueIn text: Span<UInt8>, at start: Int, depth: Int) -> Int? {
        guard start < text.count, depth <= deepest else { return nil }
        switch text[start] {
        case UInt8(ascii: "{"):
            var index = skipSpace(in: text, from: start + 1)
            if index < text.count, text[index] == UInt8(ascii: "}") { return index + 1 }
            while true {
                guard let key = end(ofStringIn: text, at: index) else { return nil }
                index = skipSpace(in: text, from: key)
                guard index < text.count, text[index] == UInt8(ascii: ":") else { return nil }
                index = skipSpace(in: text, from: index + 1)
                guard let value = end(ofValueIn: text, at: index, depth: depth + 1) else { return nil }
                index = skipSpace(in: text, from: value)
                guard index < text.count else { return nil }
                if text[index] == UInt8(ascii: "}") { return index + 1 }
                guard text[index] == UInt8(ascii: ",") else { return nil }
                index = skipSpace(in: text, from: index + 1)
            }
        case UInt8(ascii: "["):
            var index = skipSpace(in: text, from: start + 1)
            if index < text.count, text[index] == UInt8(ascii: "]") { return index + 1 }
            while true {
                guard let value = end(ofValueIn: text, at: index, depth: depth + 1) else { return nil }
                index = skipSpace(in: text, from: value)
                guard index < text.count else { return nil }
                if text[index] == UInt8(ascii: "]") { return index + 1 }
                guard text[index] == UInt8(ascii: ",") else { return nil }
                index = skipSpace(in: text, from: index + 1)
            }
        case UInt8(ascii: "\""): return end(ofStringIn: text, at: start)
        case UInt8(ascii: "t"): return end(ofWord: "true", in: text, at: start)
        case UInt8(ascii: "f"): return end(ofWord: "false", in: text, at: start)
        case UInt8(ascii: "n"): return end(ofWord: "null", in: text, at: start)
        default: return end(ofNumberIn: text, at: start)
        }
    }

    /// The offset after the string (its quotes included) that begins at an offset; nil where none does.
    static func end(ofStringIn text: Span<UInt8>, at start: Int) -> Int? {
        guard start < text.count, text[start] == UInt8(ascii: "\"") else { return nil }
        var index = start + 1
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""): return index + 1
            case UInt8(ascii: "\\"):
                guard index + 1 < text.count else { return nil }
                switch text[index + 1] {
                case UInt8(ascii: "u"):
                    guard index + 5 < text.count, (2...5).allSatisfy({ text[index + $0].hexDigit != nil })
                    else { return nil }
                    index += 6
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
                    UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                    index += 2
                default: return nil
                }
            case 0..<0x20: return nil
            default: index += 1
            }
        }
        return nil
    }

    private static func end(ofWord word: StaticString, in text: Span<UInt8>, at start: Int) -> Int? {
        let end = start + word.utf8CodeUnitCount
        guard end <= text.count else { return nil }
        return word.withUTF8Buffer { letters in
            for index in 0..<letters.count where text[start + index] != letters[index] { return nil }
            return end
        }
    }

    private static func end(ofNumberIn text: Span<UInt8>, at start: Int) -> Int? {
        func digits(from start: Int) -> Int? {
            var index = start
            while index < text.count, text[index] &- UInt8(ascii: "0") <= 9 { index += 1 }
            return index > start ? index : nil
        }
        var index = start
        if text[index] == UInt8(ascii: "-") { index += 1 }
        guard let whole = digits(from: index) else { return nil }
        // A leading zero stands alone.
        if text[index] == UInt8(ascii: "0"), whole > index + 1 { return nil }
        index = whole
        if index < text.count, text[index] == UInt8(ascii: ".") {
            guard let fraction = digits(from: index + 1) else { return nil }
            index = fraction
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") { index += 1 }
            guard let exponent = digits(from: index) else { return nil }
            index = exponent
        }
        return index
    }

    static func skipSpace(in text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): index += 1
            default: return index
            }
        }
        return index
    }
}

// MARK: - Members

extension JSONText {
    /// Visits the members of the object that a text is, in their order, until the visitor answers false.
    ///
    /// - Parameters:
    ///   - text: the JSON.
    ///   - visit: is given the place of the key (without its quotes) and of the value.
    /// - Returns: false where the text is not one JSON object (the visitor may have seen members before the fault).
    @discardableResult
    public static func visitMembers(of text: Span<UInt8>, _ visit: (Range<Int>, Range<Int>) -> Bool) -> Bool {
        var index = skipSpace(in: text, from: 0)
        guard index < text.count, text[index] == UInt8(ascii: "{") else { return false }
        index = skipSpace(in: text, from: index + 1)
        if index < text.count, text[index] == UInt8(ascii: "}") {
            return skipSpace(in: text, from: index + 1) == text.count
        }
        while true {
            guard let keyEnd = end(ofStringIn: text, at: index) else { return false }
            let key = index + 1..<keyEnd - 1
            index = skipSpace(in: text, from: keyEnd)
            guard index < text.count, text[index] == UInt8(ascii: ":") else { return false }
            let start = skipSpace(in: text, from: index + 1)
            guard let end = end(ofValueIn: text, at: start) else { return false }
            guard visit(key, start..<end) else { return true }
            index = skipSpace(in: text, from: end)
            guard index < text.count else { return false }
            if text[index] == UInt8(ascii: "}") { return skipSpace(in: text, from: index + 1) == text.count }
            guard text[index] == UInt8(ascii: ",") else { return false }
            index = skipSpace(in: text, from: index + 1)
        }
    }

    /// Whether the key at a place (without its quotes) is a word, escapes undone.
    public static func key(_ key: Range<Int>, of text: Span<UInt8>, is word: StaticString) -> Bool {
        word.withUTF8Buffer { letters in
            let raw = text.extracting(key)
            if raw.count == letters.count {
                var same = true
                for index in 0..<raw.count where raw[index] != letters[index] { same = false }
                if same { return true }
            }
            guard raw.contains(UInt8(ascii: "\\")) else { return false }
            var decoded: [UInt8] = []
            appendString(raw, to: &decoded)
            return decoded.elementsEqual(letters)
        }
    }

    /// Appends what a string's inside (without its quotes) spells, escapes undone, as UTF-8. A lone surrogate becomes
    /// U+FFFD.
    ///
    /// - Returns: whether every surrogate was one of a pair.
    @discardableResult
    public static func appendString(_ inside: Span<UInt8>, to buffer: inout [UInt8]) -> Bool {
        var index = 0
        var isWhole = true
        while index < inside.count {
            let byte = inside[index]
            guard byte == UInt8(ascii: "\\"), index + 1 < inside.count else {
                buffer.append(byte)
                index += 1
                continue
            }
            switch inside[index + 1] {
            case UInt8(ascii: "b"): buffer.append(0x08)
            case UInt8(ascii: "f"): buffer.append(0x0C)
            case UInt8(ascii: "n"): buffer.append(0x0A)
            case UInt8(ascii: "r"): buffer.append(0x0D)
            case UInt8(ascii: "t"): buffer.append(0x09)
            case UInt8(ascii: "u"):
                let (scalar, length) = scalar(in: inside, at: index)
                if scalar == nil { isWhole = false }
                buffer.append(contentsOf: Array(String(scalar ?? "\u{FFFD}").utf8))
                index += length
                continue
            default: buffer.append(inside[index + 1])
            }
            index += 2
        }
        return isWhole
    }

    /// The scalar that the `\u` escape at an offset spells, a surrogate pair joined, and the escape's length; no scalar
    /// where it is half a pair.
    private static func scalar(in inside: Span<UInt8>, at start: Int) -> (Unicode.Scalar?, Int) {
        func unit(at start: Int) -> UInt32? {
            guard start + 6 <= inside.count, inside[start] == UInt8(ascii: "\\"), inside[start + 1] == UInt8(ascii: "u")
            else { return nil }
            var value: UInt32 = 0
            for offset in 2..<6 {
                guard let digit = inside[start + offset].hexDigit else { return nil }
                value = value << 4 | UInt32(digit)
            }
            return value
        }
        guard let first = unit(at: start) else { return (nil, inside.count - start) }
        if 0xD800..<0xDC00 ~= first, let second = unit(at: start + 6), 0xDC00..<0xE000 ~= second,
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        {
            return (scalar, 12)
        }
        return (Unicode.Scalar(first), 6)
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit; nil for any other byte.
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Span<UInt8> {
    /// Whether a byte stands anywhere in the span.
    public func contains(_ byte: UInt8) -> Bool {
        for index in indices where self[index] == byte { return true }
        return false
    }
}
