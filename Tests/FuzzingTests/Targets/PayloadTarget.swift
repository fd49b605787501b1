@testable import TrackingLog

/// The bounded search in a payload finds what walks over all of its members find, with quotes doubled or not.
///
/// The first byte chooses the places; the rest is the payload.
enum PayloadTarget {
    private static let readers: [PayloadReader] = [
        ("/md/user_id", "/md/name"), ("/a", "/a"), ("/a/0/b", "/a/1"), ("/", ""), ("/a/a/a", "/a/a"), ("/0", "/aps"),
        ("/a~1b/m~0n", "/\"/\\"), ("/é", "/10/01"),
    ].map { PayloadReader(person: JSONPointer($0) ?? .userID, name: JSONPointer($1) ?? .name) }

    static func run(_ input: [UInt8]) throws {
        guard let first = input.first else { return }
        let reader = readers[Int(first) % readers.count]
        let payload = Array(input.dropFirst())
        let expected = Walk(payload, reader).result
        try Difference.check(result(payload, quotesAreDoubled: false, reader), expected, "the search")
        var doubled: [UInt8] = []
        for byte in payload { doubled += byte == .quote ? [.quote, .quote] : [byte] }
        try Difference.check(result(doubled, quotesAreDoubled: true, reader), expected, "the search in doubled quotes")
        // Read as doubled, the payload is one only where its quotes come in pairs.
        let asDoubled = result(payload, quotesAreDoubled: true, reader)
        let halved = halved(payload).map { Walk($0, reader).result }
        try Difference.check(asDoubled, halved ?? Walk([], reader).result, "the search in quotes taken as doubled")
    }

    /// The platform, the person and the name.
    private static func result(_ payload: [UInt8], quotesAreDoubled: Bool, _ reader: PayloadReader) -> [[UInt8]] {
        var texts = PayloadTexts()
        let platform = reader.read(payload.span, quotesAreDoubled: quotesAreDoubled, into: &texts)
        return [Array("\(platform as Platform?)".utf8), texts.person, texts.name]
    }

    /// Each pair of quotes as one; nil where one stands alone.
    private static func halved(_ text: [UInt8]) -> [UInt8]? {
        var halved: [UInt8] = []
        var index = 0
        while index < text.count {
            halved.append(text[index])
            if text[index] == .quote {
                index += 1
                guard index < text.count, text[index] == .quote else { return nil }
            }
            index += 1
        }
        return halved
    }
}

/// A payload by the JSON cursor alone: every member of every value on a pointer's way is visited.
private struct Walk {
    private(set) var platform: Platform?
    private var person: [UInt8] = []
    private var name: [UInt8] = []

    var result: [[UInt8]] { [Array("\(platform as Platform?)".utf8), person, name] }

    init(_ payload: [UInt8], _ reader: PayloadReader) {
        guard JSONText.isValid(payload.span) else { return }
        var (members, hasAps) = (0, false)
        guard
            JSONText.visitMembers(
                of: payload.span,
                { key, _ in
                    members += 1
                    hasAps = hasAps || Self.text(payload[key]) == Array("aps".utf8)
                    return true
                }), members > 0
        else { return }
        platform = hasAps ? .ios : .android
        if let value = Self.value(in: payload, reader.person.tokens[...]), let first = value.first {
            if first == .quote {
                person = Self.text(value.dropFirst().dropLast())
            } else if first == .hyphen || first.isDigit {
                person = value
            }
        }
        if let value = Self.value(in: payload, reader.name.tokens[...]), value.first == .quote {
            name = Self.text(value.dropFirst().dropLast())
        }
    }

    /// The first value at a pointer.
    private static func value(in text: [UInt8], _ tokens: ArraySlice<[UInt8]>) -> [UInt8]? {
        guard let token = tokens.first else { return text }
        var found: [UInt8]?
        func look(_ isNext: Bool, _ value: Range<Int>) {
            if isNext, found == nil { found = Self.value(in: Array(text[value]), tokens.dropFirst()) }
        }
        switch text.first(where: { ![.space, .tab, .lineFeed, .carriageReturn].contains($0) }) {
        case .openBrace:
            JSONText.visitMembers(of: text.span) { key, value in
                look(Self.text(text[key]) == token, value)
                return true
            }
        case .openBracket:
            var position = 0
            _ = JSONText.visitElements(of: text.span) { value in
                look(Array("\(position)".utf8) == token, value)
                position += 1
                return true
            }
        default: break
        }
        return found
    }

    /// The text of a string, without its quotes.
    private static func text(_ inside: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        JSONText.appendString(Array(inside).span, to: &text)
        return text
    }
}
