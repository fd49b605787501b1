import ForeignLogs
import Testing

@Suite("Formats are recognized by what is in the file")
struct RecognitionTests {
    private func recognize(_ object: String, _ source: String = "") -> ForeignRecognition? {
        let text = Array(object.utf8)
        return ForeignFormat.recognize(object: text.span, source: source)
    }

    static let records: [(String, String, String)] =
        Samples.fcm.map { ("fcm", $0, "") } + [Samples.stream, Samples.nestedStream].map { ("onesignal", $0, "") }
        + Samples.customerIO.map { ("customerio", $0, "") }
        + [Samples.brazeAvro, Samples.brazePlain].map { ("braze", $0, Samples.brazePath("Open")) }
        + [("braze", Samples.brazeNested, ""), ("braze", #"{"events":[\#(Samples.brazeNested)]}"#, "")]
        + Samples.sns.map { ("sns", $0, "") }

    @Test("each vendor's record as its own, with nothing missing", arguments: records)
    func recognized(_ name: String, _ object: String, _ source: String) {
        let found = recognize(object, source)
        #expect(found?.format.name == name)
        #expect(found?.missing == [])
    }

    @Test(
        "our events and other JSON as none",
        arguments: [
            #"{"timestamp":"2026-11-20 08:00:01","tracking_code":"t","target_id":"u","hwid":"d","status":"sent"}"#,
            #"{"timestamp":"2026-11-20 08:00:01","tracking_code":"t","hwid":"d","status":"sent","payload":{"aps":{},"message":"x"}}"#,
            #"{}"#, #"{"message":"hello"}"#, #"{"events":[]}"#, #"{"events":[1,2]}"#, #"{"events":[{"a":1}]}"#,
            #"{"id":1,"event":"x","time":2}"#, #"{"status":"SUCCESS"}"#, #"{"message":"{\"a\":1}"}"#,
            #"{"event_type":"click","user":{},"properties":{}}"#, #"[1]"#, #"nonsense"#, "",
            #"{"message":"{\"message\":\"{\\\"message\\\":{}}\"}"}"#,
        ])
    func none(_ object: String) { #expect(recognize(object) == nil) }

    @Test(
        "a record that lacks what it needs names it",
        arguments: [
            ("onesignal", Samples.stream.replacing("message.id", with: "message.title"), "", "message.id"),
            ("onesignal", Samples.stream.replacing("event.subscription_id", with: "x"), "", "event.subscription_id"),
            ("braze", Samples.brazeAvro, "part-1.json", "event_type"),
            ("braze", Samples.brazeNested.replacing("dispatch_id", with: "x"), "", "dispatch_id"),
            ("customerio", Samples.customerIO[0].replacing("delivery_id", with: "x"), "", "data.delivery_id"),
            ("sns", Samples.sns[0].replacing("\"token\"", with: "\"x\""), "", "delivery.token"),
            ("fcm", Samples.fcm[0].replacing("instance_id", with: "x"), "", "instance_id"),
        ])
    func missing(_ name: String, _ object: String, _ source: String, _ key: String) {
        let found = recognize(object, source)
        #expect(found?.format.name == name)
        #expect(found?.missing.contains(key) == true, "\(found?.missing ?? [])")
    }

    @Test("a first record that is left out lacks nothing: it says nothing of the next")
    func leftOutFirst() {
        let topic =
            #"{"event_timestamp":"2026-11-20 08:00:01 UTC","project_number":"1","message_type":"TOPIC","event":"MESSAGE_ACCEPTED"}"#
        #expect(recognize(topic)?.missing == [])
        let email = #"{"event_id":"1","object_type":"email","metric":"sent","timestamp":1763625601,"data":{}}"#
        #expect(recognize(email)?.missing == [])
    }

    @Test("wrapped records as their vendor's")
    func wrapped() {
        let inner = Samples.sns[0].replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#)
        #expect(recognize(#"{"events":[{"timestamp":1,"message":"\#(inner)"}]}"#)?.format.name == "sns")
        #expect(recognize(#"{"timestamp":1,"message":"\#(inner)"}"#)?.missing == [])
    }

    @Test("tables by their header, in any order and case")
    func tables() {
        let audience = ForeignFormat.recognize(columns: Samples.audienceColumns, source: Samples.audienceFile)
        #expect(audience?.format.name == "onesignal" && audience?.missing == [])
        let renamed = ForeignFormat.recognize(columns: Samples.audienceColumns, source: "download.csv")
        #expect(renamed?.missing == ["a file name with audience-activity-…-push"])
        let fcm = ["\u{FEFF}Event", "event_timestamp", "project_number", "message_id ", "instance_id"]
        #expect(ForeignFormat.recognize(columns: fcm)?.format.name == "fcm")
        #expect(ForeignFormat.recognize(columns: fcm)?.missing == [])
        #expect(ForeignFormat.recognize(columns: Array(fcm.dropLast()))?.missing == ["instance_id"])
        let insights = [
            "@timestamp", "notification.messageId", "notification.timestamp", "status", "delivery",
            "delivery.token", "delivery.destination",
        ]
        #expect(ForeignFormat.recognize(columns: insights)?.format.name == "sns")
        let own = ["timestamp", "tracking_code", "target_id", "hwid", "status", "description", "appCode", "payload"]
        #expect(ForeignFormat.recognize(columns: own) == nil)
        #expect(ForeignFormat.recognize(columns: []) == nil)
    }

    @Test("what a file was recognized by is said")
    func evidence() {
        #expect(recognize(Samples.nestedStream)?.evidence == ["event.kind"])
        #expect(recognize(Samples.fcm[0])?.evidence == ["event_timestamp", "project_number", "event"])
        let audience = ForeignFormat.recognize(columns: Samples.audienceColumns, source: Samples.audienceFile)
        #expect(audience?.evidence == ["subscription_id", "sent", "delivered", "clicked"])
    }

    @Test("a format that was named says what a file lacks, without being recognized")
    func named() throws {
        let text = Array(#"{"a":1}"#.utf8)
        #expect(
            try format("customerio").missing(object: text.span, source: "") == [
                "timestamp", "data.delivery_id", "metric",
            ])
        #expect(try format("sns").missing(columns: ["a"], source: "").first == "notification.timestamp")
    }
}
