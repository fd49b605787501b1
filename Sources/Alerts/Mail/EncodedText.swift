import TrackingLog

/// Text as mail carries it.
enum EncodedText {
    /// A header's text: as it is if it is short ASCII, else encoded words (RFC 2047), folded.
    ///
    /// Control characters become spaces.
    static func header(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
        let isPlain = scalars.allSatisfy { $0.isASCII } && scalars.count <= 60
        // What looks encoded already would be decoded.
        if isPlain, !text.contains("=?") { return String(String.UnicodeScalarView(scalars)) }
        var words: [[UInt8]] = [[]]
        for scalar in scalars {
            let encoded = Array(String(scalar).utf8)
            // 45 bytes are 60 characters of Base64: with the 12 around them a word is within its 75.
            // The first stands behind `Subject: `.
            let room = words.count == 1 ? 36 : 45
            if words[words.count - 1].count + encoded.count > room { words.append([]) }
            words[words.count - 1] += encoded
        }
        return words.map { "=?UTF-8?B?\(base64($0))?=" }.joined(separator: "\n ")
    }

    /// A body in quoted-printable (RFC 2045), with LF after each line and no line longer than 76 characters.
    static func quotedPrintable(_ lines: [String]) -> String {
        lines.map { line in
            let bytes = Array(line.utf8)
            var text = ""
            var width = 0
            for (index, byte) in bytes.enumerated() {
                let isLast = index == bytes.count - 1
                let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || byte == .space && !isLast
                let unit = isPlain ? String(UnicodeScalar(byte)) : "=" + hex(byte)
                if width + unit.utf8.count > 75 {
                    text += "=\n"
                    width = 0
                }
                // A dot, or From, alone at the beginning of a line means something to old mailers.
                let isAtStart = width == 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
                text += isAtStart ? "=" + hex(byte) : unit
                width += isAtStart ? 3 : unit.utf8.count
            }
            return text + "\n"
        }.joined()
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return "\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }
}
