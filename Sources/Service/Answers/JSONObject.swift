import TrackingLog

/// A JSON object, spelled member by member: its answers are small, and many thousand a second.
struct JSONObject {
    private(set) var bytes: [UInt8] = [.openBrace]

    /// An object of what a closure puts into it.
    static func spelled(_ fill: (inout JSONObject) -> Void) -> [UInt8] {
        var object = JSONObject()
        fill(&object)
        object.bytes.append(.closeBrace)
        return object.bytes
    }

    /// Puts a text, or null.
    mutating func put(_ key: StaticString, _ text: String?) {
        begin(key)
        if let text { JSONText.appendQuoted(text, to: &bytes) } else { append("null") }
    }

    /// Puts a number, or null.
    mutating func put(_ key: StaticString, _ number: Int?) {
        begin(key)
        append(number.map(String.init) ?? "null")
    }

    /// Puts what is JSON already.
    mutating func put(_ key: StaticString, json: [UInt8]) {
        begin(key)
        bytes.append(contentsOf: json)
    }

    /// Puts an array of texts, or null.
    mutating func put(_ key: StaticString, _ texts: [String]?) {
        guard let texts else { return put(key, json: Array("null".utf8)) }
        put(key, array: texts) { text, bytes in JSONText.appendQuoted(text, to: &bytes) }
    }

    /// Puts an array, each element spelled by a closure.
    mutating func put<Element>(
        _ key: StaticString, array elements: some Sequence<Element>, _ spell: (Element, inout [UInt8]) -> Void
    ) {
        begin(key)
        bytes.append(.openBracket)
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(.comma) }
            isFirst = false
            spell(element, &bytes)
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

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
