import TrackingLog

/// A JSON object, written member by member.
///
/// Responses are small, and there are many thousands a second.
struct JSONObject {
    private(set) var bytes: [UInt8] = [.openBrace]

    /// The JSON of nothing.
    static let null = Array("null".utf8)

    /// The bytes of an object that a closure fills.
    static func bytes(_ fill: (inout JSONObject) -> Void) -> [UInt8] {
        var object = JSONObject()
        fill(&object)
        object.bytes.append(.closeBrace)
        return object.bytes
    }

    /// Puts a text, or null.
    mutating func put(_ key: StaticString, _ text: String?) {
        begin(key)
        if let text { JSONText.appendQuoted(text, to: &bytes) } else { bytes += Self.null }
    }

    /// Puts a number, or null.
    mutating func put(_ key: StaticString, _ number: Int?) {
        begin(key)
        if let number { bytes.append(contentsOf: String(number).utf8) } else { bytes += Self.null }
    }

    /// Puts JSON as it stands.
    mutating func put(_ key: StaticString, json: [UInt8]) {
        begin(key)
        bytes.append(contentsOf: json)
    }

    /// Puts an array of texts, or null.
    mutating func put(_ key: StaticString, _ texts: [String]?) {
        guard let texts else { return put(key, json: Self.null) }
        put(key, array: texts) { text, bytes in JSONText.appendQuoted(text, to: &bytes) }
    }

    /// Puts an array, each element written by a closure.
    mutating func put<Element>(
        _ key: StaticString, array elements: some Sequence<Element>, _ write: (Element, inout [UInt8]) -> Void
    ) {
        begin(key)
        bytes.append(.openBracket)
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(.comma) }
            isFirst = false
            write(element, &bytes)
        }
        bytes.append(.closeBracket)
    }

    private mutating func begin(_ key: StaticString) {
        if bytes.count > 1 { bytes.append(.comma) }
        bytes.append(.quote)
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(.quote)
        bytes.append(.colon)
    }
}
