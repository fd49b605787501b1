import Analysis
import Testing
import TrackingLog

@Suite("Groups")
struct GroupingTests {
    private static func named(_ name: String, _ second: Int = 0, code: String) -> Row {
        Row(second, "created", code: code, payload: #"{"md":{"name":"\#(name)"}}"#)
    }

    @Test("too many of them: the largest are shown, the others together, and nothing is lost")
    func others() throws {
        let rows = (0..<30).flatMap { number in
            (0...number).map { Self.named("N-\(number)", code: "T-\(number)-\($0)") }
        }
        let report = report(on: rows) {
            $0.dimensions = [.name]
            $0.maximumGroups = 4
        }
        #expect(report.groups.map(\.values) == [["N-29"], ["N-28"], ["N-27"], ["N-26"]])
        let others = try #require(report.others)
        #expect(others.groups == 26)
        #expect(others.totals.messages == (1...26).reduce(0, +))
        #expect(others.totals.devices == 1)
    }

    @Test("of one size: those whose values come first are shown")
    func equals() {
        let rows = ["d", "b", "a", "c"].map { Self.named($0, code: "T-\($0)") } + [Row(0, "sent", code: "T-none")]
        let report = report(on: rows) {
            $0.dimensions = [.name]
            $0.maximumGroups = 3
        }
        #expect(report.groups.map(\.values) == [[nil], ["a"], ["b"]])
        #expect(report.others?.groups == 2)
    }

    @Test("differ by their bytes: texts that only look alike are two, by every dimension")
    func bytes() {
        let names = ["Caf\u{E9} | A", "Cafe\u{301} | A"]
        let rows = names.enumerated().map { Self.named($1, code: "T-\($0)") } + [Self.named(names[0], code: "T-2")]
        for dimension in [Dimension.name, .journey] {
            let report = report(on: rows) { $0.dimensions = [dimension] }
            #expect(report.groups.map(\.totals.messages) == [2, 1])
            #expect(report.groups.map { $0.values[0]?.utf8.count } == (dimension == .name ? [9, 10] : [5, 6]))
        }
        #expect(report(on: rows) { $0.filter.journeys = ["Cafe\u{301}"] }.totals.messages == 1)
    }

    @Test("of a device that is in every one of very many count it in each")
    func oneDeviceInAll() {
        let rows = (0..<5_000).map { Self.named("N-\($0)", code: "T-\($0)") }
        let report = report(on: rows) {
            $0.dimensions = [.name]
            $0.maximumGroups = 10_000
        }
        #expect(report.groups.count == 5_000)
        #expect(report.groups.allSatisfy { $0.totals.devices == 1 && $0.totals.persons == 1 })
        #expect(report.totals.devices == 1 && report.totals.persons == 1)
    }

    @Test("by local time end with the days that a log can express")
    func endsOfTime() {
        let start = Timestamp("2026-11-20")?.secondsSince1970 ?? 0
        let rows = [Timestamp.latest, .earliest].map { time in
            Row(Int(time.secondsSince1970 - start), "sent", code: "T-\(time)")
        }
        let east = report(on: rows) {
            $0.dimensions = [.day, .hour]
            $0.zone = LocalZone(offset: 3600)
        }
        #expect(east.groups.map(\.values) == [["0000-01-01", "01"], ["9999-12-31", "00"]])
        let west = report(on: rows) {
            $0.dimensions = [.day, .hour]
            $0.zone = LocalZone(offset: -3600)
        }
        #expect(west.groups.map(\.values) == [["0000-01-01", "23"], ["9999-12-31", "22"]])
    }

    @Test("by time stand in its order, whatever their sizes")
    func times() {
        let rows = [
            Row(0, "sent", code: "T-1"), Row(86_400 + 3600, "sent", code: "T-2"),
            Row(86_400 + 3601, "sent", code: "T-3"), Row(86_400, "sent", code: "T-4"),
        ]
        let byBoth = report(on: rows) { $0.dimensions = [.hour, .day] }
        #expect(
            byBoth.groups.map(\.values) == [["00", "2026-11-20"], ["00", "2026-11-21"], ["01", "2026-11-21"]])
        let elsewhere = report(on: rows) {
            $0.dimensions = [.day]
            $0.zone = LocalZone(offset: -3600)
        }
        #expect(elsewhere.groups.map(\.values) == [["2026-11-19"], ["2026-11-20"], ["2026-11-21"]])
    }

    @Test("by variant alone say which variants are those of several steps")
    func variantsOfSeveralSteps() {
        let names = ["Cart | 1 | now | A", "Cart | 2 | now | A", "Cart | 2 | late | B", "Back | 1 | now | C", "x"]
        let rows = names.enumerated().map { Self.named($1, code: "T-\($0)") }
        func found(_ dimensions: [Dimension], steps: [String] = []) -> [String] {
            report(on: rows) {
                $0.dimensions = dimensions
                $0.filter.steps = steps
            }.variantsOfSeveralSteps
        }
        #expect(found([.variant]) == ["A"])
        #expect(found([.journey, .variant]) == ["A"])
        #expect(found([.variant], steps: ["2"]) == [])
        #expect(found([.variant, .step, .journey]) == [] && found([.name, .variant]) == [] && found([.step]) == [])
    }

    @Test(
        "by the check of names: those that do not follow the convention are listed, most messages first, a hundred at most"
    )
    func irregularNames() throws {
        let rows =
            (0..<150).map { Self.named("N-\(1_000 + $0)", code: "T-\($0)") }
            + ["a | b", "a | b", "a | b | c", "a || c"].enumerated().map { Self.named($1, code: "U-\($0)") }
            + [Row(0, "sent", code: "unnamed")]
        let checked = report(on: rows) { $0.dimensions = [.nameCheck] }
        #expect(
            checked.groups.map(\.values) == [["no step"], ["no timing"], ["empty part"], ["no name"], ["ok"]])
        let names = try #require(checked.names)
        #expect(names.total == 153 && names.irregular == 152)
        #expect(names.irregularMessages == 153 && names.unnamedMessages == 1)
        #expect(names.examples.count == CheckedNames.maximumExamples)
        #expect(names.examples.prefix(3).map(\.name) == ["a | b", "N-1000", "N-1001"])
        #expect(names.examples.prefix(2).map(\.check) == [.noTiming, .noStep] && names.examples[0].messages == 2)
        #expect(report(on: rows) { $0.dimensions = [.name] }.names == nil)
    }

    @Test("by an audience's column: people not in it, and without a value, are in one group")
    func audienceColumn() {
        var audience = Audience(columns: ["e\u{301}", "plan", "\u{E9}"])
        for (id, values) in [("U-1", ["x", "", "y"]), ("U-1", ["z", "gold"]), ("U-2", ["x"]), ("H-1", ["", "gold"])] {
            audience.insert(Array(id.utf8)[...], values.map { Array($0.utf8)[...] })
        }
        let rows = [
            Row(0, "sent", code: "T-1", target: "U-1"), Row(0, "sent", code: "T-2", target: "U-2"),
            Row(0, "sent", code: "T-3", hwid: "H-1"), Row(0, "sent", code: "T-4", target: "nobody", hwid: "H-1"),
            Row(0, "sent", code: "T-5", hwid: "H-1"), Row(0, "sent", code: "T-5", hwid: "H-2"),
            Row(0, "sent", code: "T-6", hwid: ""), Row(0, "sent", code: "T-7", hwid: "H-1"),
            Row(1, "sent", code: "T-7", hwid: ""),
        ]
        func groups(_ column: String) -> [String: Int] {
            let report = report(on: rows) {
                $0.dimensions = [.audience(column: column)]
                $0.audience = audience
            }
            return Dictionary(uniqueKeysWithValues: report.groups.map { ($0.values[0] ?? "–", $0.totals.messages) })
        }
        #expect(groups("plan") == ["gold": 3, "–": 3, "mixed": 1])
        // Letters that only look alike are other letters.
        #expect(groups("e\u{301}") == ["x": 2, "–": 5])
        #expect(groups("\u{E9}") == ["y": 1, "–": 6])
    }

    @Test("hold a message by its earliest row, in whatever order rows are read")
    func earliest() {
        let rows = [
            Row(90_000, "opened", code: "T-1"), Row(10, "created", code: "T-1"),
            Self.named("late", 20, code: "T-1"), Self.named("early", 15, code: "T-1"),
        ]
        for rows in [rows, rows.reversed()] {
            let report = report(on: rows) { $0.dimensions = [.day, .name] }
            #expect(report.groups.map(\.values) == [["2026-11-20", "early"]])
        }
    }

    @Test("a filter that lets nothing pass leaves a report of nothing, with what was read")
    func nothing() {
        let rows = [Row(0, "sent"), Row(0, "failed", "Unregistered", code: "T-2")]
        for change: (inout ReportOptions) -> Void in [
            { $0.filter.apps = ["none"] }, { $0.filter.journeys = ["none"] }, { $0.filter.names = ["none"] },
            { $0.filter.platforms = [.web] },
            { $0.filter.since = rows[0].time.adding(seconds: 1) },
            { $0.filter.until = rows[0].time.adding(seconds: -1) },
        ] {
            let report = report(on: rows, change)
            #expect(report.window == nil)
            #expect(report.totals.messages == 0 && report.totals.persons == 0 && report.totals.devices == 0)
            #expect(report.groups.isEmpty && report.reasons.isEmpty && report.tokens == TokenCoverage())
            #expect(report.quality.rows == 2)
        }
    }

    @Test("both ends of a span of time are in it")
    func span() {
        let rows = (0..<5).map { Row($0, "sent", code: "T-\($0)") }
        let report = report(on: rows) {
            $0.filter.since = rows[1].time
            $0.filter.until = rows[3].time
        }
        #expect(report.totals.messages == 3)
        #expect(report.window == rows[1].time...rows[3].time)
    }
}
