extension JSONText {
    /// Appends a text as a JSON string, quotes included.
    public static func spell(_ text: String, into buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                buffer.append(UInt8(ascii: "\\"))
                buffer.append(byte)
            case UInt8(ascii: "\n"): buffer.append(contentsOf: Array("\\n".utf8))
            case UInt8(ascii: "\r"): buffer.append(contentsOf: Array("\\r".utf8))
            case UInt8(ascii: "\t"): buffer.append(contentsOf: Array("\\t".utf8))
            case 0..<0x20, 0x7F:
                buffer.append(contentsOf: Array("\\u00".utf8))
                for digit in [byte >> 4, byte & 15] {
                    buffer.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
                }
            default: buffer.append(byte)
            }
        }
        buffer.append(UInt8(ascii: "\""))
    }

    /// Visits the elements of the array that a text is, in their order, until the visitor answers false.
    ///
    /// - Parameters:
    ///   - text: the JSON.
    ///   - visit: is given the place of the element.
    /// - Returns: false where the text is not one JSON array, or the visitor answered so.
    public static func visitElements(of text: Span<UInt8>, _ visit: (Range<Int>) -> Bool) -> Bool {
        var index = skipSpace(in: text, from: 0)
        guard index < text.count, text[index] == UInt8(ascii: "[") else { return false }
        index = skipSpace(in: text, from: index + 1)
        if index < text.count, text[index] == UInt8(ascii: "]") {
            return skipSpace(in: text, from: index + 1) == text.count
        }
        while true {
            guard let end = end(ofValueIn: text, at: index), visit(index..<end) else { return false }
            index = skipSpace(in: text, from: end)
            guard index < text.count else { return false }
            if text[index] == UInt8(ascii: "]") { return skipSpace(in: text, from: index + 1) == text.count }
            guard text[index] == UInt8(ascii: ",") else { return false }
            index = skipSpace(in: text, from: index + 1)
        }
    }
}
