import Testing
import TrackingLog

@Suite("Values at several places of an object are found in one pass")
struct JSONFieldFinderTests {
    /// The values that some paths lead to; nil where the text is no object.
    private func find(_ paths: [String], in text: String, ignoresCase: Bool = false) throws -> [String]? {
        let keys = try paths.map { try #require(JSONPointer($0)).tokens }
        let finder = JSONFieldFinder(keys, ignoresCase: ignoresCase)
        let bytes = Array(text.utf8)
        // The places of others, before and behind, stay as they are.
        var places = [Range<Int>](repeating: 1..<3, count: finder.count + 2)
        guard finder.find(in: bytes.span, places: &places, from: 1) else { return nil }
        #expect(places.first == 1..<3 && places.last == 1..<3)
        return places[1...finder.count].map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test("members, members of members, elements by their position, and nothing where a path leads nowhere")
    func paths() throws {
        let text = #" {"a": 1, "b": {"a": "x", "c": {"d": [true, {"e": null}]}}, "z": {"a": 2}} "#
        let paths = ["/a", "/b/a", "/b/c/d/1/e", "/b/c/d/0", "/b/c", "/b/x", "/a/b", "/b/c/d/01"]
        #expect(
            try find(paths, in: text) == ["1", #""x""#, "null", "true", #"{"d": [true, {"e": null}]}"#, "", "", ""])
    }

    @Test("keys with escapes, and of either case where that does not matter")
    func keys() throws {
        #expect(try find(["/a/b", "/A"], in: #"{"\u0061":{"\u0062":1},"A":2}"#) == ["1", "2"])
        #expect(try find(["/User/Id", "/x"], in: #"{"USER":{"ID":1},"\u0058":2}"#, ignoresCase: true) == ["1", "2"])
        #expect(try find(["/a~1b", "/"], in: #"{"a/b":1,"":2}"#) == ["1", "2"])
    }

    @Test("of a key that stands twice the last value counts")
    func twice() throws {
        #expect(try find(["/a", "/b/c"], in: #"{"a":1,"b":{"c":1},"a":2,"b":{"c":2}}"#) == ["2", "2"])
    }

    @Test(
        "a text that is not one object is refused",
        arguments: [
            "", "[]", "1", "{", #"{"a":1"#, #"{"a":1}}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":{"b":[}}"#, #"{"a":tru}"#,
        ])
    func broken(_ text: String) throws {
        #expect(try find(["/a", "/a/b"], in: text) == nil)
    }

    @Test("nesting that JSON's own reader refuses is refused along a path, too")
    func deep() throws {
        for (open, close) in [(#"{"a":"#, "}"), (#"{"a":[{"b":"#, "}]}")] {
            let text = String(repeating: open, count: 2000) + "1" + String(repeating: close, count: 2000)
            #expect(try find(["/a/a/a"], in: text) == nil)
        }
    }
}
