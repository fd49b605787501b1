import Analysis
import Foundation
import LogArchive
import Simulation
import Testing
import TrackingLog

@Suite("The delivery log")
struct DeliveryLogTests {
    private func line(_ rows: [Row], _ change: (inout DeliveryRequest) -> Void = { _ in }) async throws -> NSDictionary
    {
        let forwards = try await deliveries(of: [rows.csv], change)
        let backwards = try await deliveries(of: [[Row](rows.reversed()).csv], change)
        #expect(forwards == backwards)
        #expect(forwards.count == 1)
        return try #require(forwards.first)
    }

    private func expect(
        _ line: NSDictionary, _ values: [String: Any], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (name, value) in values {
            let found = line[name] as? NSObject
            let isSame = found?.isEqual(value) ?? false
            #expect(isSame, "\(name): \(found ?? NSNull())", sourceLocation: sourceLocation)
        }
    }

    @Test("counts the devices of a message, and says why one refused it")
    func twoDevices() async throws {
        let line = try await line([
            Row(0, "created", hwid: "A"), Row(0, "created", hwid: "B"), Row(1, "sent", hwid: "A"),
            Row(1, "sent", hwid: "B"), Row(2, "delivered", hwid: "A"), Row(2, "failed", "Unregistered", hwid: "B"),
            Row(9, "opened", hwid: "A"),
        ])
        expect(
            line,
            [
                "first": "2026-11-20T00:00:00Z", "last": "2026-11-20T00:00:09Z", "tracking_code": "T-1", "devices": 2,
                "accepted": 1, "refused": 1, "confirmed": 1, "outcome": "sent", "reason": "Unregistered",
                "category": "token", "opened": true, "converted": false, "attempts": 2, "person": NSNull(),
                "target": NSNull(), "name": NSNull(), "app": "APP-1",
            ])
    }

    @Test("has the latest reason of several devices; in one second the greater one")
    func reasons() async throws {
        let line = try await line([
            Row(2, "failed", "Unregistered", hwid: "A"), Row(3, "failed", "BadDeviceToken", hwid: "B"),
            Row(3, "failed", "TopicDisallowed", hwid: "C"),
        ])
        expect(line, ["reason": "TopicDisallowed", "refused": 3, "outcome": "bounced"])
    }

    @Test("has no reason where a retry went well, and counts both attempts")
    func retry() async throws {
        let line = try await line([
            Row(0, "sent"), Row(1, "failed", "InternalServerError"), Row(5, "sent"), Row(6, "delivered"),
        ])
        expect(line, ["outcome": "sent", "reason": NSNull(), "category": NSNull(), "refused": 0, "attempts": 2])
    }

    @Test("counts attempts exactly, however many there are, and in however many files")
    func attempts() async throws {
        let rows = (0..<40).map { Row($0, "sent", hwid: $0 < 35 ? "A" : "B") }
        let logs = [rows[..<20], rows[20...]].map { Array($0).csv }
        #expect(try await deliveries(of: logs).map { $0["attempts"] as? Int } == [40])
        let each = try await deliveries(of: logs) { $0.isPerDevice = true }
        #expect(each.map { $0["attempts"] as? Int } == [35, 5])
    }

    @Test("takes a row without a hwid for a device that is not named")
    func noDevice() async throws {
        let rows = [Row(0, "failed", "no token", target: "U", hwid: "")]
        expect(try await line(rows), ["devices": 1, "refused": 1, "person": "U", "target": "U", "reason": "no token"])
        expect(
            try await line(rows) { $0.isPerDevice = true },
            ["hwid": NSNull(), "token": NSNull(), "state": "failed", "person": "U"])
    }

    @Test("takes accepted alone for delivered")
    func accepted() async throws {
        expect(try await line([Row(0, "accepted")]), ["outcome": "sent", "accepted": 1, "confirmed": 0])
    }

    @Test("has the person of a later row, and the target of the first row that has one")
    func laterPerson() async throws {
        let line = try await line([
            Row(0, "created"), Row(1, "sent", target: "B"), Row(1, "sent", target: "A"),
            Row(2, "delivered", target: "C"),
            Row(9, "opened", payload: #"{"md":{"user_id":"U","name":"Cart | 1"}}"#),
        ])
        expect(line, ["person": "U", "target": "A", "name": "Cart | 1", "platform": "android"])
    }

    @Test("has the device for a person where nobody is named")
    func deviceAsPerson() async throws {
        expect(
            try await line([Row(0, "created", target: "A", hwid: "A"), Row(0, "created", target: "A", hwid: "")]),
            ["person": "A", "devices": 2])
    }

    @Test("has the token's state by all messages, whatever lines are asked for")
    func tokens() async throws {
        let rows = [
            Row(0, "failed", "Unregistered", code: "T-1"), Row(9, "delivered", code: "T-2"),
            Row(0, "failed", "Unregistered", code: "T-3", hwid: "B"),
        ]
        let lines = try await deliveries(of: [rows.csv]) {
            $0.isPerDevice = true
            $0.reasons = ["Unregistered"]
        }
        #expect(lines.map { $0["token"] as? String } == ["valid", "invalid"])
    }

    @Test("adds up to the report")
    func sums() async throws {
        let end = try #require(Timestamp("2026-11-21 00:00:00"))
        let log = Traffic(messages: 2_000, days: 14, seed: 5, end: end, order: .asRecorded).rows(as: .csv)
        let lines = try await deliveries(of: [log])
        try await Scratch.withFile(named: "log.csv") { path in
            try Data(log).write(to: URL(filePath: path))
            let (report, _) = try LogAnalysis().report(on: [.path(path)])
            let totals = report.totals
            for outcome in MessageOutcome.allCases {
                #expect(lines.count { $0["outcome"] as? String == outcome.name } == totals[outcome])
            }
            func sum(_ column: String) -> Int { lines.reduce(0) { $0 + ($1[column] as? Int ?? 0) } }
            #expect(sum("devices") == totals.deliveries)
            #expect(sum("refused") == report.reasons.reduce(0) { $0 + $1.deliveries })
            #expect(sum("attempts") == totals.eventsByStatus["sent"])
            #expect(lines.count { $0["opened"] as? Bool == true } == totals.opened)
        }
    }

    @Test("is the same for any split of the rows over files, in any order, doubled rows apart")
    func splits() async throws {
        var random = SeededGenerator(seed: 8)
        let rows = RandomRows.make(count: 4_000, using: &random)
        for isPerDevice in [false, true] {
            let whole = try await deliveryText(of: [rows.csv]) { $0.isPerDevice = isPerDevice }
            for parts in [2, 7] {
                let shuffled = rows.shuffled(using: &random)
                let split = (0..<parts).map { part in
                    shuffled.enumerated().filter { $0.offset % parts == part }.map(\.element).csv
                }
                let text = try await deliveryText(of: split) { $0.isPerDevice = isPerDevice }
                #expect(text == whole)
            }
        }
        let doubled = try await deliveries(of: [rows.csv, rows.csv])
        let single = try await deliveries(of: [rows.csv])
        let outcomes = [doubled, single].map { $0.map { $0["outcome"] as? String } }
        #expect(outcomes[0] == outcomes[1])
    }

    @Test("is sorted by any column, with what has no value last, and ends at the limit")
    func order() async throws {
        var random = SeededGenerator(seed: 4)
        let log = RandomRows.make(count: 2_000, using: &random).csv
        let usual = try await deliveries(of: [log])
        for column in DeliveryColumn.ofMessages where column != .link {
            for isDescending in [false, true] {
                let sorted = try await deliveries(of: [log]) {
                    $0.order = DeliveryOrder(by: column, isDescending: isDescending)
                }
                // Swift's sort is stable, as ours is.
                let expected = usual.sorted { left, right in
                    let (left, right) = (Key(left[column.rawValue]), Key(right[column.rawValue]))
                    guard let left, let right else { return left != nil && right == nil }
                    return isDescending ? right < left : left < right
                }
                let isSame = sorted == expected
                #expect(isSame, "\(column) \(isDescending)")
                let first = try await deliveries(of: [log]) {
                    $0.order = DeliveryOrder(by: column, isDescending: isDescending)
                    $0.limit = 7
                }
                #expect(first == Array(expected.prefix(7)))
            }
        }
    }

    /// A value as it is sorted.
    private struct Key: Comparable {
        var number = 0
        var text: [UInt8] = []

        init?(_ value: Any?) {
            switch value {
            case let text as String: self.text = Array(text.utf8)
            case let number as NSNumber: self.number = number.intValue
            default: return nil
            }
        }

        static func < (left: Key, right: Key) -> Bool {
            left.number != right.number
                ? left.number < right.number : left.text.lexicographicallyPrecedes(right.text)
        }
    }

    @Test("has only the lines that are asked for")
    func filters() async throws {
        var random = SeededGenerator(seed: 9)
        let log = RandomRows.make(count: 3_000, using: &random).csv
        for isPerDevice in [false, true] {
            let all = try await deliveries(of: [log]) { $0.isPerDevice = isPerDevice }
            func expect(
                _ column: String, _ values: [String], _ change: @escaping (inout DeliveryRequest) -> Void
            ) async throws {
                let some = try await deliveries(of: [log]) {
                    $0.isPerDevice = isPerDevice
                    change(&$0)
                }
                let expected = all.filter { values.contains($0[column] as? String ?? "") }
                // A message may have been refused for several reasons, and one is shown.
                let isSame = isPerDevice ? some == expected : Set(some).isSuperset(of: expected)
                #expect(isSame && !expected.isEmpty, "\(column) \(values)")
            }
            try await expect("reason", ["Unregistered", "capped"]) { $0.reasons = ["Unregistered", "capped"] }
            try await expect("category", ["token", "unknown"]) { $0.categories = [.token, .unknown] }
            try await expect("outcome", ["bounced", "failed"]) { $0.outcomes = [.bounced, .failed] }
            try await expect("person", ["USER-1", "HWID-12"]) { $0.persons = ["USER-1", "HWID-12"] }
        }
    }
}
