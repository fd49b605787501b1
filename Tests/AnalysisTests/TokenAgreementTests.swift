import Analysis
import Testing
import TrackingLog

@Suite("Tokens are what the rows of timelines show")
struct TokenAgreementTests {
    private struct Token: Hashable {
        var app: String?
        var hwid: String
    }

    @Test("in every state, on rows that disagree in every way", arguments: 1...6)
    func states(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(200 + seed))
        let rows = RandomRows.make(count: 240, using: &random)
        var evidence: [Token: TokenEvidence<Timestamp, String>] = [:]
        for code in Set(rows.map(\.code)).sorted() {
            for message in try timeline(of: .code(code), in: rows, parts: 2).messages {
                for delivery in message.deliveries where !delivery.hwid.isEmpty {
                    let isRefused = delivery.events.contains(where: \.isRefusal)
                    for event in delivery.events where event.status != Status.accepted.name || !isRefused {
                        add(event, to: &evidence[Token(app: message.app, hwid: delivery.hwid), default: .init()])
                    }
                }
            }
        }
        let states = report(on: rows).tokens.states
        for state in TokenState.allCases {
            #expect(states[state] == evidence.values.count { $0.state == state }, "\(state)")
        }
    }

    /// Rows of one app and device, and its token.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var rows: [Row]
        var state: TokenState

        init(_ what: String, _ state: TokenState, _ rows: Row...) {
            testDescription = what
            self.state = state
            self.rows = rows
        }
    }

    @Test(
        "by accepted rows, which a refusal of their own delivery makes void",
        arguments: [
            Case("accepted is valid", .valid, Row(1, "accepted")),
            Case("accepted and refused", .invalid, Row(1, "accepted"), Row(1, "bounced", "Unregistered")),
            Case("refused before it was accepted", .invalid, Row(1, "bounced", "Unregistered"), Row(2, "accepted")),
            Case("accepted and held back says nothing", .unknown, Row(1, "accepted"), Row(2, "skipped")),
            Case(
                "accepted after another message was refused", .valid, Row(1, "bounced", "Unregistered"),
                Row(2, "accepted", code: "T-2")),
            Case(
                "accepted in the second in which another was refused", .valid, Row(2, "bounced", "Unregistered"),
                Row(2, "accepted", code: "T-2")),
            Case(
                "accepted before another message was refused", .invalid, Row(1, "accepted", code: "T-2"),
                Row(2, "bounced", "Unregistered")),
            Case(
                "accepted and delivered, then another was refused", .suspect, Row(1, "accepted"), Row(2, "delivered"),
                Row(3, "failed", "BadDeviceToken", code: "T-2")),
            Case(
                "the latest of several accepted rows", .valid, Row(1, "accepted"), Row(5, "accepted"),
                Row(4, "bounced", "Unregistered", code: "T-2"), Row(3, "accepted")),
        ])
    func accepted(_ example: Case) {
        for rows in [example.rows, example.rows.reversed()] {
            #expect(report(on: rows).tokens.states[example.state] == 1)
            #expect(report(onParts: rows.map { [$0] }).tokens.states[example.state] == 1)
        }
    }

    /// Adds one event as it stands in a timeline: each row by itself, in contrast to the tally's sums.
    private func add(_ event: TimelineEvent, to evidence: inout TokenEvidence<Timestamp, String>) {
        let word = Array(event.status.utf8)
        let status = Status(word.span)
        if status == .accepted || status?.isAcceptance == true { evidence.addAcceptance(at: event.time) }
        guard event.isRefusal, let shown = event.reason.flatMap({ TokenState($0.tokenAction) }) else { return }
        evidence.addRefusal(
            at: event.time, description: event.description.isEmpty ? event.status : event.description, showing: shown
        ) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
