import Analysis
import LogArchive
import Testing
import TrackingLog

@Suite("A list of what was sent, held against logs")
struct ReconciliationTests {
    private let sent = [
        Row(10, "created", code: "T-1", target: "U-1"), Row(12, "delivered", code: "T-1", target: "U-1"),
        Row(20, "created", code: "T-2", target: "U-2"), Row(21, "sent", code: "T-2", target: "U-2"),
        Row(30, "failed", "Unregistered", code: "T-3", target: "U-3"),
    ]

    @Test("gives each code a verdict, and the numbers add up")
    func codes() throws {
        let result = try reconcile("tracking_code\nT-1\nT-2\nT-9\nT-1\n", with: sent)
        #expect(result.figures == [2, 1, 1, 1, 1])
        #expect(result.texts(.matched) == ["T-1", "T-2"])
        #expect(result.texts(.missing) == ["T-9"])
        #expect(result.texts(.unknown) == ["T-3"])
        #expect(result.texts(.unsettled) == ["T-2"])
        #expect(result.texts(.doubled) == ["T-1"])
        #expect(result.listedTwice == 1)
        #expect(result.differs)
    }

    @Test("finds no difference where list and logs are the same")
    func same() throws {
        let result = try reconcile("T-1\nT-2\nT-3\n", with: sent)
        #expect(result.figures == [3, 0, 0, 1, 0])
        #expect(!result.differs)
    }

    @Test(
        "is read in any form",
        arguments: [
            "T-1\nT-2\n", "code\r\nT-1\r\nT-2\r\n", "Tracking Code;note\nT-1;a\nT-2;\"b\nc\"\n",
            "name,trackingCode\nx, T-1 \ny,T-2",
            "{\"tracking_code\":\"T-1\"}\n{\"tracking_code\":\"T-\\u0032\",\"x\":1}\n",
            "[{\"id\":\"T-1\"},\n {\"id\":\"T-2\"}]\n",
            "\u{FEFF}message-code\tsent at\nT-1\t2026-11-20 00:00\nT-2\t1795132820\n",
            "id\n\n\nT-1\n\nT-2\n\n",
        ])
    func forms(_ list: String) throws {
        #expect(try reconcile(list, with: sent).texts(.matched) == ["T-1", "T-2"])
    }

    @Test("names the missing codes that only differ in case")
    func otherCase() throws {
        let result = try reconcile("t-1\nT-2\nT-3\n", with: sent)
        #expect(result.figures == [2, 1, 1, 1, 0])
        #expect(result.inOtherCase.count == 1 && result.inOtherCase.example?.code == "t-1")
    }

    @Test("that is empty, or a header alone, leaves every message unknown", arguments: ["", "tracking_code\n", "\n\n"])
    func empty(_ list: String) throws {
        let result = try reconcile(list, with: sent)
        #expect(result.figures == [0, 0, 3, 0, 0])
        #expect(result.period == nil)
    }

    @Test(
        "without a column that names messages is refused, with what it has and what it needs",
        arguments: [
            ("a,b\n1,2\n", "it has no column of tracking codes or targets; it has “a”, “b”"),
            (
                "user_id,plan\nU-1,gold\n",
                "it has targets (“user_id”) without a column of times; it has “user_id”, “plan”"
            ),
            ("{\"a\":1}\n", "it has no column of tracking codes or targets; it has “a”"),
            ("sent_at\n2026-11-20 00:00:00\n", "it has no column of tracking codes or targets; it has “sent_at”"),
        ])
    func noColumn(_ list: String, _ reason: String) {
        #expect { try reconcile(list, with: sent) } throws: { ($0 as? ListError)?.reason == reason }
    }

    @Test(
        "that is damaged is refused, with its line",
        arguments: [
            ("id,note\nT-1,\"a\nT-2,b\n", 2), ("{\"id\":\"T-1\"}\nT-2\n", 2), ("{\"id\":\"T-1\"}\n{\"id\":\n", 2),
            ("id\nT-1\nT-\u{0}2\n", nil),
        ] as [(String, Int?)])
    func damaged(_ list: String, _ line: Int?) {
        #expect { try reconcile(list, with: sent) } throws: { error in
            (error as? ListError).map { $0.line == line } ?? false
        }
    }

    @Test("counts lines that name no message, and times that cannot be read")
    func unusable() throws {
        let result = try reconcile(
            "code,user_id,sent_at\nT-1,,soon\n,,\n,U-2,\n,U-3,2026-11-20\nT-2,,2026-11-20\n", with: sent)
        #expect(result.texts(.matched) == ["T-1", "T-2"])
        #expect(result.unusable.count == 3)
        #expect(result.unusable.first?.line == 3)
        #expect(result.unreadTimes.first?.line == 2)
        #expect(result.unreadTimes.first?.reason == "“soon” is not a time")
    }

    // MARK: - Targets and times

    @Test("without codes is matched by target and time, the nearest message first")
    func targets() throws {
        let rows = [
            Row(100, "delivered", code: "A", target: "U-1"), Row(400, "delivered", code: "B", target: "U-1"),
            Row(90, "delivered", code: "C", target: "U-2"), Row(9_000, "delivered", code: "D", target: "U-3"),
        ]
        let list = """
            user_id,sent_at
            U-1,2026-11-20 00:06:30
            U-1,2026-11-20 00:01:50
            U-2,2026-11-20T00:01:00Z
            U-3,2026-11-20 00:01:00

            """
        let result = try reconcile(list, with: rows)
        #expect(result.texts(.matched) == ["B", "A", "C"])
        #expect(result.texts(.missing) == ["U-3 2026-11-20 00:01:00"])
        #expect(result.texts(.unknown) == ["D"])
        #expect(try reconcile(list, with: rows) { $0.window = 10 }.texts(.matched) == ["B", "A"])
        #expect(try reconcile(list, with: rows) { $0.window = 9 }.texts(.matched) == [])
        #expect(try reconcile(list, with: rows) { $0.window = 86_400 }.texts(.missing) == [])
    }

    @Test("finds a message by its target, its person, or one of its devices, from whichever row names them")
    func identities() throws {
        let rows = [
            Row(1, "sent", code: "A", target: "", hwid: "H-1"), Row(5, "sent", code: "A", target: "token", hwid: "H-2"),
            Row(9, "sent", code: "A", hwid: "H-2", payload: #"{"md":{"user_id":"U-1"}}"#),
        ]
        for target in ["token", "U-1", "H-1", "H-2"] {
            let result = try reconcile("target,time\n\(target),2026-11-20 00:00:00\n", with: rows, parts: 3)
            #expect(result.figures == [1, 0, 0, 1, 0], "\(target)")
        }
    }

    @Test("one line is one message: a second to the same target is unknown, and doubled where it repeats the first")
    func doubled() throws {
        let cart = #"{"md":{"name":"Cart | Push 1","user_id":"U-1"}}"#
        let stock = #"{"md":{"name":"Stock | Push 1","user_id":"U-1"}}"#
        let rows = [
            Row(0, "opened", code: "A", payload: cart), Row(9, "opened", code: "B", payload: cart),
            Row(9, "opened", code: "C", payload: stock), Row(4_000, "opened", code: "D", payload: cart),
        ]
        for list in ["user,time\nU-1,2026-11-20 00:00:01\n", "code\nA\n"] {
            let result = try reconcile(list, with: rows)
            #expect(result.figures == [1, 0, 3, 0, 1])
            #expect(result.texts(.doubled) == ["B"])
            #expect(result.texts(.unknown) == ["B", "C", "D"])
            #expect(result.listedTwice == 0)
        }
        #expect(try reconcile("A\nB\nC\nD\n", with: rows).texts(.doubled) == [])
    }

    @Test("with codes on some lines only uses both")
    func mixed() throws {
        let result = try reconcile("code,target,time\nT-1,,\n,U-2,2026-11-20 00:00:00\n", with: sent)
        #expect(result.texts(.matched) == ["T-1", "T-2"])
        #expect(result.texts(.unknown) == ["T-3"])
    }

    // MARK: - Period and apps

    private let days = [
        Row(0, "delivered", code: "A"), Row(86_400, "delivered", code: "B"), Row(86_500, "delivered", code: "C"),
        Row(2 * 86_400, "delivered", code: "D"), Row(3 * 86_400, "delivered", code: "E", app: "APP-2"),
    ]

    @Test("is compared with the messages of its own days")
    func ownDays() throws {
        let result = try reconcile("code,date\nB,2026-11-21\nX,2026-11-22 23:59:59\n", with: days)
        #expect(result.texts(.unknown) == ["C", "D"])
        #expect(result.outside == 2)
        #expect(result.period?.lowerBound == Timestamp("2026-11-21"))
        #expect(result.period?.upperBound == Timestamp("2026-11-22 23:59:59"))
        let verdicts: [Reconciliation.Verdict] = [.matched, .missing, .unknown]
        let days = result.days.map { day in verdicts.map { "\(day.counts[$0])" }.joined(separator: " ") }
        #expect(result.days.map(\.day?.description) == ["2026-11-21", "2026-11-22"])
        #expect(days == ["1 0 1", "0 1 1"])
    }

    @Test("without times is compared with the messages of the days that its codes have in the logs")
    func daysOfMessages() throws {
        let result = try reconcile("code\nB\nX\n", with: days)
        #expect(result.texts(.unknown) == ["C"])
        #expect(result.outside == 3)
        #expect(result.days.last?.day == nil)
        #expect(result.days.last?.counts[.missing] == 1)
    }

    @Test("is compared for other days where they are asked for, and what lies outside is left out on both sides")
    func askedDays() throws {
        let list = "code,date\nA,2026-11-20\nB,2026-11-21\nX,2026-11-20\nY,2026-11-22\n"
        let result = try reconcile(list, with: days) { $0.since = Timestamp("2026-11-21") }
        #expect(result.texts(.matched) == ["B"])
        #expect(result.texts(.missing) == ["Y"])
        #expect(result.texts(.unknown) == ["C", "D"])
        #expect(result.leftOut == 2)
        let all = try reconcile(list, with: days) { $0.until = .latest }
        #expect(all.texts(.unknown) == ["C", "D", "E"])
    }

    @Test("counts days in a time zone")
    func zone() throws {
        let result = try reconcile("code,date\nA,2026-11-20 12:00\n", with: days) { $0.zone = LocalZone(offset: -3600) }
        #expect(result.texts(.unknown) == ["B", "C"])
        #expect(result.days.map { $0.day?.description } == ["2026-11-19", "2026-11-20"])
    }

    @Test("is compared with the messages of an app")
    func app() throws {
        let result = try reconcile("code\nA\nE\n", with: days) { $0.apps = ["APP-2"] }
        #expect(result.texts(.matched) == ["E"])
        #expect(result.leftOut == 1)
        #expect(result.outside == 3)
        let none = try reconcile("code\nA\n", with: days) { $0.apps = ["APP-3"] }
        #expect(none.unmatchedApps?.values == ["APP-3"] && none.unmatchedApps?.present == ["APP-1", "APP-2"])
    }

    @Test("gives the same for any split and order of the rows", arguments: 1...8)
    func anySplit(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = RandomRows.make(count: 300, using: &random)
        var lines = (0..<30).map { _ in
            let code = Int.random(in: 0..<60, using: &random)
            let time = Row(Int.random(in: -100..<200_000, using: &random), "sent").time
            switch Int.random(in: 0..<3, using: &random) {
            case 0: return "T-\(code),,"
            case 1: return "T-\(code),,\(time)"
            default: return ",USER-\(code % 5),\(time)"
            }
        }
        lines.insert("code,target,time", at: 0)
        let list = lines.joined(separator: "\n")
        let expected = try reconcile(list, with: rows)
        for parts in [2, 5] {
            let result = try reconcile(list, with: rows.shuffled(using: &random), parts: parts)
            #expect(result.findings == expected.findings)
            #expect(result.days == expected.days)
            #expect(result.counts == expected.counts)
        }
    }
}
