import CByteMasks

/// A position in a JSON text (RFC 8259). This file alone says what JSON is.
///
/// Values are skipped, and nothing is built: payloads are kept as their senders wrote them. Each `skip` method moves the
/// cursor behind what it is named after, or returns false if something else comes next.
struct JSONCursor {
    /// The text; the cursor must not outlive it.
    let text: UnsafeBufferPointer<UInt8>
    /// 2 where every quote is doubled, as in an enclosed field of CSV; else 1.
    let quoteWidth: Int
    /// The offset of the next byte.
    private(set) var index = 0
    /// Whether an object or array broke off where a key or an element was expected.
    private(set) var isBroken = false

    /// The maximum depth of nested arrays and objects; a deeper text is taken for hostile.
    static let maximumDepth = 512

    init(_ text: UnsafeBufferPointer<UInt8>, quoteWidth: Int = 1) {
        self.text = text
        self.quoteWidth = quoteWidth
    }

    /// The next byte; 0, which no JSON holds, at the end.
    @inline(__always)
    var next: UInt8 { index < text.count ? text[index] : 0 }

    /// Skips white space, and returns whether nothing follows it.
    mutating func skipSpaceToEnd() -> Bool {
        skipSpace()
        return index == text.count
    }

    @inline(__always)
    mutating func skipSpace() {
        while index < text.count {
            switch text[index] {
            case .space, .tab, .lineFeed, .carriageReturn: index += 1
            default: return
            }
        }
    }

    /// Skips a byte and the white space after it.
    @inline(__always)
    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        skipSpace()
        return true
    }

    /// Skips a value.
    ///
    /// - Parameter depth: how many arrays and objects enclose it.
    mutating func skipValue(depth: Int = 0) -> Bool {
        guard depth <= Self.maximumDepth else { return false }
        switch next {
        case .openBrace:
            var key = firstKey()
            while key != nil {
                guard skipValue(depth: depth + 1) else { return false }
                key = nextKey()
            }
            return !isBroken
        case .openBracket:
            var hasElement = firstElement()
            while hasElement {
                guard skipValue(depth: depth + 1) else { return false }
                hasElement = nextElement()
            }
            return !isBroken
        case .quote: return skipString()
        case .t: return skipWord("true")
        case .f: return skipWord("false")
        case .n: return skipWord("null")
        default: return skipNumber()
        }
    }
}

// MARK: - Objects and arrays

extension JSONCursor {
    /// Enters the object that begins here.
    ///
    /// - Returns: the place of its first key, without quotes, with the cursor at the value. Nil, with the cursor behind the
    ///   object, if it has no members. Nil and ``isBroken`` if this is no object.
    @inline(__always)
    mutating func firstKey() -> Range<Int>? {
        guard skip(.openBrace) else {
            isBroken = true
            return nil
        }
        return leave(.closeBrace) ? nil : key()
    }

    /// Continues behind a member's value; returns what ``firstKey()`` does.
    @inline(__always)
    mutating func nextKey() -> Range<Int>? {
        skipSpace()
        if leave(.closeBrace) { return nil }
        guard skip(.comma) else {
            isBroken = true
            return nil
        }
        return key()
    }

    /// Enters the array that begins here.
    ///
    /// - Returns: true, with the cursor at the first element. False, with the cursor behind the array, if it has no elements.
    ///   False and ``isBroken`` if this is no array.
    @inline(__always)
    mutating func firstElement() -> Bool {
        guard skip(.openBracket) else {
            isBroken = true
            return false
        }
        return !leave(.closeBracket)
    }

    /// Continues behind an element; returns what ``firstElement()`` does.
    @inline(__always)
    mutating func nextElement() -> Bool {
        skipSpace()
        if leave(.closeBracket) { return false }
        isBroken = !skip(.comma)
        return !isBroken
    }

    /// Skips a key, its colon, and the white space after it.
    @inline(__always)
    private mutating func key() -> Range<Int>? {
        let start = index + quoteWidth
        guard skipString() else {
            isBroken = true
            return nil
        }
        let key = start..<index - quoteWidth
        skipSpace()
        isBroken = !skip(.colon)
        return isBroken ? nil : key
    }

    /// Moves behind a closing byte, if it comes next, and no further: what follows it is its enclosing value's.
    @inline(__always)
    private mutating func leave(_ closing: UInt8) -> Bool {
        guard next == closing else { return false }
        index += 1
        return true
    }
}

// MARK: - Strings

extension JSONCursor {
    /// Whether a quote comes next, doubled if this text's quotes are.
    @inline(__always)
    private var isAtQuote: Bool {
        next == .quote && (quoteWidth == 1 || index + 1 < text.count && text[index + 1] == .quote)
    }

    private mutating func skipString() -> Bool {
        guard isAtQuote, let bytes = text.baseAddress else { return false }
        index += quoteWidth
        while true {
            index += json_plain_prefix(bytes + index, text.count - index)
            switch next {
            case .quote:
                guard isAtQuote else { return false }
                index += quoteWidth
                return true
            case .backslash:
                index += 1
                guard skipEscape() else { return false }
            // A control character, or the end.
            default: return false
            }
        }
    }

    /// Skips the rest of an escape, behind its backslash.
    private mutating func skipEscape() -> Bool {
        switch next {
        case .quote:
            guard isAtQuote else { return false }
            index += quoteWidth
        case .backslash, .slash, .b, .f, .n, .r, .t: index += 1
        case .u:
            guard index + 4 < text.count else { return false }
            for digit in text[index + 1...index + 4] where digit.hexDigitValue == nil { return false }
            index += 5
        default: return false
        }
        return true
    }
}

// MARK: - Words and numbers

extension JSONCursor {
    private mutating func skipWord(_ word: StaticString) -> Bool {
        let end = index + word.utf8CodeUnitCount
        guard end <= text.count else { return false }
        for offset in 0..<word.utf8CodeUnitCount where text[index + offset] != word.utf8Start[offset] { return false }
        index = end
        return true
    }

    private mutating func skipNumber() -> Bool {
        if next == .hyphen { index += 1 }
        let start = index
        guard skipDigits() else { return false }
        // A leading zero stands alone.
        if text[start] == .digit(0), index > start + 1 { return false }
        if next == .dot {
            index += 1
            guard skipDigits() else { return false }
        }
        if next | 0x20 == .e {
            index += 1
            if next == .plus || next == .hyphen { index += 1 }
            guard skipDigits() else { return false }
        }
        return true
    }

    private mutating func skipDigits() -> Bool {
        let start = index
        while next.isDigit { index += 1 }
        return index > start
    }
}
