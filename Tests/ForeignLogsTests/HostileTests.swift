import ForeignLogs
import Testing
import TrackingLog

@Suite("No record stops the reader, and what is no event is named")
struct HostileTests {
    private static let record = Samples.customerIO[1]

    @Test(
        "what lacks an identity is rejected by the name of the key",
        arguments: [
            ("fcm", Samples.fcm[0].replacing(#""cXa9tQ2mTlyT0Zb1vO7s3K""#, with: "null"), "instance_id"),
            ("fcm", Samples.fcm[0].replacing(#""cXa9tQ2mTlyT0Zb1vO7s3K""#, with: "{}"), "instance_id"),
            ("fcm", Samples.fcm[0].replacing(#""cXa9tQ2mTlyT0Zb1vO7s3K""#, with: #"["x"]"#), "instance_id"),
            ("fcm", Samples.fcm[0].replacing(#""MESSAGE_ACCEPTED""#, with: #""""#), "event"),
            ("customerio", record.replacing("delivery_id", with: "x"), "data.delivery_id"),
            ("customerio", record.replacing(#""timestamp":1763625601,"#, with: ""), "timestamp"),
            ("sns", Samples.sns[0].replacing(#""fXk2:APA91b""#, with: "null"), "delivery.token"),
            ("braze", Samples.brazeNested.replacing("dispatch_id", with: "x"), "dispatch_id"),
            ("onesignal", Samples.stream.replacing("message.id", with: "x"), "message.id"),
            ("onesignal", "{}", "event.kind"),
        ])
    func missing(_ name: String, _ object: String, _ key: String) throws {
        let found = Translated([object], try format(name))
        #expect(found.events.isEmpty)
        #expect(found.rejects == ["\(key) is missing, empty or no text"])
    }

    @Test(
        "a time that is none is rejected with its text",
        arguments: [
            #""soon""#, "12", "true", #""2026-13-01 00:00:00""#, "-1763625601", "1e400", "99999999999999999999",
        ])
    func times(_ time: String) throws {
        let found = Translated([Self.record.replacing("1763625601", with: time)], try format("customerio"))
        let text = time.replacing("\"", with: "")
        #expect(found.rejects == ["timestamp is not a time: \"\(text)\""])
    }

    @Test(
        "times in every form that exports write",
        arguments: [
            "1763625601", #""1763625601""#, "1763625601.999", "1763625601999", "1.763625601E9", "1.763625601e+9",
            "1763625601000000", "1763625601000000000", #""2025-11-20T08:00:01Z""#, #""2025-11-20 08:00:01.5 UTC""#,
            #""2025-11-20T10:00:01+02:00""#,
        ])
    func timeForms(_ time: String) throws {
        let found = Translated([Self.record.replacing("1763625601", with: time)], try format("customerio"))
        #expect(found.events.map(\.time) == ["2025-11-20 08:00:01"])
    }

    @Test("ids that are numbers are their digits; numbers as strings are the same")
    func numbers() throws {
        let number = Self.record.replacing(#""id":"user-7""#, with: #""id":7"#)
        let string = Self.record.replacing(#""id":"user-7""#, with: #""id":"7""#)
        let found = Translated([number, string], try format("customerio"))
        #expect(found.events[0] == found.events[1])
        #expect(found.events[0].target == "7")
    }

    @Test("escapes are undone, in keys too")
    func escapes() throws {
        let object = Self.record.replacing("delivery_id", with: #"delivery\u005fid"#)
            .replacing("user-7", with: #"\u00fcser\/\ud83d\ude00 \"7\""#)
        let event = try #require(Translated([object], try format("customerio")).events.first)
        #expect(event.code == "RPILAgUBcRhIBqSfeiIwdIYJKxTY")
        #expect(event.target == "üser/😀 \"7\"")
        #expect(event.payload.hasSuffix(#""user_id":"üser/😀 \"7\""}}"#))
    }

    @Test("half of a surrogate pair is no id: two would become one; in a name it becomes U+FFFD")
    func surrogates() throws {
        let names = Samples.stream.replacing("Cart Recovery", with: #"Cart\ud83d"#)
        let found = Translated([names], try format("onesignal"))
        #expect(found.events.first?.payload.contains("\"name\":\"Cart\u{FFFD} | Push 1") == true)
        let ids = ["message.id", "event.subscription_id"].map { key in
            Samples.stream.replacing("\"\(key)\":\"", with: "\"\(key)\":\"\\udc00")
        }
        let rejected = Translated(ids, try format("onesignal"))
        #expect(
            rejected.rejects == ["message.id", "event.subscription_id"].map { "\($0) is missing, empty or no text" })
        #expect(rejected.events.isEmpty)
    }

    @Test("text from a table is escaped in the payload")
    func escaped() throws {
        let columns = ["event_timestamp", "message_id", "instance_id", "event", "sdk_platform", "analytics_label"]
        let row = ["2026-11-20 08:00:01 UTC", "m", "i", "MESSAGE_ACCEPTED", "ios", "a\"b\\c\nd"]
        let found = Translated(columns: columns, [row, row], try format("fcm"))
        #expect(
            found.events.map(\.payload) == Array(repeating: #"{"aps":{},"md":{"name":"a\"b\\c\nd"}}"#, count: 2))
    }

    @Test(
        "what is no JSON object is rejected as such",
        arguments: ["", "[]", "1", #"{"a":1"#, #"{"a":1} x"#, #"{"a":1}{"a":1}"#, "{a:1}", #"{"a":01}"#, "\u{0}"])
    func noObject(_ text: String) throws {
        for format in ForeignFormat.known {
            #expect(Translated([text], format).rejects == ["not a JSON object"])
        }
    }

    @Test("nesting too deep for JSON is rejected")
    func deep() throws {
        let deep = String(repeating: #"{"events":["#, count: 100_000)
        let closed = deep + String(repeating: "]}", count: 100_000)
        for format in ForeignFormat.known {
            #expect(Translated([deep, closed], format).rejects == ["not a JSON object", "not a JSON object"])
        }
    }

    @Test("records within records are read to a depth, then as they are")
    func wrapped() throws {
        var object = Samples.sns[0]
        for _ in 0..<8 {
            object = #"{"message":"\#(object.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#))"}"#
            guard object.utf8.count < 1 << 20 else { break }
        }
        #expect(Translated([object], try format("sns")).rejects == ["status is missing, empty or no text"])
    }

    @Test("huge strings are kept whole")
    func huge() throws {
        let id = String(repeating: "x", count: 5_000_000)
        let found = Translated([Self.record.replacing("fXk2:APA91b", with: id)], try format("customerio"))
        #expect(found.events.first?.hwid.utf8.count == 5_000_000)
    }

    @Test("many recipients are as many events")
    func many() throws {
        let recipients = (0..<20_000).map { #"{"device_id":"d\#($0)"}"# }.joined(separator: ",")
        let object =
            #"{"object_type":"push","metric":"sent","timestamp":1763625601,"data":{"delivery_id":"m","recipients":[\#(recipients)]}}"#
        #expect(Translated([object], try format("customerio")).events.count == 40_000)
    }

    @Test(
        "recipients of a wrong type leave an event without a device",
        arguments: ["{}", "null", #""d""#, "[]", "[1]", #"["d"]"#, "[null]"])
    func recipients(_ value: String) throws {
        let object =
            #"{"object_type":"push","metric":"opened","timestamp":1763625601,"data":{"delivery_id":"m","recipients":\#(value)}}"#
        #expect(Translated([object], try format("customerio")).events.map(\.hwid) == [""])
    }

    @Test("of a key that stands twice the last value counts")
    func twice() throws {
        let object = Self.record.replacing(#""metric":"bounced""#, with: #""metric":"bounced","metric":"opened""#)
        #expect(Translated([object], try format("customerio")).events.map(\.status) == ["opened"])
    }

    @Test("rows of a table may be short, empty, or have spaces and databases' nulls")
    func rows() throws {
        let format = try format("onesignal")
        let rows = [
            [], ["u"], [" user-7 ", " s ", "iOS", " 2026-11-20 08:00:01 ", "NULL", #"\N"#, "", "null"],
            ["u", "s", "email", "2026-11-20 08:00:01"], ["u", "s", "iOS", "", "", "", "", "", "", ""],
            ["u", "s", "iOS", "1", "2026-11-20 08:00:01"],
        ]
        let found = Translated(columns: Samples.audienceColumns, rows, format, source: Samples.audienceFile)
        #expect(found.events.map(\.status) == ["sent", "accepted", "received"])
        #expect(found.events.first?.hwid == "s")
        #expect(found.skipped == ["other channels": 1, "rows without any time": 1])
        #expect(found.rejects.count == 3)
        #expect(found.rejects.last == #"sent is not a time: "1""#)
    }

    @Test("random bytes in place of any byte never stop the translator")
    func mutations() throws {
        var random = SplitMix(state: 7)
        for (name, object, source) in RecognitionTests.records {
            let format = try format(name)
            var translator = ForeignTranslator(format, source: source)
            for round in 0..<300 {
                var text = Array(object.utf8)
                for _ in 0..<1 + Int(random.next() % 3) {
                    text[Int(random.next() % UInt64(text.count))] = UInt8(truncatingIfNeeded: random.next())
                }
                var output = ForeignOutput(decodedBase: text.count)
                translator.translate(object: text.span, at: 0, into: &output)
                let end = UInt32(text.count + output.decoded.count)
                for row in output.rows {
                    for place in [row.trackingCode, row.target, row.hwid, row.statusWord, row.description, row.payload]
                    {
                        #expect(place.start + place.count <= end)
                    }
                }
                if round % 20 == 0 { _ = ForeignFormat.recognize(object: text.span, source: source) }
            }
        }
    }
}

/// A generator of reproducible random numbers (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
