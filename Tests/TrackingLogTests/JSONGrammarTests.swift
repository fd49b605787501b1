import Testing
import TrackingLog

@Suite("JSON has one grammar for every reader")
struct JSONGrammarTests {
    /// A text, what it is, and what is found in it.
    struct Case: CustomTestStringConvertible, Sendable {
        enum Kind {
            case object, array, other, broken
        }

        var text: String
        var kind: Kind
        /// The members (`key=value`) or elements that are visited, up to the fault if the text is broken.
        var parts: [String]
        var hasAps: Bool
        var person: String
        var name: String
        var testDescription: String { text }

        init(
            _ text: String, _ kind: Kind, _ parts: [String] = [], hasAps: Bool = false, person: String = "",
            name: String = ""
        ) {
            self.text = text
            self.kind = kind
            self.parts = parts
            self.hasAps = hasAps
            self.person = person
            self.name = name
        }
    }

    static let cases: [Case] = [
        Case(
            #"{"md":{"x":1},"md":{"user_id":"second md"}}"#, .object, [#"md={"x":1}"#, #"md={"user_id":"second md"}"#],
            person: "second md"),
        Case(
            #"{"md":{"user_id":1,"user_id":2,"name":"n","name":"m"}}"#, .object,
            [#"md={"user_id":1,"user_id":2,"name":"n","name":"m"}"#], person: "1", name: "n"),
        Case(
            #"{"md":{"user_id":null,"user_id":"after null"}}"#, .object,
            [#"md={"user_id":null,"user_id":"after null"}"#]),
        Case(#"{"aps":1,"\u0061\u0070\u0073":2}"#, .object, ["aps=1", #"\u0061\u0070\u0073=2"#], hasAps: true),
        Case(
            #"{"\u006d\u0064":{"user\u005Fid":"U","n\u0061me":"N"}}"#, .object,
            [#"\u006d\u0064={"user\u005Fid":"U","n\u0061me":"N"}"#], person: "U", name: "N"),
        Case(#"{"m\d":{"user_id":"U"}}"#, .broken),
        Case(#"{"md\u0000":{"user_id":"U"}}"#, .object, [#"md\u0000={"user_id":"U"}"#]),
        Case(#"{"aps\"":1}"#, .object, [#"aps\"=1"#]),
        Case(#"{"":{"":""}}"#, .object, [#"={"":""}"#]),
        Case(
            #"{"md":{"user_id":"\"\\\/\b\f\n\r\t"}}"#, .object, [#"md={"user_id":"\"\\\/\b\f\n\r\t"}"#],
            person: "\"\\/\u{8}\u{C}\n\r\t"),
        Case(#"{"md":{"user_id":"\ud83d\ude00"}}"#, .object, [#"md={"user_id":"\ud83d\ude00"}"#], person: "\u{1F600}"),
        Case(#"{"md":{"user_id":"\ud83d"}}"#, .object, [#"md={"user_id":"\ud83d"}"#], person: "\u{FFFD}"),
        Case(
            #"{"md":{"user_id":"\ude00\ud83d"}}"#, .object, [#"md={"user_id":"\ude00\ud83d"}"#],
            person: "\u{FFFD}\u{FFFD}"),
        Case(
            #"{"md":{"user_id":"\ud83dx\ude00"}}"#, .object, [#"md={"user_id":"\ud83dx\ude00"}"#],
            person: "\u{FFFD}x\u{FFFD}"),
        Case(#"{"md":{"user_id":"\ud83d\u0041"}}"#, .object, [#"md={"user_id":"\ud83d\u0041"}"#], person: "\u{FFFD}A"),
        Case(
            #"{"md":{"user_id":"\uD83D\uDE00\u00E9"}}"#, .object, [#"md={"user_id":"\uD83D\uDE00\u00E9"}"#],
            person: "\u{1F600}\u{E9}"),
        Case(#"{"md":{"user_id":"\u12"}}"#, .broken),
        Case(#"{"md":{"user_id":"\u12g4"}}"#, .broken),
        Case(#"{"md":{"user_id":"\U0041"}}"#, .broken),
        Case(#"{"md":{"user_id":"\'"}}"#, .broken),
        Case(#"{"md":{"user_id":"\"#, .broken),
        Case(#"{"md":{"user_id":"\u004"#, .broken),
        Case(#"{"a":"\u00e"}"#, .broken),
        Case("{\"a\":\"\u{1F}\"}", .broken),
        Case("{\"a\":\"\u{7F}\"}", .object, ["a=\"\u{7F}\""]),
        Case("{\"a\":\"\t\"}", .broken),
        Case("{\"a\":\"\u{0}\"}", .broken),
        Case("{\"a\":1}\u{0}", .broken, ["a=1"]),
        Case("{\"\u{E9}\":\"\u{1F600}\"}", .object, ["\u{E9}=\"\u{1F600}\""]),
        Case(
            #"{"md":{"user_id":"1234567890123456\"8"}}"#, .object, [#"md={"user_id":"1234567890123456\"8"}"#],
            person: #"1234567890123456"8"#),
        Case(
            #"{"md":{"user_id":"12345678\u0039"}}"#, .object, [#"md={"user_id":"12345678\u0039"}"#], person: "123456789"
        ),
        Case("{\"a\":\"1234567890123\n\"}", .broken),
        Case(#"{"md":{"user_id":0}}"#, .object, [#"md={"user_id":0}"#], person: "0"),
        Case(#"{"md":{"user_id":-0}}"#, .object, [#"md={"user_id":-0}"#], person: "-0"),
        Case(#"{"md":{"user_id":-0.0e-0}}"#, .object, [#"md={"user_id":-0.0e-0}"#], person: "-0.0e-0"),
        Case(#"{"md":{"user_id":1E+2}}"#, .object, [#"md={"user_id":1E+2}"#], person: "1E+2"),
        Case(#"{"md":{"user_id":1e400}}"#, .object, [#"md={"user_id":1e400}"#], person: "1e400"),
        Case(
            #"{"md":{"user_id":12345678901234567890123}}"#, .object, [#"md={"user_id":12345678901234567890123}"#],
            person: "12345678901234567890123"),
        Case(#"{"a":00}"#, .broken),
        Case(#"{"a":-}"#, .broken),
        Case(#"{"a":-01}"#, .broken),
        Case(#"{"a":1.}"#, .broken),
        Case(#"{"a":.1}"#, .broken),
        Case(#"{"a":1e}"#, .broken),
        Case(#"{"a":1e+}"#, .broken),
        Case(#"{"a":+1}"#, .broken),
        Case(#"{"a":0x1}"#, .broken, ["a=0"]),
        Case(#"{"a":1.2.3}"#, .broken, ["a=1.2"]),
        Case(#"{"a":NaN}"#, .broken),
        Case(#"{"a":1_0}"#, .broken, ["a=1"]),
        Case(#"{"a":-e}"#, .broken),
        Case("0", .other),
        Case("-1.5e3", .other),
        Case("1 ", .other),
        Case(" 1", .other),
        Case("1 2", .broken),
        Case("--1", .broken),
        Case("true", .other),
        Case("false", .other),
        Case("null", .other),
        Case("tru", .broken),
        Case("truex", .broken),
        Case("nulll", .broken),
        Case("TRUE", .broken),
        Case(#"{"a":fals}"#, .broken),
        Case(#"{"a":true,"b":false,"c":null}"#, .object, ["a=true", "b=false", "c=null"]),
        Case(#"{"a":t}"#, .broken),
        Case(#"{"a":nul"#, .broken),
        Case(
            " \t\n\r{ \t\n\r\"a\" \t\n\r: \t\n\r1 \t\n\r, \t\n\r\"b\" \t\n\r:[ 1 , 2 ] } \t\n\r", .object,
            ["a=1", "b=[ 1 , 2 ]"]),
        Case("{\u{A0}\"a\":1}", .broken),
        Case("{\u{C}\"a\":1}", .broken),
        Case("\u{FEFF}{\"a\":1}", .broken),
        Case("{\"a\":1}\u{B}", .broken, ["a=1"]),
        Case("   ", .broken),
        Case("[ ]", .array),
        Case("{ }", .object),
        Case("[\n]", .array),
        Case(" [] ", .array),
        Case("", .broken),
        Case("{", .broken),
        Case("}", .broken),
        Case("[", .broken),
        Case("]", .broken),
        Case("\"", .broken),
        Case(#"{""#, .broken),
        Case(#"{"a"#, .broken),
        Case(#"{"a""#, .broken),
        Case(#"{"a":"#, .broken),
        Case(#"{"a":1"#, .broken, ["a=1"]),
        Case(#"{"a":1,"#, .broken, ["a=1"]),
        Case(#"{"a":["#, .broken),
        Case(#"{"a":[1"#, .broken),
        Case(#"{"a":[1,"#, .broken),
        Case(#"{"a":[1,]}"#, .broken),
        Case(#"{"a":{}"#, .broken, ["a={}"]),
        Case(#"{"a":"b"#, .broken),
        Case("{,}", .broken),
        Case("[,]", .broken),
        Case("[1,,2]", .broken, ["1"]),
        Case(#"{"a":1,,"b":2}"#, .broken, ["a=1"]),
        Case(#"{"a" 1}"#, .broken),
        Case(#"{"a"::1}"#, .broken),
        Case("{1:2}", .broken),
        Case("{null:1}", .broken),
        Case(#"{"a":1}{"b":2}"#, .broken, ["a=1"]),
        Case(#"{"a":1},"#, .broken, ["a=1"]),
        Case("[1]]", .broken, ["1"]),
        Case(#"{"a":1}}"#, .broken, ["a=1"]),
        Case(#"{"a":]}"#, .broken),
        Case(#"{"a":}"#, .broken),
        Case(#"{"a":1]"#, .broken, ["a=1"]),
        Case("[1}", .broken, ["1"]),
        Case(#"["a":1]"#, .broken, [#""a""#]),
        Case(#"{"a"}"#, .broken),
        Case(#"{"a","b"}"#, .broken),
        Case(#""a" "b""#, .broken),
        Case("'a'", .broken),
        Case("{a:1}", .broken),
        Case("/* */ {}", .broken),
        Case(#"{"a":1}//"#, .broken, ["a=1"]),
        Case(#"{"md":[{"user_id":"U"}]}"#, .object, [#"md=[{"user_id":"U"}]"#]),
        Case(#"{"md":"user_id"}"#, .object, [#"md="user_id""#]),
        Case(#"{"md":{}}"#, .object, ["md={}"]),
        Case(#"{"md":[]}"#, .object, ["md=[]"]),
        Case(#"[{"md":{"user_id":"U"}}]"#, .array, [#"{"md":{"user_id":"U"}}"#]),
        Case(
            #"{"x":{"aps":{}},"md":{"md":{"user_id":"U"}}}"#, .object,
            [#"x={"aps":{}}"#, #"md={"md":{"user_id":"U"}}"#]),
        Case(#"{"md":{"user_id":[1],"name":{"a":"b"}}}"#, .object, [#"md={"user_id":[1],"name":{"a":"b"}}"#]),
        Case(#"{"md":{"user_id":"U","name":false}}"#, .object, [#"md={"user_id":"U","name":false}"#], person: "U"),
        Case(#"{"md":{"name":12,"user_id":true}}"#, .object, [#"md={"name":12,"user_id":true}"#]),
        Case(
            #"{"name":"x","user_id":"y","aps":[[[[]]]]}"#, .object, [#"name="x""#, #"user_id="y""#, "aps=[[[[]]]]"],
            hasAps: true),
        Case(#"{"md":{"user_id":"U"}"#, .broken, [#"md={"user_id":"U"}"#]),
        Case(#"{"md":{"user_id":"U"}},"#, .broken, [#"md={"user_id":"U"}"#]),
        Case(
            #"{"md":{"user_id":" U ","name":"a | b"}}"#, .object, [#"md={"user_id":" U ","name":"a | b"}"#],
            person: " U ", name: "a | b"),
    ]

    @Test("A text is valid, or it is not", arguments: cases)
    func validity(_ expected: Case) {
        #expect(JSONText.isValid(Array(expected.text.utf8).span) == (expected.kind != .broken))
    }

    @Test("Members and elements are visited up to the fault", arguments: cases)
    func parts(_ expected: Case) {
        let bytes = Array(expected.text.utf8)
        func text(_ place: Range<Int>) -> String { String(decoding: bytes[place], as: UTF8.self) }
        var parts: [String] = []
        let isObject = JSONText.visitMembers(of: bytes.span) { key, value in
            parts.append("\(text(key))=\(text(value))")
            return true
        }
        let isArray = JSONText.visitElements(of: bytes.span) { element in
            parts.append(text(element))
            return true
        }
        #expect(isObject == (expected.kind == .object))
        #expect(isArray == (expected.kind == .array))
        #expect(parts == expected.parts)
    }

    @Test("A payload is an object with members, quotes doubled or not", arguments: cases, [false, true])
    func payload(_ expected: Case, quotesAreDoubled: Bool) {
        var texts = PayloadTexts()
        let text = quotesAreDoubled ? expected.text.replacing("\"", with: "\"\"") : expected.text
        let platform = PayloadReader().read(
            Array(text.utf8).span, quotesAreDoubled: quotesAreDoubled, into: &texts)
        let isPayload = expected.kind == .object && !expected.parts.isEmpty
        #expect(platform == (isPayload ? expected.hasAps ? .ios : .android : nil))
        #expect(String(decoding: texts.person, as: UTF8.self) == expected.person)
        #expect(String(decoding: texts.name, as: UTF8.self) == expected.name)
    }

    @Test("A value may stand within 512 others", arguments: [510, 511, 512, 513, 514, 515])
    func depth(_ depth: Int) {
        let arrays = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let objects = String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        var texts = PayloadTexts()
        func isPayload(_ text: String) -> Bool {
            PayloadReader().read(Array(text.utf8).span, quotesAreDoubled: false, into: &texts) != nil
        }
        // The innermost array holds no value, the innermost object one.
        #expect(JSONText.isValid(Array(arrays.utf8).span) == (depth <= 513))
        #expect(JSONText.isValid(Array(objects.utf8).span) == (depth <= 512))
        #expect(isPayload(objects) == (depth <= 512))
        #expect(isPayload(#"{"a":\#(arrays)}"#) == (depth <= 512))
        // Members and elements count from the object or array that is visited.
        #expect(JSONText.visitMembers(of: Array(#"{"a":\#(arrays)}"#.utf8).span) { _, _ in true } == (depth <= 513))
        #expect(JSONText.visitElements(of: Array("[\(arrays)]".utf8).span) { _ in true } == (depth <= 513))
    }

    @Test("A visitor that has seen enough ends the visit")
    func enough() {
        // What follows is not looked at.
        #expect(JSONText.visitMembers(of: Array(#"{"a":1,"#.utf8).span) { _, _ in false })
        #expect(!JSONText.visitElements(of: Array("[1,2]".utf8).span) { _ in false })
    }
}
