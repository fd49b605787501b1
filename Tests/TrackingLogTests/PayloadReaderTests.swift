import Testing
import TrackingLog

@Suite("A payload")
struct PayloadReaderTests {
    private func read(
        _ payload: String, quotesAreDoubled: Bool = false, at pointer: JSONPointer = .userID
    ) -> (platform: Platform?, person: String) {
        let reader = PayloadReader(person: pointer)
        var texts = PayloadTexts()
        // What the payload before said must not be left over.
        _ = reader.read(
            Array(#"{"md":{"user_id":"left over","name":"left over"}}"#.utf8).span, quotesAreDoubled: false,
            into: &texts)
        let platform = reader.read(Array(payload.utf8).span, quotesAreDoubled: quotesAreDoubled, into: &texts)
        return (platform, String(decoding: texts.person, as: UTF8.self))
    }

    static let payloads: [(String, Platform?, String)] = [
        (#"{"aps":{"alert":"text"},"md":{"uid":1,"user_id":"U-1"},"p":"Zh"}"#, .ios, "U-1"),
        (#"{"md":{"user_id":"U-1"},"aps":{}}"#, .ios, "U-1"),
        (#"{"title":"text","md":{"user_id":"U-1"}}"#, .android, "U-1"),
        (#"{"aps":null}"#, .ios, ""),
        (#"{"\u0061ps":1}"#, .ios, ""),
        (#"{"a":{"aps":1}}"#, .android, ""),
        (#" { "aps" : [ 1 , {"x":[]} ] , "md" : { "user_id" : "U" } } "#, .ios, "U"),
        (#"{"md":{"user_id":"a\"b\\\u00e9\ud83d\ude00"}}"#, .android, "a\"b\\é😀"),
        (#"{"md":{"user_id":11793546856}}"#, .android, "11793546856"),
        (#"{"md":{"user_id":-1.5e3}}"#, .android, "-1.5e3"),
        (#"{"md":{"user_id":""}}"#, .android, ""),
        (#"{"md":{"user_id":null}}"#, .android, ""),
        (#"{"md":{"user_id":true}}"#, .android, ""),
        (#"{"md":{"user_id":{"a":1}}}"#, .android, ""),
        (#"{"md":{"user_id":["U"]}}"#, .android, ""),
        (#"{"md":[{"user_id":"U"}]}"#, .android, ""),
        (#"{"user_id":"U"}"#, .android, ""),
        (#"{"x":{"md":{"user_id":"U"}}}"#, .android, ""),
        (#"{"md":{"user_id":"first"},"md":{"user_id":"second"}}"#, .android, "first"),
        (#"{"m\u0064":{"user\u005fid":"U"}}"#, .android, "U"),
        ("{}", nil, ""), (" { } ", nil, ""), ("[]", nil, ""), (#"["aps"]"#, nil, ""), ("", nil, ""), ("text", nil, ""),
        (#""aps""#, nil, ""), ("null", nil, ""), ("12", nil, ""),
        (#"{"aps":1"#, nil, ""), (#"{"aps":1}}"#, nil, ""), (#"{"aps":1,}"#, nil, ""), (#"{aps:1}"#, nil, ""),
        (#"{"aps":01}"#, nil, ""), (#"{"aps":tru}"#, nil, ""), (#"{"a":"\x"}"#, nil, ""), ("{\"a\":\"\n\"}", nil, ""),
        (#"{"md":{"user_id":"U"},"#, nil, ""), (#"{"md":{"user_id":"U"}} x"#, nil, ""),
    ]

    @Test("shows platform and person", arguments: payloads)
    func plain(_ payload: String, _ platform: Platform?, _ person: String) {
        let facts = read(payload)
        #expect(facts.platform == platform)
        #expect(facts.person == person)
    }

    @Test("shows the same if every quote is doubled", arguments: payloads)
    func doubled(_ payload: String, _ platform: Platform?, _ person: String) {
        let facts = read(payload.replacing("\"", with: "\"\""), quotesAreDoubled: true)
        #expect(facts.platform == platform)
        #expect(facts.person == person)
    }

    @Test("is none where a doubled quote is missing")
    func halfDoubled() {
        #expect(read(#"{"aps":1}"#, quotesAreDoubled: true).platform == nil)
        #expect(read(#"{""aps":1}"#, quotesAreDoubled: true).platform == nil)
        #expect(read(#"{""aps"":1}"#, quotesAreDoubled: false).platform == nil)
    }

    @Test(
        "shows the message's name, which only a string can be",
        arguments: [
            (#"{"md":{"name":"Cart | Push 1","user_id":"U"}}"#, "Cart | Push 1", "U"),
            (#"{"md":{"user_id":"U","name":"a\"b"}}"#, "a\"b", "U"), (#"{"md":{"name":12,"user_id":12}}"#, "", "12"),
            (#"{"name":"x"}"#, "", ""), (#"{"md":{"name":"first"},"md":{"name":"second"}}"#, "first", ""),
        ])
    func name(_ payload: String, _ name: String, _ person: String) {
        var texts = PayloadTexts()
        _ = PayloadReader().read(Array(payload.utf8).span, quotesAreDoubled: false, into: &texts)
        #expect(String(decoding: texts.name, as: UTF8.self) == name)
        #expect(String(decoding: texts.person, as: UTF8.self) == person)
    }

    @Test("may hold person and name in one place, or one within the other")
    func sharedPlaces() throws {
        let pointer = try #require(JSONPointer("/a"))
        var texts = PayloadTexts()
        let payload = Array(#"{"a":"x"}"#.utf8)
        _ = PayloadReader(person: pointer, name: pointer).read(payload.span, quotesAreDoubled: false, into: &texts)
        #expect(texts.person == texts.name && texts.person == Array("x".utf8))
    }

    @Test("is read at another place")
    func pointer() throws {
        func person(_ pointer: String, in payload: String) throws -> String {
            read(payload, at: try #require(JSONPointer(pointer))).person
        }
        #expect(try person("/u", in: #"{"u":"A"}"#) == "A")
        #expect(try person("/a~1b/m~0n", in: #"{"a/b":{"m~n":"A"}}"#) == "A")
        #expect(try person("/list/1/id", in: #"{"list":[{"id":"A"},{"id":"B"}]}"#) == "B")
        #expect(try person("/list/2", in: #"{"list":["A","B"]}"#) == "")
        #expect(try person("/", in: #"{"":"A"}"#) == "A")
        #expect(try person("", in: #"{"":"A"}"#) == "")
        #expect(JSONPointer("md/user_id") == nil)
        #expect(JSONPointer("/a~2") == nil)
        #expect(JSONPointer("/md/user_id") == .userID)
    }

    @Test("is one exactly where the text is a JSON object with members")
    func agreement() {
        var random = SeededGenerator(seed: 7)
        let seeds = Self.payloads.map { Array($0.0.utf8) }
        let bytes = Array(#"{}[]",:\ub0aps 1-.etrufalsn"#.utf8) + [0x0A, 0x1F, 0x80, 0xFF]
        var payloads = 0
        for _ in 0..<40_000 {
            var text = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<Int.random(in: 0...3, using: &random) where !text.isEmpty {
                let place = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text[place] = bytes[Int.random(in: 0..<bytes.count, using: &random)]
                case 1: text.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: place)
                default: text.remove(at: place)
                }
            }
            let payload = String(decoding: text, as: UTF8.self)
            let copy = Array(payload.utf8)
            var members = 0
            JSONText.visitMembers(of: copy.span) { _, _ in
                members += 1
                return true
            }
            let isPayload = JSONText.isValid(copy.span) && payload.first { !$0.isWhitespace } == "{" && members > 0
            if isPayload { payloads += 1 }
            #expect((read(payload).platform != nil) == isPayload, "\(payload)")
            let doubled = read(payload.replacing("\"", with: "\"\""), quotesAreDoubled: true)
            #expect(doubled == read(payload), "\(payload)")
        }
        // The mutations must leave enough of both kinds to mean something.
        #expect(payloads > 4_000 && payloads < 36_000)
    }
}

/// A small generator whose numbers repeat (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
