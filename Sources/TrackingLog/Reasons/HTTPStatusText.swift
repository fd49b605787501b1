/// An HTTP status in a description.
struct HTTPStatusText: Equatable {
    /// The status, from 400 to 599.
    var status: Int
    /// Whether the text says that the number is a status.
    ///
    /// It does where nothing but its standard text (RFC 9110) follows, or a word such as `HTTP` or `status` precedes it.
    var isClear: Bool
    /// Where the status and its standard text stand; its words are no gateway's own.
    var place: Range<Int>
}

extension HTTPStatusText {
    /// The standard texts of RFC 9110, older ones of RFC 2616, and what servers write in their place.
    ///
    /// `Forbidden` alone is APNs' word.
    private static let phrases: [(text: String, status: Int, standsAlone: Bool)] = [
        ("bad request", 400, true), ("unauthorized", 401, true), ("forbidden", 403, false), ("not found", 404, true),
        ("page not found", 404, false), ("method not allowed", 405, true), ("request timeout", 408, true),
        ("request time-out", 408, true), ("gone", 410, true), ("payload too large", 413, true),
        ("content too large", 413, true), ("request entity too large", 413, true), ("too many requests", 429, true),
        ("internal server error", 500, true), ("bad gateway", 502, true), ("service unavailable", 503, true),
        ("service temporarily unavailable", 503, false), ("gateway timeout", 504, true),
        ("gateway time-out", 504, true), ("payment required", 402, false), ("not acceptable", 406, false),
        ("conflict", 409, false), ("length required", 411, false), ("precondition failed", 412, false),
        ("unsupported media type", 415, false), ("unprocessable entity", 422, false),
        ("unprocessable content", 422, false), ("not implemented", 501, false),
        ("http version not supported", 505, false), ("insufficient storage", 507, false),
    ]

    /// Words that make the number after them a status: `HTTP 404`, `status code: 404`, `received error 401`.
    private static let markers: Set<String> = ["http", "status", "statuscode", "code", "error"]

    /// The status in a text; nil if it has none.
    ///
    /// A clear one goes before a vague one, which stands at the start and goes on in unknown words.
    ///
    /// - Parameter bytes: the text.
    init?(in bytes: ArraySlice<UInt8>) {
        for phrase in HTTPStatusText.phrases where phrase.standsAlone {
            guard let end = HTTPStatusText.end(of: phrase.text, in: bytes),
                !bytes[end...].contains(where: \.isOfWord)
            else { continue }
            self.init(status: phrase.status, isClear: true, place: bytes.startIndex..<end)
            return
        }
        var vague: HTTPStatusText?
        var index = bytes.startIndex
        var before: ArraySlice<UInt8> = []
        while index < bytes.endIndex {
            guard bytes[index].isOfWord else {
                index += 1
                continue
            }
            let word = bytes[index...].prefix(while: \.isOfWord)
            if let status = HTTPStatusText.number(word), bytes[..<index].last != .dot {
                let rest = bytes[(index + 3)...]
                let end = HTTPStatusText.endOfPhrase(rest, of: status)
                if end != nil || HTTPStatusText.isMarked(before, before: index, in: bytes) {
                    self.init(status: status, isClear: true, place: index..<(end ?? index + 3))
                    return
                }
                if index == bytes.startIndex, rest.first.map({ " -:_".utf8.contains($0) }) ?? true {
                    let isAlone = !rest.contains(where: \.isOfWord)
                    vague = HTTPStatusText(status: status, isClear: isAlone, place: index..<index + 3)
                }
            }
            before = word
            index = word.endIndex
        }
        guard let vague else { return nil }
        self = vague
    }

    /// The status that a word is, or begins with: `410_Gone` is one word.
    private static func number(_ word: ArraySlice<UInt8>) -> Int? {
        let digits = word.prefix(4).prefix { $0.isDigit }
        guard digits.count == 3, digits.endIndex == word.endIndex || word[digits.endIndex] == .underscore,
            let status = Int(String(decoding: digits, as: UTF8.self)), (400...599).contains(status)
        else { return nil }
        return status
    }

    /// Whether the word before a number is a marker, with few signs between: `status=404`, `HTTP/1.1 404`.
    private static func isMarked(_ word: ArraySlice<UInt8>, before number: Int, in bytes: ArraySlice<UInt8>) -> Bool {
        guard !word.isEmpty, word.count <= 16, number - word.endIndex <= 4 else { return false }
        let name = String(decoding: word.map(\.lowercasedASCII).filter { $0 != .underscore }, as: UTF8.self)
        if markers.contains(name) { return true }
        // The last digit of the version: `HTTP/1.1 404` and `HTTP/2 404`.
        guard word.count == 1, word.first?.isDigit == true else { return false }
        let version = bytes[..<word.startIndex].suffix(7)
        return ["http/", "http/1."].contains { end(of: $0, in: version.suffix($0.utf8.count)) == word.startIndex }
    }

    /// The end of a status's standard text, if it follows: `404 Not Found`, `(404) Not Found.`
    private static func endOfPhrase(_ rest: ArraySlice<UInt8>, of status: Int) -> Int? {
        let text = trimmed(rest)
        // Python's `requests` writes `404 Client Error: Not Found for url`.
        for opening in ["client error", "server error"] {
            guard let end = end(of: opening, in: text) else { continue }
            return endOfPhrase(text[end...], of: status)
        }
        for phrase in phrases where phrase.status == status {
            if let end = end(of: phrase.text, in: text) { return end }
        }
        return nil
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let signs = text.prefix(4).prefix { " -:_()`'\"<>.".utf8.contains($0) }
        return text[signs.endIndex...]
    }

    /// The offset behind a text of lower-case letters that the bytes begin with, as whole words.
    private static func end(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex
        for letter in text.utf8 {
            guard index < bytes.endIndex, bytes[index].lowercasedASCII == letter else { return nil }
            index += 1
        }
        return index == bytes.endIndex || !bytes[index].isOfWord ? index : nil
    }
}

extension UInt8 {
    /// Whether the byte is part of a word: a letter (of any alphabet), a digit or `_`.
    var isOfWord: Bool { isLetter || isDigit || self == .underscore || self >= 0x80 }
}
