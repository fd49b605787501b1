import Analysis
import LogArchive
import Testing
import TrackingLog

@Suite("A timeline")
struct TimelineTests {
    private func statuses(_ delivery: TimelineDelivery?) -> [String] { delivery?.events.map(\.status) ?? [] }

    @Test("holds a message's events in the order of time, device by device, however the rows lie in the logs")
    func order() throws {
        let rows = [
            Row(9, "opened", hwid: "B"), Row(0, "created", hwid: "A"), Row(5, "sent", hwid: "A"),
            Row(1, "created", hwid: "B"), Row(7, "delivered", hwid: "A"), Row(3, "sent", hwid: "B"),
            Row(2, "sent", code: "T-2", hwid: "A"),
        ]
        for parts in 1...3 {
            let message = try #require(try timeline(of: .code("T-1"), in: rows, parts: parts).messages.first)
            #expect(message.deliveries.map(\.hwid) == ["A", "B"])
            #expect(statuses(message.deliveries.first) == ["created", "sent", "delivered"])
            #expect(statuses(message.deliveries.last) == ["created", "sent", "opened"])
            #expect(message.deliveries.last?.events.map(\.gap) == [nil, 2, 6])
        }
    }

    @Test("holds events of one second in the order in which such events follow from each other")
    func ties() throws {
        let rows = [
            "opened", "delivered", "read", "failed", "received", "converted", "accepted", "sent", "created",
            "attempted",
        ].map { Row(0, $0) }
        let events = try timeline(of: .code("T-1"), in: rows).messages.first?.deliveries.first
        #expect(
            statuses(events) == [
                "created", "attempted", "sent", "accepted", "failed", "delivered", "received", "opened", "converted",
                "read",
            ])
        #expect(events?.events.allSatisfy { !$0.anomalies.contains { $0 != .neverCreated } } == true)
    }

    @Test("shows a clicked row as opened, and how far an accepted one is believed")
    func statusesOfOthers() throws {
        let rows = [
            Row(0, "accepted", hwid: "A"), Row(1, "Clicked", hwid: "A"), Row(0, "accepted", hwid: "B"),
            Row(0, "accepted", hwid: "C"), Row(0, "bounced", hwid: "C"), Row(0, "dropped", "Unregistered", hwid: "D"),
            Row(0, "drafted", hwid: "E"),
        ]
        let deliveries = try timeline(of: .code("T-1"), in: rows, parts: 2).messages.first?.deliveries ?? []
        #expect(statuses(deliveries.first) == ["accepted", "opened"])
        #expect(deliveries.map(\.state) == [.opened, .delivered, .failed, .failed, .created])
        #expect(deliveries.map(\.failure) == [nil, nil, .bounced, .suppressed, nil])
    }

    @Test("holds failures of one second in the order of their descriptions, the deciding one last, however they lie")
    func failures() throws {
        let rows = ["one", "two", "three"].map { Row(0, "failed", $0) }
        for rows in [rows, rows.reversed()] {
            let delivery = try timeline(of: .code("T-1"), in: rows).messages.first?.deliveries.first
            #expect(delivery?.events.map(\.description) == ["one", "three", "two"])
        }
    }

    @Test("takes name and app from the earliest row that has one, wherever options say the name stands")
    func names() throws {
        let rows = [
            Row(0, "created", app: "", payload: #"{"aps":{}}"#),
            Row(1, "sent", app: "APP-2", payload: #"{"md":{"name":"Cart | 1"},"n":"other"}"#),
            Row(2, "delivered", app: "APP-1", payload: #"{"md":{"name":"Later"}}"#),
        ]
        let message = try timeline(of: .code("T-1"), in: rows).messages.first
        #expect(message?.name == "Cart | 1")
        #expect(message?.app == "APP-2")
        #expect(message?.platform == .ios)
        var search = TimelineSearch()
        search.places.name = try #require(JSONPointer("/n"))
        #expect(try timeline(of: .code("T-1"), in: rows, search).messages.first?.name == "other")
    }

    @Test("of a device shows its own deliveries, and how the messages ended on all devices")
    func device() throws {
        let rows = [
            Row(0, "failed", "Unregistered", code: "T-1", hwid: "A"), Row(1, "delivered", code: "T-1", hwid: "B"),
            Row(0, "sent", code: "T-2", hwid: "B"), Row(2, "failed", "Unregistered", code: "T-3", hwid: "A"),
        ]
        let found = try timeline(of: .hwid("A"), in: rows, parts: 2)
        #expect(found.messages.map(\.code) == ["T-1", "T-3"])
        #expect(found.messages.map(\.outcome) == [.sent, .bounced])
        #expect(found.messages.map(\.otherDeliveries) == [1, 0])
        #expect(found.messages.flatMap(\.deliveries).map(\.hwid) == ["A", "A"])
        #expect(found.messages.flatMap(\.deliveries).map(\.failure) == [.bounced, .bounced])
    }

    @Test("of a person holds all rows of a message that one row alone says is theirs")
    func person() throws {
        let rows = [
            Row(0, "created", code: "T-1", hwid: "A"), Row(1, "sent", code: "T-1", hwid: "B"),
            Row(2, "opened", code: "T-1", hwid: "B", payload: #"{"md":{"user_id":"U"}}"#),
            Row(0, "sent", code: "T-2", target: "U", hwid: "C"),
            // Somebody else's, though the target is U.
            Row(0, "sent", code: "T-3", target: "U", hwid: "D", payload: #"{"md":{"user_id":"V"}}"#),
            // A person whom only the device names.
            Row(3, "sent", code: "T-4", hwid: "U"), Row(3, "sent", code: "T-4", hwid: "E"),
        ]
        let found = try timeline(of: .person("U"), in: rows, parts: 2)
        #expect(found.messages.map(\.code) == ["T-1", "T-2", "T-4"])
        #expect(found.messages.map { $0.deliveries.map(\.hwid) } == [["A", "B"], ["C"], ["U"]])
        #expect(found.messages.map(\.person) == ["U", "U", nil])
        #expect(found.messages.map(\.otherDeliveries) == [0, 0, 1])
    }

    @Test(
        "of a person finds every form of their id in a payload",
        arguments: [
            ("U-1", #"{"md":{"user_id":"\u0055-1"}}"#), ("a/b", #"{"md":{"user_id":"a\/b"}}"#),
            (#"a"b"#, #"{"md":{"user_id":"a\"b"}}"#), ("77", #"{"md":{"user_id":77}}"#),
            ("Ünal", #"{"md":{"user_id":"\u00dcnal"}}"#), ("Ünal", #"{"md":{"user_id":"Ünal"}}"#),
            (
                "at-the-end-of-a-long-payload",
                #"{"aps":{"alert":"\#(String(repeating: "a-", count: 90))"},"md":{"user_id":"at-the-end-of-a-long-payload"}}"#
            ),
        ])
    func spellings(_ person: String, _ payload: String) throws {
        let rows = [Row(0, "sent", payload: payload), Row(1, "sent", code: "T-2", hwid: "OTHER")]
        #expect(try timeline(of: .person(person), in: rows).messages.map(\.code) == ["T-1"])
    }

    @Test("reads what a refusal means on the delivery's own platform")
    func reasons() throws {
        let rows = [
            Row(0, "failed", "InternalServerError", hwid: "A", payload: #"{"aps":{}}"#),
            Row(1, "failed", "InternalServerError", hwid: "B", payload: #"{"title":"x"}"#),
            Row(2, "delivered", "InternalServerError", hwid: "B"),
        ]
        let deliveries = try timeline(of: .code("T-1"), in: rows).messages.first?.deliveries ?? []
        #expect(deliveries.map { $0.events.map { $0.reason?.gateway } } == [[.apns], [.fcm, nil]])
    }

    @Test("of what is not there holds nothing, and says how much was searched")
    func nothing() throws {
        let rows = [Row(0, "sent"), Row(1, "delivered")]
        for subject: TimelineSubject in [.code("T-9"), .person("nobody"), .hwid("HWID-9")] {
            let found = try timeline(of: subject, in: rows)
            #expect(found.messages.isEmpty)
            #expect(found.window == nil)
            #expect(found.quality.rows == 2)
            #expect(found.logs == 1)
        }
    }
}
