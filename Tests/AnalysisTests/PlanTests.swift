import Analysis
import LogArchive
import Testing
import TrackingLog

@Suite("A plan of test people, held against logs")
struct PlanTests {
    private static func payload(_ user: String, _ name: String) -> String {
        #"{"md":{"user_id":"\#(user)","name":"\#(name)"}}"#
    }

    private let cart1 = payload("U-1", "Cart | Push 1 | 1hr")
    private let cart2 = payload("U-1", "Cart | Push 2 | 24hr")

    /// Push 1 was delivered after 10 s and opened after 60 s.
    private var opened: [Row] {
        [
            Row(100, "created", code: "A", payload: cart1), Row(101, "sent", code: "A"),
            Row(110, "delivered", code: "A"),
            Row(160, "opened", code: "A"),
        ]
    }

    @Test(
        "passes what came as far as expected, or further",
        arguments: ["created", "sent", "delivered", "opened", "received", "Clicked", "", "accepted"])
    func passed(_ expected: String) throws {
        let result = try check("person,step,expect\nU-1,Push 1,\(expected)\n", with: opened)
        #expect(result.verdicts == [.passed])
        #expect(result.steps[0].code == "A" && result.steps[0].found == .opened)
    }

    @Test(
        "says when it came so far", arguments: [("created", 100), ("sent", 101), ("delivered", 110), ("opened", 160)])
    func time(_ expected: String, _ second: Int) throws {
        let result = try check("person,step,expect\nU-1,Push 1,\(expected)\n", with: opened)
        #expect(result.steps[0].time == Row(second, "sent").time)
    }

    @Test("has pending what can still come: opened while it is delivered so far")
    func pending() throws {
        let result = try check(
            "person,step,expect\nU-1,Push 1,opened\nU-1,Push 2,sent\n", with: Array(opened.dropLast()))
        #expect(result.verdicts == [.pending, .pending])
        #expect(result.steps.map(\.ground) == [.notYet, .noMessage(laterStep: nil)])
        #expect(result.steps[0].found == .delivered)
        #expect(result.unknownSteps == [.init(name: "Push 2", nearest: nil)])
    }

    @Test("of refusals by several devices, names the last, as the delivery log does")
    func lastRefusal() throws {
        let rows = [
            Row(0, "created", code: "A", hwid: "64c348c659f09538", payload: cart1),
            Row(0, "created", code: "A", hwid: "64c348c659f09539", payload: cart1),
            Row(5, "failed", "UNREGISTERED", code: "A", hwid: "64c348c659f09538"),
            Row(9, "failed", "SENDER_ID_MISMATCH", code: "A", hwid: "64c348c659f09539"),
        ]
        let result = try check("person,step,expect\nU-1,Push 1,opened\n", with: rows)
        #expect(result.steps[0].description == "SENDER_ID_MISMATCH")
        #expect(result.steps[0].reason?.tokenAction == .check)
    }

    @Test("names apps that no message is of, columns that are not used, and a mistyped step that is not to come")
    func mistyped() throws {
        let plan = "person,step,expect,whithin\nU-1,Psh 1,none,1m\nU-1,Winback,none,\n"
        let result = try check(plan, with: opened) { $0.apps = ["TYPO"] }
        #expect(result.unmatchedApps?.values == ["TYPO"] && result.unmatchedApps?.present.count == 1)
        #expect(result.unknownPeople.isEmpty)
        #expect(result.ignoredColumns == ["whithin"])
        #expect(result.unknownSteps == [.init(name: "Psh 1", nearest: "Push 1")])
    }

    @Test("knows people whose messages are in another period")
    func otherPeriod() throws {
        let result = try check("person,step\nU-1,Push 1\n", with: opened) { $0.since = Row(5_000, "sent").time }
        #expect(result.unknownPeople.isEmpty && result.verdicts == [.pending])
    }

    @Test("fails what was refused, with the gateway's reason")
    func refused() throws {
        let rows = [
            Row(0, "created", code: "A", hwid: "64c348c659f09538", payload: cart1),
            Row(1, "failed", "UNREGISTERED", code: "A", hwid: "64c348c659f09538"),
        ]
        let result = try check("person,step,expect\nU-1,Push 1,opened\n", with: rows)
        #expect(result.verdicts == [.failed])
        #expect(result.steps[0].found == .bounced)
        #expect(result.steps[0].description == "UNREGISTERED")
        #expect(result.steps[0].reason?.tokenAction == .remove)
    }

    @Test(
        "distinguishes a step that was held back from one that was refused",
        arguments: [
            ("suppressed", .passed), ("skipped", .passed), ("failed", .passed), ("bounced", .failed), ("sent", .failed),
            ("none", .passed),
        ]
            as [(String, StepResult.Verdict)])
    func suppressed(_ expected: String, _ verdict: StepResult.Verdict) throws {
        let rows = [Row(0, "created", code: "A", payload: cart1), Row(1, "suppressed", "FrequencyCapping", code: "A")]
        #expect(try check("person,step,expect\nU-1,Push 1,\(expected)\n", with: rows).verdicts == [verdict])
    }

    @Test(
        "fails a refusal that was expected and did not come, once the message is delivered",
        arguments: ["failed", "bounced", "suppressed", "none"])
    func delivered(_ expected: String) throws {
        #expect(try check("person,step,expect\nU-1,Push 1,\(expected)\n", with: opened).verdicts == [.failed])
        let early = Array(opened.prefix(2))
        let isNone = expected == "none"
        #expect(
            try check("person,step,expect\nU-1,Push 1,\(expected)\n", with: early).verdicts == [
                isNone ? .failed : .pending
            ])
    }

    @Test("goes by the furthest of a message's devices, and fails when all have failed")
    func devices() throws {
        let first = Row(0, "failed", "Unregistered", code: "A", hwid: "H-1", payload: cart1)
        let plan = "person,step\nU-1,Push 1\n"
        #expect(try check(plan, with: [first]).verdicts == [.failed])
        #expect(try check(plan, with: [first, Row(1, "sent", code: "A", hwid: "H-2")]).verdicts == [.pending])
        #expect(try check(plan, with: [first, Row(1, "delivered", code: "A", hwid: "H-2")]).verdicts == [.passed])
    }

    @Test("counts the last run of a step")
    func lastRun() throws {
        let again = [Row(5_000, "failed", "Unregistered", code: "B", payload: cart1)]
        #expect(try check("person,step\nU-1,Push 1\n", with: opened + again).verdicts == [.failed])
        let first = try check("person,step\nU-1,Push 1\n", with: opened + again) { $0.until = Row(4_999, "sent").time }
        #expect(first.verdicts == [.passed])
        let none = try check("person,step\nU-1,Push 1\n", with: opened) { $0.since = Row(101, "sent").time }
        #expect(none.verdicts == [.pending])
        #expect(try check("person,step\nU-1,Push 1\n", with: opened) { $0.apps = ["APP-2"] }.verdicts == [.pending])
    }

    @Test(
        "allows a time from the person's first message on",
        arguments: [
            ("60s", 200, .passed, .asExpected), ("59 s", 200, .failed, .late(by: 1)), ("1m", 100, .passed, .asExpected),
        ] as [(String, Int, StepResult.Verdict, StepResult.Ground)])
    func within(_ within: String, _ now: Int, _ verdict: StepResult.Verdict, _ ground: StepResult.Ground) throws {
        let result = try check("person,step,expect,within\nU-1,Push 1,opened,\(within)\n", with: opened, at: now)
        #expect(result.verdicts == [verdict] && result.steps[0].ground == ground)
    }

    @Test(
        "fails what did not come in time, and only then",
        arguments: [(3_699, .pending), (3_701, .failed)] as [(Int, StepResult.Verdict)])
    func outOfTime(_ now: Int, _ verdict: StepResult.Verdict) throws {
        let plan = "person,step,expect,within\nU-1,Push 1,converted,1h\nU-1,Push 2,sent,1h\nU-9,Push 1,sent,1h\n"
        #expect(try check(plan, with: opened, at: now).verdicts == [verdict, verdict, .pending])
        let since = try check(plan, with: opened, at: now) { $0.since = Row(100, "sent").time }
        #expect(since.verdicts == [verdict, verdict, verdict])
    }

    @Test("says that a later step came")
    func laterStep() throws {
        let rows = [Row(0, "sent", code: "B", payload: cart2)]
        let result = try check("person,step\nU-1,Push 1\nU-1,Push 2\n", with: rows)
        #expect(result.steps[0].ground == .noMessage(laterStep: "Push 2"))
    }

    @Test(
        "finds a step by its name, or by its place in the message's name, in any case",
        arguments: ["Push 1", "push 1", "Cart | Push 1", " CART|PUSH 1", "Cart | Push 1 | 1hr", "cart | push 1 | 1hr"])
    func stepNames(_ step: String) throws {
        #expect(try check("person;step\nU-1;\(step)\n", with: opened).verdicts == [.passed])
    }

    @Test(
        "does not take one step for another",
        arguments: ["Push", "Push 10", "Stock | Push 1", "Cart | Push 1 | 2hr", "Cart"])
    func otherSteps(_ step: String) throws {
        #expect(try check("person;step\nU-1;\(step)\n", with: opened).verdicts == [.pending])
        #expect(try check("person,journey,step\nU-1,Stock,Push 1\n", with: opened).verdicts == [.pending])
        #expect(try check("person,journey,step\nU-1,cart,Push 1\n", with: opened).verdicts == [.passed])
    }

    @Test(
        "finds a person by the user, the target or a device, whichever row names them",
        arguments: ["U-1", "U-2", "H-3"])
    func people(_ person: String) throws {
        let name = #"{"md":{"name":"Cart | Push 1"}}"#
        let rows = [
            Row(0, "created", code: "A", hwid: "H-1", payload: name),
            Row(9, "delivered", code: "A", hwid: "H-1", payload: cart1),
            Row(0, "created", code: "B", hwid: "H-2", payload: name),
            Row(9, "delivered", code: "B", target: "U-2", hwid: "H-2"),
            Row(0, "delivered", code: "C", hwid: "H-3", payload: name),
        ]
        for parts in 1...3 {
            #expect(try check("person,step\n\(person),Push 1\n", with: rows, parts: parts).verdicts == [.passed])
        }
    }

    @Test("names the nearest of unknown people and steps")
    func unknown() throws {
        let result = try check("person,step\nu-1,Pusch 1\nU-77,Push 1\n", with: opened)
        #expect(result.unknownPeople == [.init(name: "u-1", nearest: "U-1"), .init(name: "U-77", nearest: nil)])
        #expect(result.unknownSteps == [.init(name: "Pusch 1", nearest: "Push 1")])
    }

    @Test(
        "is read in the forms of spreadsheets and programs",
        arguments: [
            "Person;Step;Expected status;Within\nU-1;Push 1;Delivered;1 hour\n;Push 1;opened;\n;;;\n",
            "User ID\tMessage\tStatus\nU-1\tPush 1\tdelivered\nU-1\tPush 1\topened\n",
            #"[{"person":"U-1","step":"Push 1"},{"person":"U-1","step":"Push 1","expect":"opened","within":null}]"#,
            "{\"person\":\"U-1\",\"step\":\"Push 1\"}\n{\"step\":\"Push 1\",\n \"expect\":\"opened\"}\n",
        ])
    func forms(_ plan: String) throws {
        let result = try check(plan, with: opened)
        #expect(result.verdicts == [.passed, .passed])
        #expect(result.steps.map(\.planned.expectation) == [.delivered, .opened])
    }

    @Test(
        "that is not understood is refused, with its line",
        arguments: [
            ("", nil, "it has no column person and no column step; it has no header"),
            ("person,step,expect\n", nil, "it has no steps"),
            ("a,b\n1,2\n", nil, "it has no column person and no column step; it has “a”, “b”"),
            ("person,expect\nU-1,sent\n", nil, "it has no column step; it has “person”, “expect”"),
            ("person,step\n,Push 1\n", 2, "it has no person"), ("person,step\nU-1,\n", 2, "it has no step"),
            ("person,step,expect\nU-1,Push 1,deliverd\n", 2, "“deliverd” cannot be expected; did you mean delivered?"),
            ("person,step,within\nU-1,Push 1,60\n", 2, "“60” is not a length of time such as 15m, 2h or 1d"),
        ] as [(String, Int?, String)])
    func refused(_ plan: String, _ line: Int?, _ reason: String) {
        #expect { try check(plan, with: opened) } throws: { error in
            guard let error = error as? ListError else { return false }
            return error.line == line && error.reason == reason
        }
    }

    @Test("gives the same for any split and order of the rows", arguments: 1...8)
    func anySplit(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = RandomRows.make(count: 400, using: &random)
        var plan = "person,step,expect,within\n"
        for person in ["USER-1", "USER-2", "USER-3", "USER-4", "HWID-1", "HWID-12", "64c348c659f09538"] {
            for expected in ["created", "delivered", "opened", "converted", "bounced", "failed", "none"] {
                for step in ["Push 1,\(expected),5h", "cart | push 2,\(expected)"] { plan += "\(person),\(step)\n" }
            }
        }
        let expected = try check(plan, with: rows)
        #expect(expected.count(.passed) > 0 && expected.count(.failed) > 0 && expected.count(.pending) > 0)
        for parts in [2, 5] {
            let result = try check(plan, with: rows.shuffled(using: &random), parts: parts)
            #expect(result.verdicts == expected.verdicts)
            #expect(result.steps.map(\.ground) == expected.steps.map(\.ground))
            #expect(result.steps.map(\.code) == expected.steps.map(\.code))
            #expect(result.steps.map(\.time) == expected.steps.map(\.time))
            #expect(result.steps.map(\.description) == expected.steps.map(\.description))
            #expect(result.unknownPeople == expected.unknownPeople && result.unknownSteps == expected.unknownSteps)
        }
    }
}
