/// A description, split for the catalogue to look up its words.
struct ReasonText {
    /// How much of a text is searched, in bytes. No gateway refuses in more words than that.
    static let searchedLength = 65_536

    private let bytes: [UInt8]
    /// The offset after a leading HTTP status and its separator; 0 if there is none.
    private let statusEnd: Int
    /// The HTTP status in the text.
    let httpStatus: HTTPStatusText?

    /// Splits a text.
    ///
    /// - Parameter text: a description. Only its first ``searchedLength`` bytes count.
    init(_ text: String) {
        var bytes = Array(text.utf8.prefix(ReasonText.searchedLength))
        ReasonText.straightenApostrophes(in: &bytes)
        while bytes.last?.isBlank == true { bytes.removeLast() }
        self.bytes = Array(bytes.drop(while: \.isBlank))
        httpStatus = HTTPStatusText(in: self.bytes[...])
        statusEnd = ReasonText.leadingStatusEnd(of: self.bytes)
    }

    /// Makes apostrophes of the curly ones that word processors write, as in "doesn’t": E2 80 99 in UTF-8.
    private static func straightenApostrophes(in bytes: inout [UInt8]) {
        var length = 0
        for index in bytes.indices {
            bytes[length] = bytes[index]
            length += 1
            if length >= 3, bytes[length - 1] == 0x99, bytes[length - 2] == 0x80, bytes[length - 3] == 0xE2 {
                length -= 2
                bytes[length - 1] = UInt8(ascii: "'")
            }
        }
        bytes.removeLast(bytes.count - length)
    }

    // MARK: - The text

    /// The text without case, spaces, `_`, `-` and a leading HTTP status.
    var fold: String {
        // If there is only a status, it is the text.
        ReasonText.fold(bytes[(statusEnd < bytes.count ? statusEnd : 0)...])
    }

    /// The text without spaces around it.
    var whole: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether the text is an HTTP status or its standard text, and nothing more.
    var isOnlyStatus: Bool {
        guard let httpStatus, httpStatus.isClear else { return false }
        let isFirst = httpStatus.place.lowerBound == 0 || statusEnd >= httpStatus.place.lowerBound + 3
        return isFirst && !bytes[httpStatus.place.upperBound...].contains(where: \.isOfWord)
    }

    /// The text without spaces around it and a leading HTTP status.
    var withoutStatus: String { String(decoding: bytes[statusEnd...], as: UTF8.self) }

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

    /// The end of `400`, `HTTP 400` or `HTTP/1.1 400`, and of the spaces, colons, dashes and underscores after it.
    private static func leadingStatusEnd(of bytes: [UInt8]) -> Int {
        var start = 0
        if bytes.starts(with: Array("HTTP".utf8)) {
            guard let space = bytes.prefix(16).firstIndex(of: .space) else { return 0 }
            start = space + 1
        }
        let digits = bytes[start...].prefix(4).prefix { $0.isDigit }
        guard digits.count == 3, let status = Int(String(decoding: digits, as: UTF8.self)), (100...599).contains(status)
        else { return 0 }
        let separator = bytes[digits.endIndex...].prefix { " -:_".utf8.contains($0) }
        guard digits.endIndex == bytes.count || !separator.isEmpty else { return 0 }
        return separator.endIndex
    }

    // MARK: - The words in it

    /// The offsets at which words begin.
    var wordStarts: [Int] {
        bytes.indices.filter { bytes[$0].isOfWord && ($0 == 0 || !bytes[$0 - 1].isOfWord) }
    }

    /// The folded word that begins at an offset; nil if it is longer than any word of the catalogue.
    func word(at start: Int) -> String? {
        let word = bytes[start...].prefix(64).prefix(while: \.isOfWord)
        return word.count < 64 ? ReasonText.fold(word) : nil
    }

    /// The folded word the text begins with.
    var firstWord: String { word(at: 0) ?? "" }

    /// Whether a word (or several) of the catalogue stands at an offset, with no letter after it.
    ///
    /// A space stands for any white space, line ends included. The standard text of an HTTP status holds no words: the
    /// `Forbidden` of `403 Forbidden` is not APNs'.
    ///
    /// - Parameters:
    ///   - word: the word of the catalogue.
    ///   - start: the offset.
    ///   - exactly: whether case and `_` matter.
    func has(_ word: String, at start: Int, exactly: Bool) -> Bool {
        var index = start
        for letter in word.utf8 {
            if !exactly, letter == .underscore { continue }
            if !exactly { while index < bytes.count, bytes[index] == .underscore { index += 1 } }
            guard index < bytes.count else { return false }
            if letter == .space {
                guard bytes[index].isBlank else { return false }
                while index < bytes.count, bytes[index].isBlank { index += 1 }
            } else {
                guard exactly ? bytes[index] == letter : bytes[index].lowercasedASCII == letter.lowercasedASCII
                else { return false }
                index += 1
            }
        }
        if let status = httpStatus?.place, status.contains(start), index <= status.upperBound { return false }
        return index == bytes.count || !bytes[index].isOfWord || word.utf8.last?.isOfWord == false
    }
}

extension UInt8 {
    /// Whether the byte is white space.
    fileprivate var isBlank: Bool {
        self == .space || self == .tab || self == .lineFeed || self == .carriageReturn
    }
}
