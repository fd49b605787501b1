/// One pass over a payload. Accepts exactly the texts that ``JSONText`` accepts.
struct PayloadScan {
    /// The payload; the scan must not outlive it.
    private let text: UnsafeBufferPointer<UInt8>
    /// 2 where every quote stands twice, as in an enclosed field of CSV; else 1.
    private let quoteWidth: Int
    /// The keys that lead to the person, and those that lead to the name.
    private let person: [[UInt8]]
    private let name: [[UInt8]]
    private var index = 0
    /// Whether a top-level key is `aps`.
    private(set) var hasAps = false
    /// Where the person stands: the first, where a key stands twice.
    private(set) var personValue: Range<Int>?
    /// Where the name stands.
    private(set) var nameValue: Range<Int>?

    init(text: UnsafeBufferPointer<UInt8>, quoteWidth: Int, person: [[UInt8]], name: [[UInt8]]) {
        self.text = text
        self.quoteWidth = quoteWidth
        self.person = person
        self.name = name
    }

    /// Whether the text is one JSON object with at least one member, white space around it allowed.
    mutating func isObjectWithMembers() -> Bool {
        skipSpace()
        guard next == UInt8(ascii: "{") else { return false }
        let start = index
        guard skipValue(depth: 0, Way(person: 0, name: 0)) else { return false }
        let end = index
        skipSpace()
        guard index == text.count else { return false }
        index = start + 1
        skipSpace()
        defer { index = end }
        return next != UInt8(ascii: "}")
    }

    // MARK: - Values

    /// The byte to be read next; 0, which no JSON holds, at the end.
    @inline(__always)
    private var next: UInt8 { index < text.count ? text[index] : 0 }

    /// How many of the keys to the person, and to the name, lead to a value; -1 where the way there has been left.
    private struct Way {
        var person: Int
        var name: Int
    }

    /// The way to a member or an element of a value.
    ///
    /// - Parameter isNext: whether a key is the one that leads there.
    @inline(__always)
    private func step(from way: Way, _ isNext: ([UInt8]) -> Bool) -> Way {
        func step(_ matched: Int, along path: [[UInt8]]) -> Int {
            matched >= 0 && matched < path.count && isNext(path[matched]) ? matched + 1 : -1
        }
        return Way(person: step(way.person, along: person), name: step(way.name, along: name))
    }

    /// Passes over a value.
    private mutating func skipValue(depth: Int, _ way: Way) -> Bool {
        guard depth <= JSONText.deepest else { return false }
        let start = index
        let isValue: Bool
        switch next {
        case UInt8(ascii: "{"): isValue = skipObject(depth: depth, way)
        case UInt8(ascii: "["): isValue = skipArray(depth: depth, way)
        case UInt8(ascii: "\""): isValue = skipString()
        default: isValue = skipWord()
        }
        if isValue, way.person == person.count, personValue == nil { personValue = start..<index }
        if isValue, way.name == name.count, nameValue == nil { nameValue = start..<index }
        return isValue
    }

    private mutating func skipObject(depth: Int, _ way: Way) -> Bool {
        index += 1
        skipSpace()
        if next == UInt8(ascii: "}") {
            index += 1
            return true
        }
        while true {
            let keyStart = index + quoteWidth
            guard next == UInt8(ascii: "\""), skipString() else { return false }
            let key = keyStart..<index - quoteWidth
            if depth == 0, !hasAps { hasAps = isKey(key, "aps") }
            let next = step(from: way) { isKey(key, $0) }
            skipSpace()
            guard self.next == UInt8(ascii: ":") else { return false }
            index += 1
            skipSpace()
            guard skipValue(depth: depth + 1, next) else { return false }
            skipSpace()
            switch self.next {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "}"):
                index += 1
                return true
            default: return false
            }
            skipSpace()
        }
    }

    private mutating func skipArray(depth: Int, _ way: Way) -> Bool {
        var position = 0
        index += 1
        skipSpace()
        if next == UInt8(ascii: "]") {
            index += 1
            return true
        }
        while true {
            // A position has no leading zero (RFC 6901, section 4).
            let next = step(from: way) { $0.elementsEqual("\(position)".utf8) }
            guard skipValue(depth: depth + 1, next) else { return false }
            position += 1
            skipSpace()
            switch self.next {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "]"):
                index += 1
                return true
            default: return false
            }
            skipSpace()
        }
    }

    /// Passes over a number, `true`, `false` or `null`.
    private mutating func skipWord() -> Bool {
        guard let end = JSONText.end(ofValueIn: text.span, at: index) else { return false }
        index = end
        return true
    }

    @inline(__always)
    private mutating func skipSpace() {
        while index < text.count {
            switch text[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    // MARK: - Strings

    /// Passes over the string that begins here with a quote.
    private mutating func skipString() -> Bool {
        guard isQuote else { return false }
        index += quoteWidth
        while true {
            skipPlain()
            switch next {
            case UInt8(ascii: "\""):
                guard isQuote else { return false }
                index += quoteWidth
                return true
            case UInt8(ascii: "\\"):
                index += 1
                guard skipEscape() else { return false }
            default:
                // A control character, or the end.
                guard index < text.count, text[index] >= 0x20 else { return false }
                index += 1
            }
        }
    }

    /// Whether a whole quote, as wide as this text's quotes are, stands here.
    private var isQuote: Bool {
        next == UInt8(ascii: "\"")
            && (quoteWidth == 1 || index + 1 < text.count && text[index + 1] == UInt8(ascii: "\""))
    }

    /// Passes over bytes that mean themselves, eight at a time while eight are left.
    @inline(__always)
    private mutating func skipPlain() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        while index + 8 <= text.count {
            let bytes = UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
            let quotes = bytes ^ (ones &* 0x22)
            let backslashes = bytes ^ (ones &* 0x5C)
            // The classic test for a zero byte; it errs only above a byte that it is right about, and only the lowest
            // is used.
            let special =
                ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (bytes &- ones &* 0x20) & ~bytes)
                & (ones &* 0x80)
            if special != 0 {
                index += special.trailingZeroBitCount >> 3
                return
            }
            index += 8
        }
    }

    /// Passes over what follows a backslash.
    private mutating func skipEscape() -> Bool {
        switch next {
        case UInt8(ascii: "\""):
            guard isQuote else { return false }
            index += quoteWidth
        case UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 1
        case UInt8(ascii: "u"):
            guard index + 4 < text.count else { return false }
            for digit in text[index + 1...index + 4] where !digit.isHexDigit { return false }
            index += 5
        default: return false
        }
        return true
    }

    // MARK: - What was found

    private func isKey(_ key: Range<Int>, _ word: StaticString) -> Bool {
        word.withUTF8Buffer { isKey(key, $0) }
    }

    private func isKey(_ key: Range<Int>, _ word: [UInt8]) -> Bool {
        word.withUnsafeBufferPointer { isKey(key, $0) }
    }

    private func isKey(_ key: Range<Int>, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeBufferPointer(rebasing: text[key])
        if raw.count == word.count { return raw.elementsEqual(word) && !raw.contains(UInt8(ascii: "\\")) }
        // Escapes only lengthen.
        guard raw.count > word.count, raw.contains(UInt8(ascii: "\\")) else { return false }
        return string(key).elementsEqual(word)
    }

    /// Appends the person's id that stands at a place: a string's or a number's text.
    func appendPerson(at place: Range<Int>, to id: inout [UInt8]) {
        switch text[place.lowerBound] {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): id.append(contentsOf: text[place])
        default: appendName(at: place, to: &id)
        }
    }

    /// Appends the name that stands at a place: a string's text.
    func appendName(at place: Range<Int>, to name: inout [UInt8]) {
        guard text[place.lowerBound] == UInt8(ascii: "\"") else { return }
        let inside = place.lowerBound + quoteWidth..<place.upperBound - quoteWidth
        if text[inside].contains(UInt8(ascii: "\\")) {
            name.append(contentsOf: string(inside))
        } else {
            name.append(contentsOf: text[inside])
        }
    }

    /// What a string's inside spells.
    private func string(_ inside: Range<Int>) -> [UInt8] {
        var single: [UInt8] = []
        var rest = text[inside]
        while let byte = rest.popFirst() {
            single.append(byte)
            if byte == UInt8(ascii: "\""), quoteWidth == 2 { _ = rest.popFirst() }
        }
        var spelled: [UInt8] = []
        JSONText.appendString(single.span, to: &spelled)
        return spelled
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }
}
