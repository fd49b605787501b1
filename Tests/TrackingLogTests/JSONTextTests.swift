import Foundation
import Testing
import TrackingLog

struct JSONTextTests {
    func isValid(_ text: String) -> Bool { JSONText.isValid(Array(text.utf8).span) }

    @Test(
        "a text is JSON exactly where Foundation reads it",
        arguments: [
            "{}", "[]", " {\"a\" : [1, -2.5e+3, true, false, null, \"x\\u00e9\\n\"] } ", "0", "-0", "\"\"", "null",
            "{\"a\":{\"b\":[{}]}}", "{\"a\":\"\\ud83d\\ude00\"}",
            "", " ", "{", "}", "{\"a\"}", "{\"a\":}", "{,}", "[1 2]", "01", "1.", ".5", "-", "1e",
            "+1", "tru", "nul", "\"", "\"\\x\"", "\"\\u12g4\"", "\"a\nb\"", "{a:1}", "{\"a\":1}x", "'a'",
        ])
    func validity(text: String) {
        let foundation = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        #expect(isValid(text) == (foundation != nil))
    }

    @Test("a trailing comma is no JSON, though Foundation lets it pass", arguments: ["{\"a\":1,}", "[1,]"])
    func trailingComma(text: String) {
        #expect(!isValid(text))
    }

    @Test("nesting too deep is refused, not followed until the stack ends")
    func deepNesting() {
        let text = String(repeating: "[", count: 1_000_000) + String(repeating: "]", count: 1_000_000)
        #expect(!isValid(text))
        #expect(
            isValid(String(repeating: "[", count: 500) + String(repeating: "]", count: 500))
        )
    }

    @Test("members are visited in their order, at their places")
    func members() {
        let text = Array(#" {"a": 1, "b" : {"c": [1,2]} ,"\u0064":"e"} "#.utf8)
        var found: [String] = []
        let isWhole = JSONText.visitMembers(of: text.span) { key, value in
            found.append(
                String(decoding: text[key], as: UTF8.self) + "=" + String(decoding: text[value], as: UTF8.self))
            return true
        }
        #expect(isWhole)
        #expect(found == ["a=1", #"b={"c": [1,2]}"#, #"\u0064="e""#])
    }

    @Test("escapes are undone, pairs of surrogates joined, lone ones replaced")
    func strings() {
        var bytes: [UInt8] = []
        JSONText.appendString(Array(#"a\"\\\/\b\f\n\r\té\u00e9\ud83d\ude00\ud83dx"#.utf8).span, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "a\"\\/\u{08}\u{0C}\n\r\téé😀\u{FFFD}x")
    }
}
