import Testing
import TrackingLog

struct EventObjectTests {
    static func read(_ line: String) throws -> (EventBatch, EventRow) {
        var batch = EventBatch(text: Array(line.utf8))
        var decoded: [UInt8] = []
        let row = try EventObject.row(
            batch.text.span, at: 0, decodedBase: batch.text.count, decoded: &decoded, zone: nil)
        batch.text += decoded
        return (batch, row)
    }

    @Test("an object with every key is an event, its payload kept as it stands")
    func whole() throws {
        let (batch, row) = try Self.read(
            #"{"timestamp":"2021-04-20T13:01:01Z","tracking_code":"T-1","target_id":"U","hwid":"H","status":"Failed","description":"a \"b\"","app_code":"A","payload":{ "b":1, "a":"x" },"more":[1]}"#
        )
        #expect(row.time.description == "2021-04-20 13:01:01")
        #expect(row.status == .failed)
        #expect(row.missing == [])
        let texts = [row.trackingCode, row.target, row.hwid, row.statusWord, row.description, row.appCode, row.payload]
        #expect(texts.map(batch.string) == ["T-1", "U", "H", "Failed", "a \"b\"", "A", #"{ "b":1, "a":"x" }"#])
    }

    @Test("a payload that is a string is the string's text")
    func stringPayload() throws {
        let (batch, row) = try Self.read(
            #"{"timestamp":"2021-04-20 13:01:01","tracking_code":"T","status":"sent","payload":"{\"a\":1}","appCode":"A"}"#
        )
        #expect(batch.string(row.payload) == #"{"a":1}"#)
        #expect(batch.string(row.appCode) == "A")
        #expect(row.missing == [.target])
    }

    @Test("keys left out or null are missing, empty ones are not")
    func missing() throws {
        let line = #"{"timestamp":"2021-04-20 13:01:01","tracking_code":"T","status":"sent","hwid":null,"#
        #expect(try Self.read(line + #""payload":null}"#).1.missing == [.target, .appCode, .payload])
        #expect(try Self.read(line + #""payload":"","target_id":"","app_code":""}"#).1.missing == [])
    }

    @Test("a word with escapes is a status like any other, a number names a user")
    func oddValues() throws {
        let (batch, row) = try Self.read(
            #"{"timestamp":"2021-04-20 13:01:01","tracking_code":"T","status":"\u0073ent","target_id":12345}"#)
        #expect(row.status == .sent)
        #expect(batch.string(row.target) == "12345")
    }

    @Test(
        "a line that is no event says why",
        arguments: [
            ("nonsense", "not a JSON object"),
            ("[1]", "not a JSON object, but an array: write one object a line"),
            (
                #"{"a":1}{"b":2}"#,
                "more than one JSON object: write one a line (curl keeps line ends with --data-binary)"
            ),
            ("{\"timestamp\":\"2021-04-20 13:01:01\"", "not a JSON object"),
            ("{}", "timestamp is missing"),
            (#"{"timestamp":"yesterday"}"#, "timestamp is not a time (YYYY-MM-DD HH:MM:SS, ISO 8601, or Unix seconds)"),
            (#"{"timestamp":1}"#, "timestamp is not a time (YYYY-MM-DD HH:MM:SS, ISO 8601, or Unix seconds)"),
            (#"{"timestamp":"2021-04-20 13:01:01"}"#, "tracking_code is missing or empty"),
            (#"{"timestamp":"2021-04-20 13:01:01","tracking_code":"T","status":""}"#, "status is missing or empty"),
            (
                #"{"timestamp":"2021-04-20 13:01:01","tracking_code":"T","status":"sent","hwid":[1]}"#,
                "hwid is not a string"
            ),
        ])
    func faults(line: String, reason: String) {
        let fault = #expect(throws: EventObject.Fault.self) { try Self.read(line) }
        #expect(fault?.reason == reason)
    }
}
