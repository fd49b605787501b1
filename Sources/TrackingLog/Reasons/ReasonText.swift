/// A description, split for the catalogue to look up its words.
struct ReasonText {
    private let bytes: [UInt8]
    /// The offset after a leading HTTP status and its separator; 0 if there is none.
    private let statusEnd: Int
    /// The HTTP status the text begins with.
    let httpStatus: Int?

    init(_ text: String) {
        // Word processors make the apostrophe of "doesn't" a curly one.
        bytes = Array(text.replacing("\u{2019}", with: "'").utf8)
        (httpStatus, statusEnd) = ReasonText.leadingStatus(of: bytes)
    }

    /// Whether nothing follows the status.
    var isStatusAlone: Bool { httpStatus != nil && statusEnd == bytes.count }

    // MARK: - The text

    /// The text without case, spaces, `_`, `-` and a leading HTTP status.
    var fold: String {
        // If there is only a status, it is the text.
        ReasonText.fold(bytes[(statusEnd < bytes.count ? statusEnd : 0)...])
    }

    private static func fold(_ bytes: ArraySlice<UInt8>) -> String {
        var folded: [UInt8] = []
        for byte in bytes {
            switch byte {
            case .space, .underscore, .hyphen: continue
            default: folded.append(byte.lowercasedASCII)
            }
        }
        return String(decoding: folded, as: UTF8.self)
    }

    /// Reads `400`, `HTTP 400` or `HTTP/1.1 400`, and the spaces, colons, dashes and underscores after it.
    private static func leadingStatus(of bytes: [UInt8]) -> (status: Int?, end: Int) {
        var start = 0
        if bytes.starts(with: Array("HTTP".utf8)) {
            guard let space = bytes.firstIndex(of: .space) else { return (nil, 0) }
            start = space + 1
        }
        let digits = bytes[start...].prefix { $0.isDigit }
        guard digits.count == 3, let status = Int(String(decoding: digits, as: UTF8.self)), (100...599).contains(status)
        else { return (nil, 0) }
        let separator = bytes[digits.endIndex...].prefix { " -:_".utf8.contains($0) }
        guard digits.endIndex == bytes.count || !separator.isEmpty else { return (nil, 0) }
        return (status, separator.endIndex)
    }

    // MARK: - The words in it

    /// The offsets at which words begin.
    var wordStarts: [Int] {
        bytes.indices.filter { bytes[$0].isOfWord && ($0 == 0 || !bytes[$0 - 1].isOfWord) }
    }

    /// The folded word that begins at an offset.
    func word(at start: Int) -> String { ReasonText.fold(bytes[start...].prefix(while: \.isOfWord)) }

    /// The folded word the text begins with.
    var firstWord: String { word(at: 0) }

    /// Whether a word (or several) of the catalogue stands at an offset, with no letter after it.
    ///
    /// - Parameter exactly: whether case and `_` matter.
    func has(_ word: String, at start: Int, exactly: Bool) -> Bool {
        var index = start
        for letter in word.utf8 {
            if !exactly, letter == .underscore { continue }
            if !exactly { while index < bytes.count, bytes[index] == .underscore { index += 1 } }
            guard index < bytes.count,
                exactly ? bytes[index] == letter : bytes[index].lowercasedASCII == letter.lowercasedASCII
            else { return false }
            index += 1
        }
        return index == bytes.count || !bytes[index].isOfWord
    }
}

extension UInt8 {
    /// Whether the byte is part of a word: a letter (of any alphabet), a digit or `_`.
    fileprivate var isOfWord: Bool {
        isLetter || isDigit || self == .underscore || self >= 0x80
    }
}
