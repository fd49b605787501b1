import Analysis
import Testing
import TrackingLog

@Suite("Timelines agree with the report")
struct TimelineAgreementTests {
    @Test("on outcomes, platforms, people and every event, on rows that disagree in every way", arguments: 1...6)
    func randomRows(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = RandomRows.make(count: 240, using: &random)
        let report = report(on: rows)
        let messages = try Set(rows.map(\.code)).sorted().flatMap {
            try timeline(of: .code($0), in: rows, parts: 3).messages
        }

        #expect(messages.count == report.totals.messages)
        for outcome in MessageOutcome.allCases {
            #expect(messages.count { $0.outcome == outcome } == report.totals[outcome])
        }
        for platform in Platform.allCases {
            let group = report.groups.first { $0.values == [platform.name] }
            #expect(messages.count { $0.platform == platform } == group?.totals.messages ?? 0)
        }
        let deliveries = messages.flatMap(\.deliveries)
        #expect(deliveries.count == report.totals.deliveries)
        #expect(deliveries.flatMap(\.events).count == report.totals.events)
        #expect(deliveries.count { $0.state == .failed } == report.reasons.reduce(0) { $0 + $1.deliveries })
        #expect(persons(of: messages).count == report.totals.persons)
    }

    @Test("on whose a message is: a person's timeline holds exactly their messages and devices", arguments: 1...2)
    func everyPerson(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(100 + seed))
        let rows = RandomRows.make(count: 160, using: &random)
        let messages = try Set(rows.map(\.code)).sorted().flatMap { try timeline(of: .code($0), in: rows).messages }
        for person in persons(of: messages) {
            let theirs = messages.flatMap { message in
                message.deliveries.filter { (message.person ?? $0.hwid) == person }.map { "\(message.code) \($0.hwid)" }
            }
            let found = try timeline(of: .person(person), in: rows, parts: 2).messages
            #expect(
                Set(found.flatMap { message in message.deliveries.map { "\(message.code) \($0.hwid)" } }) == Set(theirs)
            )
        }
    }

    /// Each message's person; else each of its devices.
    private func persons(of messages: [TimelineMessage]) -> Set<String> {
        Set(messages.flatMap { message in message.person.map { [$0] } ?? message.deliveries.map(\.hwid) })
            .subtracting([""])
    }
}
