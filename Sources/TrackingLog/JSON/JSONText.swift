/// JSON texts (RFC 8259), read in place: values are ranges, and nothing is built.
public enum JSONText {
    /// Whether a text is one JSON value, white space around it allowed.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - quotesAreDoubled: whether every quote in it is doubled, as in an enclosed field of CSV.
    public static func isValid(_ text: Span<UInt8>, quotesAreDoubled: Bool = false) -> Bool {
        text.withUnsafeBufferPointer { bytes in
            var cursor = JSONCursor(bytes, quoteWidth: quotesAreDoubled ? 2 : 1)
            cursor.skipSpace()
            return cursor.skipValue() && cursor.skipSpaceToEnd()
        }
    }

    /// Visits the members of a JSON object in order, until the visitor returns false.
    ///
    /// - Parameters:
    ///   - text: the JSON.
    ///   - visit: is given the place of the key (without its quotes) and of the value.
    /// - Returns: false where the text is not one JSON object (the visitor may have seen members before the fault).
    @discardableResult
    public static func visitMembers(of text: Span<UInt8>, _ visit: (Range<Int>, Range<Int>) -> Bool) -> Bool {
        text.withUnsafeBufferPointer { bytes in
            var cursor = JSONCursor(bytes)
            cursor.skipSpace()
            var next = cursor.firstKey()
            while let key = next {
                let start = cursor.index
                guard cursor.skipValue() else { return false }
                guard visit(key, start..<cursor.index) else { return true }
                next = cursor.nextKey()
            }
            return !cursor.isBroken && cursor.skipSpaceToEnd()
        }
    }

    /// Visits the elements of a JSON array in order, until the visitor returns false.
    ///
    /// - Parameters:
    ///   - text: the JSON.
    ///   - visit: receives the place of the element.
    /// - Returns: false if the text is not one JSON array, or the visitor returned false.
    public static func visitElements(of text: Span<UInt8>, _ visit: (Range<Int>) -> Bool) -> Bool {
        text.withUnsafeBufferPointer { bytes in
            var cursor = JSONCursor(bytes)
            cursor.skipSpace()
            var hasElement = cursor.firstElement()
            while hasElement {
                let start = cursor.index
                guard cursor.skipValue(), visit(start..<cursor.index) else { return false }
                hasElement = cursor.nextElement()
            }
            return !cursor.isBroken && cursor.skipSpaceToEnd()
        }
    }

    /// Whether the key at a place (without its quotes) is a word, escapes undone.
    public static func key(_ key: Range<Int>, of text: Span<UInt8>, is word: StaticString) -> Bool {
        text.withUnsafeBufferPointer { bytes in
            word.withUTF8Buffer { JSONCursor(bytes).isString(key, $0) }
        }
    }
}
