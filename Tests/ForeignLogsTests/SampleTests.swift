import ForeignLogs
import Testing

@Suite("The vendors' documented records become events")
struct SampleTests {
    @Test("FCM's export: one event a row, a message for each instance")
    func fcm() throws {
        let found = Translated(Samples.fcm, try format("fcm"))
        let (first, second) = (
            "0:1763625601120000%6ab1c2d3f9fd7ecd/cXa9tQ2mTlyT0Zb1vO7s3K",
            "0:1763625601300000%6ab1c2d3f9fd7ecd/eQ0kPz8yRkWf1uYh5Jd2Aa"
        )
        let android = #"{"platform":"android","md":{"name":"cart_recovery_1"}"#
        #expect(
            found.events.map(\.description) == [
                "2026-11-20 08:00:01;\(first);cXa9tQ2mTlyT0Zb1vO7s3K;cXa9tQ2mTlyT0Zb1vO7s3K;accepted;Success;com.example.shop;\(android),\"details\":{\"bulk_id\":\"0\"}}",
                "2026-11-20 08:00:04;\(first);cXa9tQ2mTlyT0Zb1vO7s3K;cXa9tQ2mTlyT0Zb1vO7s3K;received;;com.example.shop;\(android)}",
                "2026-11-20 08:00:01;\(second);eQ0kPz8yRkWf1uYh5Jd2Aa;eQ0kPz8yRkWf1uYh5Jd2Aa;bounced;SENDER_ID_MISMATCH;com.example.shop;{\"aps\":{},\"md\":{\"name\":\"cart_recovery_1\"}}",
            ])
        #expect(found.rejects == [])
    }

    @Test("OneSignal's audience activity: one row becomes up to five events; the message is in the file's name")
    func audience() throws {
        let found = Translated(
            columns: Samples.audienceColumns, Samples.audience, try format("onesignal"), source: Samples.audienceFile)
        let message = "c3d4e5f6-a7b8-4012-8def-123456789012"
        let ios = "0f7c6f2e-3b0c-4b0e-9d55-0d5f2f6f0a11;"
        let android = "8a1d2c3b-0000-4b0e-9d55-0d5f2f6f0a12;"
        let apple = #"{"aps":{},"md":{"user_id":"user-7"}}"#
        let payload = #"{"platform":"android","md":{"user_id":"user-8"}}"#
        #expect(
            found.events.map(\.description) == [
                "2026-11-20 08:00:01;\(message)/user-7;user-7;\(ios)sent;;;\(apple)",
                "2026-11-20 08:00:01;\(message)/user-7;user-7;\(ios)accepted;;;\(apple)",
                "2026-11-20 08:00:03;\(message)/user-7;user-7;\(ios)received;;;\(apple)",
                "2026-11-20 08:14:40;\(message)/user-7;user-7;\(ios)opened;;;\(apple)",
                "2026-11-20 08:00:01;\(message)/user-8;user-8;\(android)sent;;;\(payload)",
                "2026-11-20 08:00:01;\(message)/user-8;user-8;\(android)accepted;;;\(payload)",
                "2026-11-20 08:00:02;\(message)/user-8;user-8;\(android)failed;FcmV1InvalidToken;;\(payload)",
            ])
    }

    @Test(
        "OneSignal's stream: flat and nested keys give equal events", arguments: [Samples.stream, Samples.nestedStream])
    func stream(_ object: String) throws {
        let found = Translated([object], try format("onesignal"))
        #expect(
            found.events.map(\.description) == [
                #"2025-11-20 08:00:02;c3d4e5f6-a7b8-4012-8def-123456789012/user-8;user-8;8a1d2c3b-0000-4b0e-9d55-0d5f2f6f0a12;failed;SenderIdMismatch;5eb5a37e-b458-11e3-ac11-000c2940e62c;{"platform":"android","md":{"name":"Cart Recovery | Push 1 | 1hr | Incentive test","user_id":"user-8"}}"#
            ])
    }

    @Test("Customer.io's webhooks: one event a recipient, refused where the recipient has a failure")
    func customerIO() throws {
        let found = Translated(Samples.customerIO, try format("customerio"))
        let code = "RPILAgUBcRhIBqSfeiIwdIYJKxTY;user-7;"
        let md = #""md":{"name":"campaign 7 | action 42","user_id":"user-7"}}"#
        #expect(
            found.events.map(\.description) == [
                "2025-11-20 08:00:01;\(code)9f86d081884c7d65;sent;;;{\"aps\":{},\(md)",
                "2025-11-20 08:00:01;\(code)9f86d081884c7d65;accepted;;;{\"aps\":{},\(md)",
                "2025-11-20 08:00:01;\(code)fXk2:APA91b;bounced;UNREGISTERED;;{\"platform\":\"android\",\(md)",
                "2025-11-20 08:00:01;\(code)fXk2:APA91b;bounced;UNREGISTERED;;{\"platform\":\"android\",\(md)",
            ])
    }

    @Test(
        "Braze: the three shapes of JSON give equal events",
        arguments: [
            (Samples.brazeAvro, Samples.brazePath("Send")),
            (Samples.brazePlain, "USERS_MESSAGES_PUSHNOTIFICATION_SEND_SHARED.json"), (Samples.brazeNested, ""),
            (#"{"events":[\#(Samples.brazeNested)]}"#, "anything.json"),
        ])
    func braze(_ object: String, _ path: String) throws {
        let found = Translated([object], try format("braze"), source: path)
        let common =
            #"2025-11-20 08:00:01;6565d192b0df004d06514c01/639a35d192b0df004d06514c;user-7;d-1;STATUS;;a1b2;{"platform":"android","md":{"name":"Cart Recovery | Push 1 | | Incentive test","user_id":"user-7"}}"#
        #expect(
            found.events.map(\.description)
                == ["sent", "accepted"].map { common.replacing("STATUS", with: $0) })
        #expect(found.rejects == [])
    }

    @Test("SNS: success is delivered, failure has the gateway's reason; the ARN has app, gateway and environment")
    func sns() throws {
        let found = Translated(Samples.sns, try format("sns"))
        let arn = "arn:aws:sns:eu-west-1:111122223333:endpoint"
        #expect(
            found.events.map(\.description) == [
                "2026-11-20 08:00:01;9655abe4-6ed6-5734-89f7-e6a6a42de02a/fXk2:APA91b;\(arn)/GCM/Shop/c23e42de-3699-3639-84dd-65f84474629d;fXk2:APA91b;delivered;;Shop;"
                    + #"{"platform":"android","details":{"gateway":"GCM","attempts":"1","dwell_ms":"65"}}"#,
                "2026-11-20 08:00:01;c3ad79b0-8996-550a-8bfa-24f05989898f/9f86d081884c;\(arn)/APNS_SANDBOX/Shop/986cb8a1-4f6b-34b1-9a1b-d9e9cb553944;9f86d081884c;bounced;BadDeviceToken;Shop;"
                    + #"{"aps":{},"details":{"gateway":"APNS_SANDBOX","attempts":"1","dwell_ms":"1451"}}"#,
            ])
        #expect(found.sampledSuccesses == 1)
    }

    @Test("SNS within CloudWatch's wrappers gives the same events")
    func wrapped() throws {
        func string(_ text: String) -> String {
            "\"\(text.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#))\""
        }
        let format = try format("sns")
        let plain = Translated(Samples.sns, format).events
        let events = Samples.sns.map { #"{"timestamp":1763625601540,"message":\#(string($0)),"eventId":"1"}"# }
        #expect(Translated(events, format).events == plain)
        let list = "[" + events.joined(separator: ", ") + "]"
        #expect(Translated([#"{"events": \#(list), "searchedLogStreams": []}"#], format).events == plain)
        #expect(Translated([#"{"messageType":"DATA_MESSAGE","logEvents":\#(list)}"#], format).events == plain)
        let rows = Samples.sns.map { ["2026-11-20 08:00:02", $0] }
        #expect(Translated(columns: ["@timestamp", "@message"], rows, format).events == plain)
    }

    @Test("webhooks that a receiver archived in objects of its own give the same events")
    func archived() throws {
        let format = try format("customerio")
        let plain = Translated(Samples.customerIO, format).events
        let bodies = Samples.customerIO.map { #"{"headers":{"x":"y"},"body":\#($0)}"# }
        #expect(Translated(bodies, format).events == plain)
        #expect(Translated([#"{"events":[\#(bodies.joined(separator: ","))]}"#], format).events == plain)
    }

    @Test("successes that may be a sample are counted, and refusals are not")
    func sample() throws {
        let found = Translated(Samples.sns, try format("sns"))
        #expect(found.events.map(\.status).filter { $0 == "delivered" }.count == found.sampledSuccesses)
        #expect(found.sampledSuccesses > 0 && found.sampledSuccesses < found.events.count)
        #expect(Translated(Samples.fcm, try format("fcm")).sampledSuccesses == 0)
    }

    @Test("the names of the formats are those in their maps")
    func names() {
        #expect(ForeignFormat.known.map(\.name) == ForeignFormat.names)
    }
}
