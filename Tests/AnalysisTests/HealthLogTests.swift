import Analysis
import Foundation
import LogArchive
import Testing
import TrackingLog

@Suite("What logs show of their health")
struct HealthLogTests {
    /// The message that ends the logs half a day later, so that the others are old enough to be judged.
    private static let last = [
        Row(43_200, "created", code: "T-9", hwid: "HWID-9"), Row(43_201, "delivered", code: "T-9", hwid: "HWID-9"),
    ]

    private func health(
        _ rows: [Row], parts: Int = 1, _ change: (inout HealthRequest) -> Void = { _ in }
    ) throws -> HealthLog {
        var request = HealthRequest()
        change(&request)
        return try withLogs(of: rows, parts: parts) { _, logs in try LogAnalysis().health(of: logs, request).log }
    }

    /// The deliveries with each signal, without those of ``last``.
    private func signals(_ log: HealthLog) -> [HealthSignal: Int] {
        let noon = log.series.hours.lastIndex(of: Row(43_200, "").time.secondsSince1970 / 3_600)
        return log.series.cells.reduce(into: [:]) { sums, cell in
            for signal in HealthSignal.allCases where cell.hour != noon && cell.counts[signal] > 0 {
                sums[signal, default: 0] += cell.counts[signal]
            }
        }
    }

    struct Example: Sendable, CustomTestStringConvertible {
        var signal: HealthSignal
        var count = 1
        var rows: [Row]
        var testDescription: String { "\(signal)" }
    }

    private static func refused(_ signal: HealthSignal, _ reason: String) -> Example {
        Example(signal: signal, rows: [Row(0, "created"), Row(1, "sent"), Row(2, "failed", reason)])
    }

    private static func named(_ person: String) -> String {
        #"{"aps":{"alert":"x"},"md":{"name":"A | Push 1 | 1hr | B","user_id":"\#(person)"}}"#
    }

    static let examples: [Example] = [
        refused(.deadToken, "Unregistered"), refused(.deadToken, "ExpiredToken"),
        refused(.foreignToken, "BadDeviceToken"), refused(.foreignToken, "DeviceTokenNotForTopic"),
        refused(.credentials, "ExpiredProviderToken"), refused(.gateway, "ServiceUnavailable"),
        refused(.throttled, "TooManyRequests"), refused(.payloadTooLarge, "PayloadTooLarge"),
        refused(.badRequest, "BadPriority"), refused(.unknownReason, "the dog ate it"),
        Example(signal: .message, rows: [Row(0, "created"), Row(0, "created", hwid: "HWID-2")]),
        Example(signal: .delivery, count: 2, rows: [Row(0, "created"), Row(0, "created", hwid: "HWID-2")]),
        Example(signal: .suppressed, rows: [Row(0, "created"), Row(1, "failed", "FrequencyCapping")]),
        Example(signal: .reached, rows: [Row(0, "created"), Row(1, "failed", "Unregistered")]),
        Example(signal: .accepted, rows: [Row(0, "created"), Row(1, "delivered")]),
        Example(signal: .mature, rows: [Row(0, "created"), Row(1, "delivered")]),
        Example(signal: .received, rows: [Row(0, "created"), Row(1, "delivered"), Row(2, "received")]),
        Example(signal: .opened, rows: [Row(0, "created"), Row(1, "delivered"), Row(600, "opened")]),
        Example(signal: .converted, rows: [Row(0, "created"), Row(1, "delivered"), Row(700, "converted")]),
        Example(signal: .stuck, rows: [Row(0, "created"), Row(1, "sent")]),
        Example(
            signal: .overRetried,
            rows: [Row(0, "created")]
                + (1...12).flatMap { [Row($0 * 10, "sent"), Row($0 * 10 + 1, "failed", "InternalServerError")] }),
        Example(signal: .doubled, rows: [Row(0, "created"), Row(0, "created"), Row(1, "delivered")]),
        Example(
            signal: .doubled,
            rows: [
                Row(0, "created", code: "T-1", payload: named("u")),
                Row(90, "created", code: "T-2", payload: named("u")),
            ]),
        Example(
            signal: .tripled,
            rows: (1...3).map { Row($0 * 90, "created", code: "T-\($0)", payload: named("u")) }),
        Example(signal: .skewed, rows: [Row(100, "created"), Row(1, "delivered")]),
        Example(
            signal: .moved,
            rows: [
                Row(0, "created", code: "T-1", payload: named("u")),
                Row(7_200, "created", code: "T-2", payload: named("v")),
                Row(10_000, "created", code: "T-3", payload: named("u")),
            ]),
        Example(
            signal: .returning, count: 2,
            rows: (1...3).map { Row($0 * 7_200, "created", code: "T-\($0)", payload: named("u")) }),
    ]

    @Test("shows each signal where its rows are", arguments: examples)
    func signal(_ example: Example) throws {
        #expect(signals(try health(example.rows + Self.last))[example.signal] == example.count)
    }

    @Test("shows none of the bad ones where all went well")
    func well() throws {
        let rows = (1...3).flatMap { number in
            [
                Row(number * 9_000, "created", code: "T-\(number)", payload: Self.named("u")),
                Row(number * 9_000 + 1, "sent", code: "T-\(number)"),
                Row(number * 9_000 + 2, "delivered", code: "T-\(number)"),
                Row(number * 9_000 + 60, "opened", code: "T-\(number)"),
            ]
        }
        let good: Set<HealthSignal> = [
            .message, .delivery, .reached, .accepted, .mature, .opened, .openedSoon, .returning,
        ]
        #expect(Set(signals(try health(rows + Self.last)).keys) == good)
    }

    @Test("waits for what may still come: an answer for six hours, an opening for its window")
    func tooYoung() throws {
        let young = [
            Row(60, "created"), Row(61, "sent"), Row(3_600, "created", code: "T-2"),
            Row(3_601, "delivered", code: "T-2"),
        ]
        let found = signals(try health(young))
        #expect(found[.stuck] == nil && found[.mature] == nil && found[.accepted] == 1)
    }

    @Test("is the same whatever the order of the rows, and however they are cut")
    func order() throws {
        let rows = Self.examples.enumerated().flatMap { number, example in
            example.rows.map { row in
                var row = row
                row.second += number * 1_200
                row.code += "-\(number)"
                row.hwid += "-\(number)"
                return row
            }
        }
        let expected = try health(rows)
        for (other, parts) in [(rows.reversed(), 1), (rows, 3), (rows.reversed(), 5)] {
            let log = try health([Row](other), parts: parts)
            #expect(log.period == expected.period && log.baseline == expected.baseline)
            #expect(log.series.hours == expected.series.hours && log.series.periodStart == expected.series.periodStart)
            #expect(Self.cells(log) == Self.cells(expected))
        }
    }

    @Test("is the same from tallies as from logs")
    func tallies() throws {
        let rows = Self.examples.flatMap(\.rows) + Self.last
        let expected = try health(rows)
        try withLogs(of: rows, parts: 2) { folder, logs in
            let path = folder.appending(path: "log.tally").path()
            _ = try LogAnalysis().tally(logs, to: [path])
            let log = try LogAnalysis().health(of: [.path(path)], HealthRequest()).log
            #expect(Self.cells(log) == Self.cells(expected) && log.period == expected.period)
        }
    }

    /// Each cell's counts by what it is of.
    private static func cells(_ log: HealthLog) -> [String: [Int]] {
        log.series.cells.reduce(into: [:]) { cells, cell in
            let key = "\(log.series.strata[cell.stratum]) \(log.series.hours[cell.hour])"
            cells[key] = HealthSignal.allCases.map { cell.counts[$0] }
        }
    }

    // MARK: - Period and baseline

    private static func daily(_ days: Range<Int>, code: String = "D") -> [Row] {
        days.flatMap { day in
            (0..<4).flatMap { part in
                let second = day * 86_400 + part * 21_600 + 60
                let code = "\(code)-\(day)-\(part)"
                return [Row(second, "created", code: code), Row(second + 1, "delivered", code: code)]
            }
        }
    }

    @Test("a third of the days, in whole days, is what the others are compared with")
    func third() throws {
        let log = try health(Self.daily(0..<10))
        #expect(log.baseline == Row(60, "").time...Row(3 * 86_400 - 1, "").time)
        #expect(log.period == Row(3 * 86_400, "").time...Row(9 * 86_400 + 64_861, "").time)
    }

    @Test("the period begins where it is said to; without anything before it there is no baseline")
    func since() throws {
        let log = try health(Self.daily(0..<10)) { $0.periodStart = Row(8 * 86_400, "").time }
        #expect(log.period?.lowerBound == Row(8 * 86_400, "").time)
        #expect(log.baseline?.upperBound == Row(8 * 86_400 - 1, "").time)
        let whole = try health(Self.daily(0..<10)) { $0.periodStart = Row(-86_400, "").time }
        #expect(whole.baseline == nil && whole.period?.lowerBound == Row(60, "").time)
        let nothing = try health(Self.daily(0..<10)) { $0.periodStart = Row(20 * 86_400, "").time }
        #expect(nothing.period == nil && nothing.series.hours.isEmpty && nothing.messages == 40)
    }

    @Test("other logs can be the baseline; a long pause between is not judged")
    func otherLogs() throws {
        let log = try against(Self.daily(-200 ..< -190), Self.daily(0..<10, code: "E"))
        #expect(log.baseline == Row(-200 * 86_400 + 60, "").time...Row(-190 * 86_400 - 21_600 + 3_599, "").time)
        #expect(log.period?.lowerBound == Row(0, "").time)
        #expect(log.series.hours.count < 21 * 24 && log.messages == 80)
    }

    @Test("a baseline that is not earlier is refused: rows would count twice")
    func overlap() {
        #expect(throws: BaselineError.self) { try against(Self.daily(0..<5), Self.daily(4..<10, code: "E")) }
        #expect(throws: BaselineError.self) { try against(Self.daily(0..<5), Self.daily(0..<5)) }
        #expect(throws: BaselineError.self) { try against(Self.daily(10..<15), Self.daily(0..<5, code: "E")) }
    }

    private func against(_ before: [Row], _ rows: [Row]) throws -> HealthLog {
        try withLogs(of: before) { _, baseline in
            try withLogs(of: rows) { _, logs in
                try LogAnalysis().health(of: logs, against: baseline, HealthRequest()).log
            }
        }
    }

    @Test("clocks that are decades off move neither period nor baseline, and are counted")
    func strays() throws {
        let rows = Self.daily(0..<10)
        let expected = try health(rows)
        let wrong = [Row(-1_500_000_000, "created", code: "T-a"), Row(2_000_000_000, "created", code: "T-b")]
        // One message that opened, by its device's clock, long before and long after it was made.
        let odd = [Row(-1_700_000_000, "opened", code: "D-3-1"), Row(1_900_000_000, "opened", code: "D-4-1")]
        let log = try health(rows + [wrong[0]] + odd)
        #expect(log.period == expected.period && log.baseline == expected.baseline && log.strays == 1)
        #expect(log.messages == 41 && expected.strays == 0)
        #expect(try health(rows + [wrong[1]]).period == expected.period)
    }

    // MARK: - Details

    @Test("a closer look counts messages, people and reasons of what shows a signal")
    func detail() throws {
        let rows = [
            Row(0, "created", code: "T-1", hwid: "A"), Row(1, "failed", "Unregistered", code: "T-1", hwid: "A"),
            Row(0, "created", code: "T-1", hwid: "B"), Row(1, "failed", "ExpiredToken", code: "T-1", hwid: "B"),
            Row(600, "created", code: "T-2", hwid: "A"), Row(601, "failed", "Unregistered", code: "T-2", hwid: "A"),
            Row(700, "created", code: "T-3", hwid: "C"), Row(701, "delivered", code: "T-3", hwid: "C"),
        ]
        let log = try health(rows + Self.last)
        let all = HealthQuery(
            strata: log.series.strata.map { _ in true }, times: Row(0, "").time..<Row(3_600, "").time)
        let detail = log.detail(all, showing: .deadToken)
        #expect(detail.messages == 2 && detail.persons == 2)
        #expect(detail.reasons.map(\.name) == ["Unregistered", "ExpiredToken"])
        #expect(detail.reasons.map(\.deliveries) == [2, 1])
        // Two of three deliveries are of one device.
        #expect(abs(detail.clustering - 5.0 / 3) < 1e-9)
        #expect(log.counts(all, of: [.deadToken, .delivery], every: 600).map { $0.prefix(2) } == [[2, 1], [2, 2]])
    }
}
