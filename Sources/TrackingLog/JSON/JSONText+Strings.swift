// The contents of JSON strings, read and written.

extension JSONText {
    /// Appends a text as a JSON string, quotes included.
    public static func appendQuoted(_ text: String, to buffer: inout [UInt8]) {
        appendQuoted(Array(text.utf8).span, to: &buffer)
    }

    /// Appends UTF-8 as a JSON string, quotes included.
    public static func appendQuoted(_ text: Span<UInt8>, to buffer: inout [UInt8]) {
        buffer.append(.quote)
        var start = 0
        func copy(to end: Int) {
            text.extracting(start..<end).withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
        }
        for index in text.indices {
            let byte = text[index]
            guard byte == .quote || byte == .backslash || byte.isControl else { continue }
            copy(to: index)
            start = index + 1
            switch byte {
            case .quote, .backslash: buffer += [.backslash, byte]
            case .lineFeed: buffer += [.backslash, .n]
            case .carriageReturn: buffer += [.backslash, .r]
            case .tab: buffer += [.backslash, .t]
            default:
                buffer += [.backslash, .u, .digit(0), .digit(0)]
                for digit in [byte >> 4, byte & 15] { buffer.append(digit < 10 ? .digit(digit) : .a + digit - 10) }
            }
        }
        copy(to: text.count)
        buffer.append(.quote)
    }

    /// Appends the text of a string's inside (without its quotes), escapes undone.
    ///
    /// A lone surrogate becomes U+FFFD.
    ///
    /// - Returns: whether every surrogate was one of a pair.
    @discardableResult
    public static func appendString(_ inside: Span<UInt8>, to buffer: inout [UInt8]) -> Bool {
        var index = 0
        var isPaired = true
        while index < inside.count {
            let byte = inside[index]
            guard byte == .backslash, index + 1 < inside.count else {
                buffer.append(byte)
                index += 1
                continue
            }
            switch inside[index + 1] {
            case .b: buffer.append(0x08)
            case .f: buffer.append(0x0C)
            case .n: buffer.append(.lineFeed)
            case .r: buffer.append(.carriageReturn)
            case .t: buffer.append(.tab)
            case .u:
                let (scalar, length) = scalar(in: inside, at: index)
                if scalar == nil { isPaired = false }
                buffer.append(contentsOf: Array(String(scalar ?? "\u{FFFD}").utf8))
                index += length
                continue
            default: buffer.append(inside[index + 1])
            }
            index += 2
        }
        return isPaired
    }

    /// The scalar of the `\u` escape at an offset, a surrogate pair joined, and the escape's length.
    ///
    /// No scalar if it is half a pair.
    private static func scalar(in inside: Span<UInt8>, at start: Int) -> (Unicode.Scalar?, Int) {
        func unit(at start: Int) -> UInt32? {
            guard start + 6 <= inside.count, inside[start] == .backslash, inside[start + 1] == .u else { return nil }
            var value: UInt32 = 0
            for offset in 2..<6 {
                guard let digit = inside[start + offset].hexDigitValue else { return nil }
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

extension JSONCursor {
    /// Whether the string at a place (without its quotes) is a word, escapes undone.
    @inline(__always)
    func isString(_ place: Range<Int>, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        if place.count == word.count {
            for index in 0..<word.count {
                let byte = text[place.lowerBound &+ index]
                if byte != word[index] || byte == .backslash { return false }
            }
            return true
        }
        // An escape is longer than the character it stands for.
        return place.count > word.count && isEscapedString(place, word)
    }

    private func isEscapedString(_ place: Range<Int>, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text[place].contains(.backslash) else { return false }
        var string: [UInt8] = []
        appendString(at: place, to: &string)
        return string.elementsEqual(word)
    }

    /// Appends the text of the string at a place (without its quotes), escapes and doubled quotes undone.
    func appendString(at place: Range<Int>, to buffer: inout [UInt8]) {
        guard text[place].contains(.backslash) else {
            buffer.append(contentsOf: text[place])
            return
        }
        guard quoteWidth == 2 else {
            JSONText.appendString(text.span.extracting(place), to: &buffer)
            return
        }
        var single: [UInt8] = []
        let doubled = UnsafeBufferPointer(rebasing: text[place])
        CSVDialect.appendHalvingQuotes(of: UnsafeRawBufferPointer(doubled), to: &single)
        JSONText.appendString(single.span, to: &buffer)
    }
}
