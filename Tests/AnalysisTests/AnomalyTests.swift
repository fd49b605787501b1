import Analysis
import Testing
import TrackingLog

@Suite("What is unusual in a timeline")
struct AnomalyTests {
    /// Rows of one delivery, and the anomalies of each event in order.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var rows: [Row]
        var anomalies: [[Anomaly]]

        init(_ what: String, _ anomalies: [[Anomaly]], _ rows: Row...) {
            testDescription = what
            self.anomalies = anomalies
            self.rows = rows
        }
    }

    static let cases = [
        Case(
            "nothing on the usual way", [[], [], [], [], []], Row(0, "created"), Row(1, "sent"), Row(2, "delivered"),
            Row(3, "received"), Row(4, "opened")),
        Case(
            "nothing where a provider accepts it, too", [[], [], [], [], []], Row(0, "created"), Row(1, "sent"),
            Row(1, "accepted"), Row(2, "delivered"), Row(3, "opened")),
        Case("accepted before sent is none", [[], [], []], Row(0, "created"), Row(1, "accepted"), Row(2, "sent")),
        Case(
            "refused after a provider accepted it is none", [[], [], []], Row(0, "sent"), Row(0, "accepted"),
            Row(1, "bounced")),
        Case(
            "accepted after the refusal is none", [[], [], []], Row(0, "sent"), Row(1, "bounced"), Row(2, "accepted")),
        Case(
            "nothing where the log leaves steps out", [[], [], []], Row(0, "created"), Row(1, "delivered"),
            Row(2, "opened")),
        Case(
            "a retry is none", [[], [], [], [], []], Row(0, "created"), Row(1, "sent"), Row(2, "failed", "INTERNAL"),
            Row(3, "sent"), Row(4, "delivered")),
        Case(
            "opening again and converting is none", [[], [], [], []], Row(0, "created"), Row(1, "opened"),
            Row(2, "converted"), Row(3, "opened")),
        Case("delivered before accepted", [[.before(.accepted)], []], Row(0, "delivered"), Row(1, "accepted")),
        Case(
            "accepted again after it was delivered", [[], [], [.after(.delivered)]], Row(0, "accepted"),
            Row(1, "delivered"), Row(2, "accepted")),
        Case(
            "drafted after it was delivered", [[], [], [.after(.delivered)]], Row(0, "created"), Row(1, "delivered"),
            Row(2, "drafted")),
        Case("delivered before sent", [[.before(.sent)], []], Row(0, "delivered"), Row(1, "sent")),
        Case(
            "opened before anything else", [[.before(.created)], [], [], []], Row(0, "opened"), Row(1, "created"),
            Row(2, "sent"), Row(3, "delivered")),
        Case("received before delivered", [[.before(.delivered)], []], Row(0, "received"), Row(1, "delivered")),
        Case("opened without created", [[], [.neverCreated]], Row(0, "delivered"), Row(1, "opened")),
        Case(
            "opened without created, and again", [[.neverCreated], []], Row(0, "opened"), Row(1, "opened")),
        Case(
            "failed after opened", [[], [], [.after(.opened)]], Row(0, "created"), Row(1, "opened"),
            Row(2, "failed", "Unregistered")),
        Case(
            "refused after acceptance", [[], [], [.after(.delivered)]], Row(0, "sent"), Row(1, "delivered"),
            Row(2, "bounced", "Unregistered")),
        Case(
            "sent after delivered", [[], [], [.after(.delivered)]], Row(0, "sent"), Row(1, "delivered"),
            Row(2, "sent")),
        Case(
            "delivered twice", [[], [], [.after(.delivered)]], Row(0, "sent"), Row(1, "delivered"),
            Row(2, "delivered")),
        Case(
            "created again after all was over", [[], [], [.after(.failed)]], Row(0, "created"),
            Row(1, "failed", "Unregistered"), Row(2, "created")),
        Case(
            "opened after it failed", [[], [], [.after(.failed)]], Row(0, "created"), Row(1, "failed", "Unregistered"),
            Row(2, "opened")),
        Case(
            "the same event twice", [[], [.again], []], Row(0, "sent"), Row(0, "SENT"), Row(1, "sent")),
        Case(
            "opened and clicked in one second are the same event", [[], [], [.again]], Row(0, "created"),
            Row(1, "opened"), Row(1, "clicked")),
        Case(
            "the same event after the state it led to", [[], [], [.again]], Row(0, "sent"), Row(1, "delivered"),
            Row(1, "delivered")),
        Case("another description is another event", [[], []], Row(0, "failed", "a"), Row(0, "failed", "b")),
    ]

    @Test("is marked", arguments: cases)
    func anomalies(_ example: Case) throws {
        for rows in [example.rows, example.rows.reversed()] {
            let delivery = try timeline(of: .code("T-1"), in: rows).messages.first?.deliveries.first
            #expect(delivery?.events.map(\.anomalies) == example.anomalies)
        }
    }

    @Test("is the eleventh attempt, and each one after it")
    func attempts() throws {
        let rows = (0..<12).flatMap { [Row(10 * $0, "sent"), Row(10 * $0 + 1, "failed", "UNAVAILABLE")] }
        let events = try timeline(of: .code("T-1"), in: rows).messages.first?.deliveries.first?.events ?? []
        #expect(events.compactMap(\.attempt) == Array(1...12))
        #expect(events.filter { $0.anomalies == [.overTenAttempts] }.compactMap(\.attempt) == [11, 12])
    }

    @Test("does not count the same sent event twice as an attempt")
    func doubledAttempt() throws {
        let rows = [Row(0, "sent"), Row(0, "sent"), Row(9, "sent")]
        let events = try timeline(of: .code("T-1"), in: rows).messages.first?.deliveries.first?.events ?? []
        #expect(events.map(\.attempt) == [1, nil, 2])
    }
}
