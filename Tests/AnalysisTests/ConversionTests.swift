import Analysis
import Foundation
import LogArchive
import Testing
import TrackingLog

@Suite("Conversions")
struct ConversionTests {
    /// The lines of a delivery log whose messages have conversions, read forwards, backwards and in parts.
    private func credited(
        _ rows: [Row], _ list: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String] {
        let text = "person,time,goal,value\n" + list
        let lines = try creditedLines(of: rows, crediting: text)
        #expect(try creditedLines(of: rows.reversed(), crediting: text) == lines, sourceLocation: sourceLocation)
        #expect(try creditedLines(of: rows, crediting: text, parts: 3) == lines, sourceLocation: sourceLocation)
        return lines.filter { !$0.hasSuffix(",0,") }
    }

    private func message(_ code: String, at second: Int, to person: String = "ann", hwid: String = "A") -> [Row] {
        [
            Row(second, "created", code: code, target: person, hwid: hwid),
            Row(second, "delivered", code: code, target: person, hwid: hwid),
        ]
    }

    @Test("go to the last message delivered before them, in the same second too")
    func last() throws {
        let rows = message("T-1", at: 10) + message("T-2", at: 20) + message("T-3", at: 30)
        #expect(
            try credited(rows, "ann,2026-11-20 00:00:20,buy,5\nann,2026-11-20 00:00:29,buy,2.50\n") == ["T-2,2,7.50"])
        #expect(try credited(rows, "ann,2026-11-20 00:00:30,,\n") == ["T-3,1,0"])
        #expect(try credited(rows, "ann,2026-11-20 00:00:09,,\n") == [])
    }

    @Test("between two deliveries of one second go to the message that began later, then to the greater code")
    func oneSecond() throws {
        let began = [
            Row(1, "sent", code: "T-9", target: "ann"), Row(2, "sent", code: "T-1", target: "ann"),
            Row(5, "delivered", code: "T-9"), Row(5, "delivered", code: "T-1"),
        ]
        #expect(try credited(began, "ann,2026-11-20 00:00:05,,1\n") == ["T-1,1,1"])
        let codes = message("T-B", at: 5) + message("T-a", at: 5) + message("T-A", at: 5)
        #expect(
            try credited(codes, "ann,2026-11-20 00:00:05,,1\nann,2026-11-20 00:00:05,x,1\n") == ["T-a,2,2"])
    }

    @Test("are counted up to the window's last second, and not after it")
    func window() throws {
        let rows = message("T-1", at: 10)
        let list = "person,time\nann,2026-11-20 00:01:10\nann,2026-11-20 00:01:11\nann,2026-11-20 00:00:09\n"
        let report = try report(on: rows, crediting: list, within: 60)
        let summary = try #require(report.conversions)
        #expect(report.totals.conversions?.conversions == 1)
        #expect(summary.withoutMessage == 2)
        #expect(summary.listed == 3)
        #expect(summary.decimals == nil && report.totals.conversions?.value == nil)
    }

    @Test("go to a device's messages where nobody is named")
    func device() throws {
        let rows = [
            Row(1, "delivered", code: "T-1", hwid: "A"), Row(2, "delivered", code: "T-1", hwid: "B"),
            Row(3, "delivered", code: "T-2", target: "ann", hwid: "A"),
        ]
        // A message to two devices is for two people; the device of a named person stands for nobody.
        let list = "A,2026-11-20 00:00:09,,1\nB,2026-11-20 00:00:09,,2\nB,2026-11-20 00:00:01,,4\n"
        #expect(try credited(rows, list) == ["T-1,2,3"])
    }

    @Test("follow only messages that were accepted in the end, from the first time on")
    func accepted() throws {
        let rows = [
            Row(1, "delivered", code: "T-0", target: "ann"),
            Row(2, "delivered", code: "T-1", target: "ann"), Row(9, "failed", "Unregistered", code: "T-1"),
            Row(3, "delivered", code: "T-2", target: "bob", hwid: "B"),
            Row(4, "failed", "Unavailable", code: "T-2", hwid: "B"), Row(7, "delivered", code: "T-2", hwid: "B"),
            Row(5, "received", code: "T-3", target: "cy", hwid: "C"),
            Row(6, "accepted", code: "T-4", target: "di", hwid: "D"),
            Row(8, "delivered", code: "T-5", target: "ed", hwid: "E"), Row(5, "opened", code: "T-5", hwid: "E"),
        ]
        let list = ["ann", "bob", "cy", "di", "ed"].map { "\($0),2026-11-20 00:00:06,,1\n" }.joined()
        #expect(try credited(rows, list) == ["T-0,1,1", "T-2,1,1", "T-3,1,1", "T-5,1,1", "T-4,1,1"])
    }

    @Test("count once where rows repeat each other, and by goal where they do not")
    func repeated() throws {
        let list = """
            person,time,goal,value
            ann,2026-11-20 00:00:11,buy,0.10
            ann,2026-11-20 00:00:11,buy,0.1
            ann,2026-11-20 00:00:11,buy,0.2
            ann,2026-11-20T00:00:12Z,sign up,
            bob,2026-11-20 00:00:12,sign up,
            """
        let report = try report(on: message("T-1", at: 10), crediting: list)
        let totals = try #require(report.totals.conversions)
        #expect(totals.messages == 1 && totals.conversions == 3)
        #expect(totals.value == ExactDecimal(millionths: 300_000))
        #expect(totals.byGoal.map(\.goal) == ["buy", "sign up"])
        #expect(totals.byGoal.map(\.messages) == [1, 1])
        #expect(totals.byGoal.map(\.conversions) == [2, 1])
        let summary = try #require(report.conversions)
        #expect(summary.repeated.count == 1 && summary.repeated.first?.line == 3)
        #expect(summary.ofUnknownPeople == 1 && summary.withoutMessage == 0)
        #expect(summary.listed == 4)
    }

    @Test("of messages that a filter leaves out are counted apart, and not given to others")
    func filtered() throws {
        let rows =
            message("T-1", at: 10)
            + message("T-2", at: 20).map { row in
                var row = row
                row.app = "APP-2"
                return row
            }
        let list = "user_id;timestamp\nann;2026-11-20 00:00:15\nann;2026-11-20 00:00:25\n"
        let some = try report(on: rows, crediting: list) { $0.filter.apps = ["APP-1"] }
        #expect(some.totals.conversions?.conversions == 1)
        #expect(some.conversions?.ofOtherMessages == 1)
        let none = try report(on: rows, crediting: list) { $0.filter.apps = ["APP-3"] }
        #expect(none.totals.conversions?.conversions == 0)
        #expect(none.conversions?.ofOtherMessages == 2)
    }

    @Test(
        "that cannot be used are counted, the first with its line and reason",
        arguments: [
            (",2026-11-20 00:00:01,,", "it has no person"), ("ann,,,", "it has no time"),
            ("ann,soon,,", "“soon” is not a time"), ("ann,2026-11-20,,", "“2026-11-20” is a day without a time"),
            ("ann,2026-11-20 00:00:01,,\"12,50\"", "“12,50” is not a number such as 12.50"),
            ("ann,2026-11-20 00:00:01,,.", "“.” is not a number such as 12.50"),
            ("ann,2026-11-20 00:00:01,,0.1234567", "“0.1234567” has more than 6 decimals: round it"),
            ("ann,2026-11-20 00:00:01,,1000000000000", "“1000000000000” is not less than 1,000,000,000,000"),
        ])
    func unusable(_ line: String, _ reason: String) throws {
        let list = try conversions("person,time,goal,value\n\n\(line)\n\(line)\nann,2026-11-20 00:00:01,,+5.\n")
        #expect(list.unusable.count == 2)
        #expect(list.unusable.first?.line == 3 && list.unusable.first?.reason == reason)
        #expect(list.count == 1)
    }

    @Test("are read from JSON objects too; a list without people or times is refused")
    func forms() throws {
        let list = try conversions(
            #"{"customer_id": "ann", "event": "buy", "revenue": 12.5, "converted_at": "2026-11-20T00:00:01Z"}"# + "\n")
        #expect(list.count == 1 && list.hasGoals && list.hasValues && list.decimals == 1)
        #expect(throws: ListError.self) { try conversions("person,goal\nann,buy\n") }
        #expect(throws: ListError.self) { try conversions("ann\nbob\n") }
        #expect(try conversions("").count == 0)
    }

    @Test("of an alias and of its person are the same person's")
    func aliases() throws {
        let rows = message("T-1", at: 10, to: "anonymous-7") + message("T-2", at: 20, to: "ann", hwid: "B")
        let report = try withLogs(of: rows) { folder, logs in
            let file = folder.appending(path: "aliases.csv")
            try Data("alias,user_id\nanonymous-7,ann\n".utf8).write(to: file)
            var analysis = LogAnalysis()
            analysis.aliases = try AliasFile.read(file.path())
            analysis.reporting.conversions = ConversionRequest(
                try conversions(
                    "person,time\nann,2026-11-20 00:00:15\nanonymous-7,2026-11-20 00:00:15\nanonymous-7,2026-11-20 00:00:25\n"
                ))
            return try analysis.report(on: logs).report
        }
        #expect(report.totals.conversions?.conversions == 3)
        #expect(report.totals.conversions?.messages == 2)
    }

    @Test("are compared for ten groups of a step at most, and a hundred pairs in all; groups and others add up")
    func bounds() throws {
        func rows(_ steps: Int, _ variants: Int) -> [Row] {
            (0..<steps).flatMap { step in
                (0..<variants).map { variant in
                    Row(
                        10, "delivered", code: "T-\(step)-\(variant)", target: "p\(step)-\(variant)",
                        payload: #"{"md":{"name":"Cart | \#(step) | x | V\#(variant)"}}"#)
                }
            }
        }
        let list = "person,time\np0-3,2026-11-20 00:00:15\np0-4,2026-11-20 00:00:15\n"
        let one = try report(on: rows(1, 12), crediting: list) {
            $0.dimensions = [.variant]
            $0.maximumGroups = 3
        }
        let comparisons = try #require(one.conversions?.comparisons)
        #expect(comparisons.allPairs == 66 && comparisons.pairs.count == 45)
        // Of equally many messages, the groups whose values are first in byte order.
        #expect(Set(comparisons.pairs.map(\.second.value)).isSuperset(of: ["V11", "V2", "V7"]))
        #expect(!comparisons.pairs.contains { $0.second.value == "V9" || $0.first.value == "V8" })
        let counted = one.groups.map(\.totals) + [one.others?.totals].compactMap(\.self)
        #expect(counted.count == 4)
        #expect(counted.reduce(0) { $0 + ($1.conversions?.conversions ?? 0) } == 2)
        let several = try report(on: rows(3, 10), crediting: list) { $0.dimensions = [.variant] }
        #expect(several.conversions?.comparisons?.allPairs == 135)
        #expect(several.conversions?.comparisons?.pairs.count == 100)
    }

    @Test("come to the same report however the rows are split", arguments: 1...10)
    func anySplit(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = RandomRows.make(count: 300, using: &random)
        let list = RandomConversions.make(count: 200, using: &random)
        let whole = try report(on: rows, crediting: list) { $0.dimensions = [.platform, .reasonCategory] }
        var parted = try report(
            on: rows.shuffled(using: &random), crediting: list, parts: Int.random(in: 2...6, using: &random)
        ) { $0.dimensions = [.platform, .reasonCategory] }
        parted.sources = whole.sources
        #expect(parted == whole)
        let summary = try #require(whole.conversions)
        let counted = whole.totals.conversions?.conversions ?? 0
        #expect(
            counted + summary.ofUnknownPeople + summary.withoutMessage + summary.ofOtherMessages == summary.listed)
    }
}

/// Conversions of people and devices of random rows, from few enough values that they meet often.
enum RandomConversions {
    static func make(count: Int, using random: inout SeededGenerator) -> String {
        var lines = ["person,time,goal,value"]
        for _ in 0..<count {
            let person = any(
                ["USER-1", "USER-2", "USER-3", "USER-4", "77", "HWID-1", "HWID-2", "nobody", "64c348c659f09538"]
                    + (10..<30).map { "HWID-\($0)" }, &random)
            let hour = Int.random(in: 0..<3, using: &random) > 0 ? 0 : Int.random(in: 0..<90, using: &random)
            let time = Row(hour * 3600 + Int.random(in: 0..<8, using: &random), "").time
            let goal = any(["", "buy", "buy", "sign up", "größe"], &random)
            let value = any(["", "0", "12.50", "0.1", "0.2", "-3", "1000000.000001"], &random)
            lines.append("\(person),\(time),\(goal),\(value)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func any(_ values: [String], _ random: inout SeededGenerator) -> String {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}
