import ForeignLogs
import Testing
import TrackingLog

/// A vendor's word, and what it becomes: `status` or `status reason`, several separated by `, `.
struct Word: CustomTestStringConvertible, Sendable {
    var word: String
    var becomes: String
    var testDescription: String { word }
    init(_ word: String, _ becomes: String) { (self.word, self.becomes) = (word, becomes) }
}

@Suite("Each vendor's words become ours")
struct VocabularyTests {
    /// Statuses and reasons of some events, as a ``Word`` has them.
    private func summary(_ found: Translated) -> String {
        found.events.map { $0.reason.isEmpty ? $0.status : "\($0.status) \($0.reason)" }.joined(separator: ", ")
    }

    @Test(
        "FCM",
        arguments: [
            Word("MESSAGE_ACCEPTED", "accepted Success"), Word("MESSAGE_DELIVERED", "received"),
            Word("MISSING_REGISTRATIONS", "failed MissingRegistration"),
            Word("UNAUTHORIZED_REGISTRATION", "bounced UNAUTHORIZED_REGISTRATION"),
            Word("MISMATCH_SENDER_ID", "bounced SENDER_ID_MISMATCH"),
            Word("INVALID_REGISTRATION", "bounced InvalidRegistration"),
            Word("INVALID_PACKAGE_NAME", "bounced InvalidPackageName"),
            Word("INVALID_APNS_CREDENTIAL", "bounced THIRD_PARTY_AUTH_ERROR"),
            Word("AUTHENTICATION_ERROR", "bounced AuthenticationError"),
            Word("INVALID_PARAMETERS", "bounced InvalidParameters"), Word("INVALID_TTL", "bounced InvalidTtl"),
            Word("PAYLOAD_TOO_LARGE", "bounced MessageTooBig"), Word("QUOTA_EXCEEDED", "bounced QUOTA_EXCEEDED"),
            Word("MESSAGE_RECEIVED_INTERNAL_ERROR", "bounced INTERNAL"), Word("SOMETHING_NEW", "SOMETHING_NEW"),
        ])
    func fcm(_ word: Word) throws {
        let object = Samples.fcm[0].replacing("MESSAGE_ACCEPTED", with: word.word)
        #expect(summary(Translated([object], try format("fcm"))) == word.becomes)
    }

    @Test("the reasons of FCM are in the catalogue", arguments: try format("fcm").reasons)
    func reasons(_ reason: String) {
        // Success is no refusal; the catalogue learns the other together with the reports.
        guard !["Success", "UNAUTHORIZED_REGISTRATION"].contains(reason) else { return }
        #expect(ReasonCatalogue.standard.match(reason).reason(on: .android) != nil)
    }

    @Test(
        "OneSignal's stream",
        arguments: [
            Word("message.push.sent", "sent, accepted"), Word("message.push.received", "received"),
            Word("message.push.clicked", "opened"), Word("message.push.failed", "failed SenderIdMismatch"),
            Word("message.push.unsubscribed", "bounced Unregistered"),
        ])
    func oneSignal(_ word: Word) throws {
        for sample in [Samples.stream, Samples.nestedStream] {
            let object = sample.replacing("message.push.failed", with: word.word)
            #expect(summary(Translated([object], try format("onesignal"))) == word.becomes)
        }
    }

    @Test(
        "OneSignal's audience activity, where delivered is the device's word",
        arguments: [
            Word("sent", "sent, accepted"), Word("delivered", "received"), Word("clicked", "opened"),
            Word("failed", "failed 401 Unauthorized"), Word("unsubscribed", "bounced Unregistered"),
        ])
    func audience(_ word: Word) throws {
        let row =
            ["u", "s", "iOS"]
            + Samples.audienceColumns[3...].map { column in
                column == word.word ? "2026-11-20 08:00:01" : column == "failure_message" ? "401 Unauthorized" : ""
            }
        let found = Translated(
            columns: Samples.audienceColumns, [row], try format("onesignal"), source: Samples.audienceFile)
        #expect(summary(found) == word.becomes)
    }

    @Test(
        "Customer.io",
        arguments: [
            Word("attempted", "sent D"), Word("sent", "bounced D"), Word("delivered", "received D"),
            Word("opened", "opened D"), Word("clicked", "opened D"), Word("converted", "converted D"),
            Word("bounced", "bounced D"), Word("dropped", "dropped D"), Word("failed", "failed D"),
            Word("undeliverable", "undeliverable D"), Word("drafted", ""),
        ])
    func customerIO(_ word: Word) throws {
        let object =
            #"{"event_id":"1","object_type":"push","metric":"\#(word.word)","timestamp":1763625601,"data":{"delivery_id":"m","recipients":[{"device_id":"d","failure_message":"D"}]}}"#
        let found = Translated([object], try format("customerio"))
        #expect(summary(found) == word.becomes)
        #expect(found.skipped == (word.word == "drafted" ? ["drafts": 1] : [:]))
    }

    @Test("Customer.io: an attempt without a device moves no state, a failure of the whole has its own message")
    func withoutDevice() throws {
        func object(_ metric: String) -> String {
            #"{"object_type":"push","metric":"\#(metric)","timestamp":1763625601,"data":{"delivery_id":"m","failure_message":"D"}}"#
        }
        let found = Translated(["attempted", "failed", "sent"].map(object), try format("customerio"))
        #expect(summary(found) == "attempted D, failed D, sent D, accepted D")
        #expect(found.events.allSatisfy { $0.hwid.isEmpty })
    }

    @Test("Customer.io: of several devices only those with a failure bounced, or all where none has one")
    func bounced() throws {
        func object(_ failures: [String]) -> String {
            let recipients = failures.enumerated().map { #"{"device_id":"d\#($0)"\#($1)}"# }.joined(separator: ",")
            return
                #"{"object_type":"push","metric":"bounced","timestamp":1763625601,"data":{"delivery_id":"m","recipients":[\#(recipients)]}}"#
        }
        let failure = #","failure_message":"Unregistered""#
        let some = Translated([object(["", failure, ""])], try format("customerio"))
        #expect(some.events.map(\.hwid) == ["d1"])
        let none = Translated([object(["", ""])], try format("customerio"))
        #expect(none.events.map(\.hwid) == ["d0", "d1"])
    }

    @Test(
        "Braze",
        arguments: [
            Word("messages.pushnotification.Send", "sent, accepted"),
            Word("messages.pushnotification.Bounce", "bounced"),
            Word("messages.pushnotification.Open", "opened"),
            Word("messages.pushnotification.IosForeground", "received"),
            Word("messages.pushnotification.Abort", "suppressed T: L"),
            Word("messages.pushnotification.Retry", "sent"), Word("campaigns.Conversion", "converted"),
            Word("canvas.Conversion", "converted"),
            Word("behaviors.pushnotification.TokenStateChange", "– changes of tokens, which name no message"),
            Word("behaviors.Uninstall", "– uninstalls, which name no message"), Word("UserOrphan", "– merged users"),
            Word("UserDeleteRequest", "– requests for erasure"), Word("messages.email.Send", "– other channels"),
            Word("behaviors.CustomEvent", "– events of no message"), Word("canvas.Entry", "– events of no message"),
        ])
    func braze(_ word: Word) throws {
        let object =
            Samples.brazeNested
            .replacing("messages.pushnotification.Send", with: word.word)
            .replacing(#""send_id":"s1""#, with: #""abort_type":"T","abort_log":"L""#)
        let found = Translated([object], try format("braze"))
        #expect(found.rejects == [])
        #expect(summary(found) + found.skipped.keys.map { "– \($0)" }.joined() == word.becomes)
    }

    @Test("Braze: a dismissed notification is not opened, a conversion without message or device is left out")
    func leftOut() throws {
        let open = Samples.brazeNested.replacing("Send", with: "Open")
        let conversion = Samples.brazeNested.replacing("messages.pushnotification.Send", with: "campaigns.Conversion")
        let found = Translated(
            [
                open.replacing(#""send_id":"s1""#, with: #""button_action_type":"close""#),
                open.replacing(#""send_id":"s1""#, with: #""button_action_type":"deep_link""#),
                conversion.replacing("dispatch_id", with: "x"),
                conversion.replacing("device_id", with: "x").replacing("push_token", with: "y"),
            ], try format("braze"))
        #expect(summary(found) == "opened")
        #expect(
            found.skipped == [
                "notifications that were dismissed": 1, "conversions that name no message": 1,
                "conversions that name no device": 1,
            ])
    }

    @Test("Braze: an abort may come before any device is chosen")
    func abort() throws {
        let abort = Samples.brazeNested.replacing("Send", with: "Abort")
            .replacing("device_id", with: "x").replacing("push_token", with: "abort_type")
        let found = Translated([abort], try format("braze"))
        #expect(found.events.map(\.hwid) == [""])
        #expect(summary(found) == "suppressed fXk2:APA91b")
    }

    @Test("Braze: warehouses have ids in place of names")
    func warehouse() throws {
        let row =
            #"{"USER_ID":"u","EXTERNAL_USER_ID":"p","DEVICE_ID":"d","APP_API_ID":"a","DISPATCH_ID":"m","TIME":1763625601,"PLATFORM":"ios","CANVAS_API_ID":"c","CANVAS_STEP_API_ID":"s"}"#
        let found = Translated([row], try format("braze"), source: "USERS_MESSAGES_PUSHNOTIFICATION_OPEN_SHARED.json")
        #expect(
            found.events.map(\.description) == [
                #"2025-11-20 08:00:01;m/u;p;d;opened;;a;{"aps":{},"md":{"name":"c | s | | ","user_id":"p"}}"#
            ])
        let influenced = Translated(
            [row], try format("braze"), source: "USERS_MESSAGES_PUSHNOTIFICATION_INFLUENCEDOPEN_SHARED.json")
        #expect(influenced.skipped == ["opens of the app without a tap on the message": 1])
    }

    @Test("Braze: an open has no token, and its device is that of the send")
    func device() throws {
        let open = Samples.brazeNested.replacing("Send", with: "Open").replacing(
            #""push_token":"fXk2:APA91b","#, with: "")
        let found = Translated([Samples.brazeNested, open], try format("braze"))
        #expect(Set(found.events.map(\.hwid)) == ["d-1"])
    }

    @Test(
        "SNS: each gateway's answer",
        arguments: [
            Word(#"{\"reason\":\"Unregistered\"}"#, "bounced Unregistered"),
            Word(#"{\"reason\":\"Unregistered\",\"timestamp\":1763625601000}"#, "bounced Unregistered"),
            Word(
                #"{\"error\":{\"code\":404,\"message\":\"Requested entity was not found.\",\"status\":\"NOT_FOUND\",\"details\":[{\"@type\":\"type.googleapis.com/google.firebase.fcm.v1.FcmError\",\"errorCode\":\"UNREGISTERED\"}]}}"#,
                "bounced UNREGISTERED"),
            Word(#"{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\"}}"#, "bounced INVALID_ARGUMENT"),
            Word(
                #"{\"multicast_id\":5,\"success\":0,\"failure\":1,\"results\":[{\"error\":\"NotRegistered\"}]}"#,
                "bounced NotRegistered"),
            Word(
                "NotificationErrorResponse(command=8, status=InvalidToken, id=1, cause=null)", "bounced BadDeviceToken"),
            Word("NotificationErrorResponse(command=8, status=Shutdown, id=1, cause=null)", "bounced Shutdown"),
            Word("Endpoint is disabled", "bounced Endpoint is disabled"), Word(#"{\"x\":1}"#, #"bounced {"x":1}"#),
            Word("", "bounced 400"),
        ])
    func answers(_ word: Word) throws {
        let object = Samples.sns[1].replacing(#"{\"reason\":\"BadDeviceToken\"}"#, with: word.word)
        #expect(summary(Translated([object], try format("sns"))) == word.becomes)
    }

    @Test(
        "SNS: what goes to no device is left out",
        arguments: ["https://example.com/hook", "+15550100", "arn:aws:lambda:eu-west-1:111122223333:function:f"])
    func channels(_ destination: String) throws {
        let arn = "arn:aws:sns:eu-west-1:111122223333:endpoint/GCM/Shop/c23e42de-3699-3639-84dd-65f84474629d"
        let found = Translated([Samples.sns[0].replacing(arn, with: destination)], try format("sns"))
        #expect(found.events.isEmpty && found.skipped == ["other channels": 1])
    }

    @Test("FCM: what is sent to a topic is left out, its deliveries are not")
    func topics() throws {
        let topic = Samples.fcm[0].replacing("DISPLAY_NOTIFICATION", with: "TOPIC")
        let empty = Samples.fcm[0].replacing("0:1763625601120000%6ab1c2d3f9fd7ecd", with: "")
        let delivery = Samples.fcm[0].replacing(#""topic":"""#, with: #""topic":"news""#)
        let found = Translated([topic, empty, delivery], try format("fcm"))
        #expect(found.skipped == ["topic fan-out": 1, "requests without a message id": 1])
        #expect(found.events.map(\.target) == ["cXa9tQ2mTlyT0Zb1vO7s3K"])
        #expect(found.events[0].payload.contains(#""details":{"topic":"news","bulk_id":"0"}"#))
    }

    @Test("a word that is ours and not the vendor's is rejected, and not taken over")
    func takenOver() throws {
        let object = Samples.fcm[0].replacing("MESSAGE_ACCEPTED", with: "Delivered")
        let found = Translated([object], try format("fcm"))
        #expect(found.events.isEmpty)
        #expect(found.rejects == [#""Delivered" is a status of tracking logs, but not an event of fcm"#])
    }

    @Test(
        "platforms that no payload can say have none: the person is the target then",
        arguments: [("Chrome", ""), ("iOSPush", #"{"aps":{}"#), ("Huawei", #"{"platform":"android""#), ("Toaster", "")])
    func platforms(_ word: String, _ payload: String) throws {
        let object = Samples.stream.replacing(#""Android""#, with: "\"\(word)\"")
        let event = try #require(Translated([object], try format("onesignal")).events.first)
        #expect(payload.isEmpty ? event.payload.isEmpty : event.payload.hasPrefix(payload))
        #expect(event.target == "user-8")
    }
}

extension ForeignFormat {
    /// The reasons that its map writes.
    fileprivate var reasons: [String] {
        map.split(separator: #""reason": ""#).dropFirst().compactMap {
            $0.split(separator: "\"").first.map(String.init)
        }
        .filter { !$0.contains(" ") }
    }
}
