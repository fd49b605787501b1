import Analysis
import Testing
import TrackingLog

@Suite("A rule about a report")
struct ReportRuleTests {
    private static let day = 86_400
    private static let ios = "09913CFD-74AD-4A8C-B06E-CCA51200ADDC"
    private static let android = "64c348c659f09538"

    /// Three of four delivered, one bounced: two to iOS, of them one bounced, one to Android, one to nobody knows what.
    private static let rows = [
        Row(0, "delivered", code: "T-1", hwid: ios, payload: #"{"aps":{},"md":{"name":"Cart Recovery | Push 1"}}"#),
        Row(
            0, "delivered", code: "T-2", hwid: android, app: "APP-2",
            payload: #"{"md":{"name":"a: \"b\", c | Push 1"}}"#),
        Row(0, "delivered", code: "T-3"),
        Row(0, "failed", "BadDeviceToken", code: "T-4", hwid: ios, app: "APP-2"),
    ]

    private func verdict(
        _ text: String, on rows: [Row] = rows, _ change: (inout ReportOptions) -> Void = { _ in }
    ) throws -> RuleVerdict {
        let rule = try ReportRule(text)
        let report = report(on: rows) {
            change(&$0)
            $0.watch([rule])
        }
        return rule.verdict(on: report)
    }

    @Test(
        "is broken where the comparison holds",
        arguments: [
            ("delivery<0.9", true), ("delivery<0.75", false), ("delivery<=0.75", true), ("delivery >= 75%", true),
            ("delivery>0.75", false), ("error>20%", true), ("bounce>.3", false), ("open<1", true),
            ("coverage<1", false), ("messages<5", true), ("messages<4", false), ("bounced>0", true),
            ("failed>0", false),
            ("events>=4", true), ("devices>3", false), ("persons<=4", true), ("recipients<3", false),
        ])
    func broken(_ text: String, _ isBroken: Bool) throws {
        #expect(try verdict(text).isKept == !isBroken)
    }

    @Test(
        "is about the messages of its scope",
        arguments: [
            ("ios:delivery<0.6", 0.5), ("platform=ios:messages<9", 2), ("android:delivery<0.9", 1),
            ("iOS , android : messages<9", 3), ("app=APP-2:delivery<0.6", 0.5), ("app=APP-2,ios:delivery<0.6", 0),
            (#"journey="Cart Recovery":delivery<2%"#, 1), ("step=Push 1:messages<9", 2),
            (#"journey="a: ""b"", c":messages<9"#, 1), ("app=APP-1,app=APP-2:messages<9", 4),
            ("name=Cart Recovery | Push 1:delivered<1", 1),
        ])
    func scoped(_ text: String, _ value: Double) throws {
        #expect(try verdict(text).value == value)
    }

    @Test("is about those of its scope that the report covers")
    func filtered() throws {
        let found = try verdict("ios:messages<9") { $0.filter.apps = ["APP-2"] }
        #expect(found.value == 1)
        #expect(try verdict("step=Push 1:messages<9") { $0.filter.journeys = ["Cart Recovery"] }.value == 1)
        #expect(try verdict("ios:messages<9") { $0.filter.platforms = [.android] }.state == .undefined(.noMessages))
    }

    @Test(
        "that cannot be judged is not kept",
        arguments: [
            ("windows:delivery<0.9", RuleVerdict.Ground.noMessages), ("app=APP-9:failed>5", .noMessages),
            ("app=APP-9:messages>5", .noMessages), ("app=APP-2,ios:open<0.1", .nothingToShare),
            ("drop>20%", .noBaseline),
        ])
    func undefined(_ text: String, _ ground: RuleVerdict.Ground) throws {
        let found = try verdict(text)
        #expect(found.state == .undefined(ground))
        #expect(!found.isKept)
    }

    @Test("that no message is about names what messages have")
    func unmatched() throws {
        let unmatched = try #require(try verdict("app=APP-9:failed>5").unmatched.first)
        #expect(unmatched.filter == "app" && unmatched.values == ["APP-9"])
        #expect(Set(unmatched.present) == ["APP-1", "APP-2"])
        #expect(try verdict("app=APP-2:failed>5").unmatched.isEmpty)
    }

    @Test("is undefined without any message, whatever it says", arguments: ["delivery<0.9", "failed>5", "messages<5"])
    func nothing(_ text: String) throws {
        #expect(try verdict(text, on: []).state == .undefined(.noMessages))
    }

    @Test(
        "is no rule without a known measure, a comparison and a limit that fits",
        arguments: [
            "", "delivery", "delivery<", "<0.9", "deliverd<0.9", "delivery=0.9", "delivery<x", "delivery<2",
            "delivery<-1", "delivery<nan", "delivery<0.9<1", "failed>1.5", "failed>5%", "failed>-1", "failed>1e3",
            "drop<20%", "drop>2", "ios", "ios:", "io:delivery<1", "mixed:delivery<1", "day=2026-11-20:delivery<1",
            "app=:delivery<1", "app=\"\":delivery<1", "journey=\"x:delivery<1", "journey=\"x\"y:delivery<1",
            "ios,:delivery<1", ":delivery<1", "messages<99999999999999999999",
        ])
    func none(_ text: String) {
        #expect(throws: RuleError.self) { try ReportRule(text) }
    }

    @Test("of a drop compares with the time before, in its scope")
    func drop() throws {
        // Two days of ten messages: iOS falls from 10 to 4, Android stays.
        let rows = (0..<40).map { number in
            let (day, isIOS) = (number / 20, number % 2 == 0)
            return Row(
                day * Self.day + number, isIOS && day == 1 && number % 20 >= 8 ? "failed" : "delivered", "x",
                code: "T-\(number)", hwid: isIOS ? Self.ios : Self.android)
        }
        let since = { (options: inout ReportOptions) in options.filter.since = Row(Self.day, "").time }
        let ios = try verdict("ios:drop>20%", on: rows, since)
        #expect(ios.state == .broken(0.6))
        #expect(ios.before?.counts.deliveryRate == Rate(10, of: 10) && ios.rate == Rate(4, of: 10))
        #expect(ios.before?.period == Row(0, "").time...Row(Self.day - 1, "").time)
        #expect(try verdict("android:drop>20%", on: rows, since).state == .kept(0))
        #expect(try verdict("drop>20%", on: rows, since).state == .broken(1 - 14.0 / 20))
        #expect(try verdict("windows:drop>20%", on: rows, since).state == .undefined(.noMessages))
        // The logs do not hold two days before these.
        let early = try verdict("drop>20%", on: rows) { $0.filter.since = Row(0, "").time }
        #expect(early.state == .undefined(.noBaseline))
        let other = rows.filter { $0.second >= Self.day || $0.hwid == Self.android }
        #expect(try verdict("ios:drop>20%", on: other, since).state == .undefined(.noMessagesBefore))
    }

    @Test("of a drop compares with a baseline, if there is one")
    func baseline() throws {
        let rule = try ReportRule("ios:drop>=50%")
        let options = { (options: inout ReportOptions) in options.watch([rule]) }
        var now = report(on: Self.rows, options)
        now.compareScopes(with: report(on: [Row(0, "delivered", code: "B-1", hwid: Self.ios)], options))
        #expect(rule.verdict(on: now).state == .broken(0.5))
        now.compareScopes(with: report(on: [Row(0, "delivered", code: "B-1", hwid: Self.android)], options))
        #expect(rule.verdict(on: now).state == .undefined(.noMessagesBefore))
        now.compareScopes(with: report(on: [], options))
        #expect(rule.verdict(on: now).state == .undefined(.noBaseline))
    }

    @Test("counts what a report with its scope as a filter does, whatever the rows", arguments: 0..<40 as Range<UInt64>)
    func agreement(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = RandomRows.make(count: Int.random(in: 1...300, using: &random), using: &random)
        let rules = try [
            "ios:drop>1%", "app=APP-1:failed>1", "journey=Cart,ios,android:failed>1", "step=Push 2:coverage<1",
            "failed>1",
        ].map { try ReportRule($0) }
        let apps = [[], ["APP-1"], ["APP-2", "APP-1"]].randomElement(using: &random) ?? []
        let since = Row(Int.random(in: 0..<60, using: &random) * 3600, "").time
        let whole = report(on: rows) {
            $0.filter.since = since
            $0.filter.names = seed % 4 == 0 ? ["Cart|Push 2"] : []
            $0.filter.apps = apps
            $0.watch(rules)
        }
        for rule in rules {
            let alone = report(on: rows) {
                $0.filter = rule.scope.filter
                $0.filter.since = since
                if seed % 4 == 0 { $0.filter.names = ["Cart|Push 2"] }
                if $0.filter.apps.isEmpty { $0.filter.apps = apps }
            }
            let counted = try #require(whole.scopes.first { $0.scope == rule.scope })
            guard apps.isEmpty || rule.scope.apps.allSatisfy(apps.contains) else { continue }
            #expect(counted.totals == alone.totals, "\(rule)")
            #expect(counted.coverage == alone.tokens.coverage)
        }
        #expect(whole.scopes.count == rules.count)
    }
}
