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
                    for event in delivery.events {
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

    /// Adds one event as it stands in a timeline: each row by itself, in contrast to the tally's sums.
    private func add(_ event: TimelineEvent, to evidence: inout TokenEvidence<Timestamp, String>) {
        let word = Array(event.status.utf8)
        if Status(word.span)?.isAcceptance == true { evidence.addAcceptance(at: event.time) }
        guard event.isRefusal, let shown = event.reason.flatMap({ TokenState($0.tokenAction) }) else { return }
        evidence.addRefusal(
            at: event.time, description: event.description.isEmpty ? event.status : event.description, showing: shown
        ) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
