import Alerts
import Analysis
import Diagnosis
import Testing
import TrackingLog
import WebClient

@Suite("What is announced of one incident")
struct AlertDecisionTests {
    private static let identity = Observation.Identity(rule: "iOS", cause: "token_churn", scope: "platform ios")
    private static let webhook = "https://hooks.example.com/secret"

    private static func rule(_ name: String = "iOS", _ change: (inout AlertRule) throws -> Void = { _ in }) throws
        -> AlertRule
    {
        var rule = AlertRule(name: name, .findings(severity: .notice, causes: [], scope: .init()), owner: "push team")
        rule.webhooks = [try WebAddress(webhook)]
        try change(&rule)
        return rule
    }

    /// The hour of 2026-11-20, or after it.
    private static func hour(_ hour: Int, _ minute: Int = 0) -> Timestamp {
        Timestamp(secondsSince1970: 1_795_132_800 + Int64(hour * 3600 + minute * 60))
    }

    private static func found(
        _ severity: Severity = .notice, since: Int = 0, until: Int? = nil, _ identity: Observation.Identity = identity
    ) -> Observation {
        Observation(
            identity, severity: severity, heading: "Token churn", lines: ["12 of 40"], since: hour(since),
            until: until.map { hour($0) })
    }

    /// The stages that each of some runs announces.
    private func run(
        _ rules: AlertRules, _ runs: [(at: Timestamp, found: [Observation])], judged: Set<String>? = nil,
        from start: AlertState = AlertState()
    ) -> (announced: [[Notice.Stage]], state: AlertState) {
        var state = start
        var announced: [[Notice.Stage]] = []
        for run in runs {
            var observations = Observations()
            observations.found = run.found
            observations.judged = judged ?? Set(rules.rules.map(\.name))
            let decision = AlertDecision(rules, observations, state, at: run.at)
            state = decision.state
            announced.append(decision.notices.map(\.notice.stage))
        }
        return (announced, state)
    }

    @Test("its beginning and its end, each once, however often it is seen")
    func once() throws {
        let rules = AlertRules([try Self.rule()])
        let runs = (1...48).map { (Self.hour($0), $0 < 30 ? [Self.found()] : []) }
        let (announced, state) = run(rules, runs)
        #expect(announced[0] == [.began] && announced[29] == [.ended])
        #expect(announced.joined().count == 2)
        #expect(state.incidents.count == 1 && state.outbox.count == 2)
        let notices = state.outbox.map(\.notice)
        #expect(notices[0].title == "iOS: Token churn" && notices[1].title == "Over: iOS: Token churn")
        #expect(
            notices[0].lines == ["12 of 40", "Cause: token_churn", "Since 2026-11-20 00:00:00 (UTC)."])
        #expect(notices[1].lines.last == "From 2026-11-20 00:00:00 to 2026-11-21 06:00:00 (UTC).")
        #expect(notices[0].scope == "platform ios" && notices[0].owner == "push team")
    }

    @Test("that it got worse, and not that it got better")
    func worse() throws {
        let severities: [Severity] = [.info, .notice, .info, .notice, .serious, .notice, .serious]
        let (announced, _) = run(
            AlertRules([try Self.rule()]), severities.enumerated().map { (Self.hour($0 + 1), [Self.found($1)]) })
        #expect(announced == [[.began], [.worsened], [], [], [.worsened], [], []])
    }

    @Test("once where it was over before anybody saw it, however long the logs show it")
    func over() throws {
        let (announced, state) = run(
            AlertRules([try Self.rule()]), (5...400).map { (Self.hour($0 * 24), [Self.found(until: 3)]) })
        #expect(announced.joined().map(\.self) == [.began])
        #expect(state.incidents.count == 1)
    }

    @Test("its end, when the diagnosis sees it")
    func endInLogs() throws {
        let (announced, _) = run(
            AlertRules([try Self.rule()]),
            [
                (Self.hour(2), [Self.found()]), (Self.hour(6), [Self.found(until: 4)]),
                (Self.hour(7), [Self.found(until: 4)]),
            ])
        #expect(announced == [[.began], [.ended], []])
    }

    @Test("that it goes on after all, where its end was announced")
    func again() throws {
        let (announced, state) = run(
            AlertRules([try Self.rule()]),
            [(Self.hour(2), [Self.found()]), (Self.hour(6), []), (Self.hour(8), [Self.found()]), (Self.hour(9), [])])
        #expect(announced == [[.began], [.ended], [.began], [.ended]])
        #expect(state.incidents.count == 1)
    }

    @Test("where times overlap or touch it is one, else it is another; so in another place")
    func matching() throws {
        let rules = AlertRules([try Self.rule()])
        let first = (Self.hour(5), [Self.found(since: 1, until: 4)])
        for (next, isOther) in [(4, false), (3, false), (5, true)] {
            let (announced, state) = run(rules, [first, (Self.hour(30), [Self.found(since: next)])])
            #expect(state.incidents.count == (isOther ? 2 : 1))
            #expect(announced[1] == [.began], "it goes on after its end was announced, or is another")
        }
        let elsewhere = Observation.Identity(rule: "iOS", cause: "token_churn", scope: "platform android")
        let (announced, state) = run(
            rules, [first, (Self.hour(6), [Self.found(since: 1, until: 4), Self.found(.notice, elsewhere)])])
        #expect(announced == [[.began], [.began]] && state.incidents.count == 2)
    }

    @Test("nothing in quiet hours, and all of it afterwards: what began, what got worse, what is over")
    func quiet() throws {
        let rules = AlertRules([
            try Self.rule {
                $0.quietHours = try RulesText.quietHours("22:00-07:00 Europe/Berlin", LocalZone(offset: 3600))
            }
        ])
        // 21:00 UTC is 22:00 there; 06:00 UTC is 07:00.
        let runs = (20...33).map { hour in
            (Self.hour(hour), hour < 22 ? [] : [Self.found(hour < 25 ? .notice : .serious, since: 22)])
        }
        let (announced, _) = run(rules, runs)
        #expect(announced.enumerated().filter { !$0.element.isEmpty }.map(\.offset) == [10])
        #expect(announced[10] == [.began], "at 07:00, as bad as it is by then")
        // Begun before them, over in them.
        let (end, _) = run(rules, (18...31).map { (Self.hour($0), $0 < 24 ? [Self.found(since: 18)] : []) })
        #expect(end.enumerated().filter { !$0.element.isEmpty }.map(\.offset) == [0, 12])
        #expect(end[12] == [.ended])
        // Both in them: announced once, as something that is over.
        let (both, state) = run(rules, (20...40).map { (Self.hour($0), 22...24 ~= $0 ? [Self.found(since: 22)] : []) })
        #expect(both.joined().map(\.self) == [.began] && both[10] == [.began])
        #expect(state.outbox[0].notice.lines.last?.contains("to 2026-11-21 01:00:00") ?? false)
    }

    @Test("once a day at most, where the rule says so, and the rest on the next day")
    func onceADay() throws {
        let rules = AlertRules([try Self.rule { $0.isOnceADay = true }])
        // It comes and goes every three hours, for five days.
        let runs = (0..<120).map { hour in (Self.hour(hour), hour % 6 < 3 ? [Self.found(since: hour)] : []) }
        let (announced, _) = run(rules, runs)
        for day in 0..<5 {
            let runsThatAnnounce = announced[(day * 24)..<(day * 24 + 24)].filter { !$0.isEmpty }
            #expect(runsThatAnnounce.count == 1, "day \(day)")
        }
        #expect(announced[0] == [.began])
    }

    @Test("nothing by a rule that the run could not judge")
    func unjudged() throws {
        let rules = AlertRules([try Self.rule()])
        let (_, state) = run(rules, [(Self.hour(1), [Self.found()])])
        let (announced, after) = run(rules, [(Self.hour(2), [])], judged: [], from: state)
        #expect(announced == [[]] && after.incidents[0].isOver == false)
    }

    @Test("by each rule that it concerns, to each of its addresses")
    func several() throws {
        let rules = AlertRules([
            try Self.rule(), try Self.rule("second") { $0.addresses = [try #require(MailAddress("a@b.c"))] },
        ])
        let other = Observation.Identity(rule: "second", cause: "token_churn")
        let (announced, state) = run(rules, [(Self.hour(1), [Self.found(), Self.found(.notice, other)])])
        #expect(announced == [[.began, .began]])
        #expect(state.outbox.map(\.way) == [.webhook(0), .webhook(0), .mail])
    }

    @Test(
        "nothing twice, whatever is found when, and every end after its beginning", arguments: 0..<60 as Range<UInt64>)
    func anyRuns(seed: UInt64) throws {
        var random = SystemOfSeed(seed)
        let rules = AlertRules([
            try Self.rule {
                $0.isOnceADay = seed % 3 == 0
                if seed % 4 == 0 { $0.quietHours = try RulesText.quietHours("20:00-06:00", LocalZone(offset: 0)) }
            }
        ])
        var state = AlertState()
        var open = false
        var worst = Severity.info
        for hour in 0..<(24 * 14) {
            var observations = Observations()
            observations.judged = ["iOS"]
            if random.next() % 5 < 2 {
                observations.found = [Self.found([.info, .notice, .serious][Int(random.next() % 3)], since: 0)]
            }
            let decision = AlertDecision(rules, observations, state, at: Self.hour(hour))
            for (_, notice) in decision.notices {
                switch notice.stage {
                case .began:
                    #expect(!open)
                    // One that is over already is announced as such.
                    open = !(notice.lines.last?.hasPrefix("From") ?? false)
                    worst = notice.severity
                case .worsened:
                    #expect(open && notice.severity > worst)
                    worst = notice.severity
                case .ended:
                    #expect(open)
                    open = false
                }
            }
            if seed % 3 == 0 { #expect(decision.notices.count <= 1) }
            // The same run again announces nothing.
            let again = AlertDecision(rules, observations, decision.state, at: Self.hour(hour))
            #expect(again.notices.isEmpty && again.state == decision.state)
            state = decision.state
        }
    }
}

/// A small generator whose numbers repeat (SplitMix64).
private struct SystemOfSeed {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
