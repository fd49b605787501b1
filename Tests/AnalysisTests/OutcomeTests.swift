import Analysis
import Testing
import TrackingLog

@Suite("A message's outcome")
struct OutcomeTests {
    /// Rows of one message, and how it ended.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var rows: [Row]
        var outcome: MessageOutcome

        init(_ what: String, _ outcome: MessageOutcome, _ rows: Row...) {
            testDescription = what
            self.outcome = outcome
            self.rows = rows
        }
    }

    static let cases = [
        Case("created and nothing more is attempted", .attempted, Row(0, "created")),
        Case("sent and nothing more is attempted", .attempted, Row(0, "created"), Row(1, "sent")),
        Case(
            "attempted, drafted and unknown rows do not move it", .attempted, Row(0, "attempted"), Row(0, "drafted"),
            Row(1, "read")),
        Case("converted alone does not move it", .attempted, Row(0, "sent"), Row(1, "converted")),
        Case("accepted by the gateway is sent", .sent, Row(0, "sent"), Row(1, "delivered")),
        Case("opened before anything else is sent", .sent, Row(0, "opened"), Row(9, "created")),
        Case("clicked is opened", .sent, Row(1, "Clicked"), Row(2, "failed", "Unregistered")),
        Case("a click is opened", .sent, Row(1, "click"), Row(2, "failed", "Unregistered")),
        Case("received without delivered is sent", .sent, Row(0, "sent"), Row(1, "received")),
        Case("a failure after an open leaves it sent", .sent, Row(1, "opened"), Row(2, "failed", "Unregistered")),
        Case("a failure after a receipt leaves it sent", .sent, Row(1, "received"), Row(2, "failed", "Unregistered")),
        Case(
            "a refusal after acceptance is bounced", .bounced, Row(1, "delivered"), Row(2, "failed", "Unregistered")),
        Case(
            "a refusal in the second of acceptance is sent", .sent, Row(1, "delivered"),
            Row(1, "failed", "Unregistered")),
        Case("acceptance after a refusal is sent", .sent, Row(1, "failed", "Unregistered"), Row(2, "delivered")),
        Case("accepted by a provider is sent", .sent, Row(0, "sent"), Row(0, "accepted")),
        Case(
            "a refusal in the second of an accepted row is bounced", .bounced, Row(1, "sent"), Row(1, "accepted"),
            Row(1, "bounced")),
        Case("a refusal after an accepted row is bounced", .bounced, Row(1, "accepted"), Row(2, "bounced")),
        Case("a refusal before an accepted row is bounced", .bounced, Row(1, "bounced"), Row(2, "accepted")),
        Case("held back after an accepted row is suppressed", .suppressed, Row(1, "accepted"), Row(2, "skipped")),
        Case(
            "an accepted row is no delivered one: the refusal between them decides", .bounced, Row(1, "delivered"),
            Row(2, "failed", "Unregistered"), Row(3, "accepted")),
        Case(
            "accepted, refused and then delivered is sent", .sent, Row(1, "accepted"), Row(1, "bounced"),
            Row(2, "delivered")),
        Case(
            "accepted, refused and yet opened is sent", .sent, Row(1, "accepted"), Row(2, "bounced"), Row(1, "opened")),
        Case(
            "a retry that is accepted is in flight", .attempted, Row(1, "failed", "UNAVAILABLE"), Row(2, "sent"),
            Row(2, "accepted")),
        Case("a sent row after a failure reopens it", .attempted, Row(1, "failed", "UNAVAILABLE"), Row(2, "sent")),
        Case(
            "a sent row in the second of a failure does not", .bounced, Row(1, "failed", "UNAVAILABLE"),
            Row(1, "sent")),
        Case(
            "a sent row after acceptance takes nothing back", .sent, Row(1, "delivered"), Row(2, "sent")),
        Case(
            "a sent row after the failure that decides is not undone by an earlier failure", .attempted,
            Row(5, "sent"), Row(4, "failed", "UNAVAILABLE"), Row(1, "failed", "Unregistered")),
        Case("a bounced row is bounced, whatever it says", .bounced, Row(1, "bounced", "Customer doesn't exist")),
        Case("a bounced row without a word is bounced", .bounced, Row(1, "Bounced")),
        Case("a dropped row is suppressed, whatever it says", .suppressed, Row(1, "dropped", "BadDeviceToken")),
        Case("a dropped row without a word is suppressed", .suppressed, Row(1, "dropped")),
        Case("an undeliverable row is suppressed", .suppressed, Row(1, "Undeliverable", "Customer doesn't exist")),
        Case("a failed row without a word is failed", .failed, Row(1, "failed")),
        Case("a suppressed row is suppressed, whatever it says", .suppressed, Row(1, "suppressed", "BadDeviceToken")),
        Case("a skipped row is suppressed", .suppressed, Row(1, "SKIPPED", "no token")),
        Case("an unsubscribed row is suppressed", .suppressed, Row(1, "unsubscribed")),
        Case("a capped failure is suppressed", .suppressed, Row(1, "failed", "FrequencyCapping")),
        Case("an unsubscribed person is suppressed", .suppressed, Row(1, "failed", "Customer is unsubscribed")),
        Case("a template's error is failed", .failed, Row(1, "failed", "Liquid error: variable name is missing")),
        Case("an unknown description is failed", .failed, Row(1, "failed", "the dog ate it")),
        Case(
            "of two failures in one second the greater description decides", .bounced,
            Row(1, "failed", "Customer doesn't exist"), Row(1, "failed", "Unregistered")),
        Case(
            "of two failures the later decides", .failed, Row(2, "failed", "Customer doesn't exist"),
            Row(1, "failed", "Unregistered")),
        Case(
            "an empty description is less than any other", .bounced, Row(1, "failed"),
            Row(1, "failed", "BadDeviceToken")),
        Case(
            "two devices, one pending: attempted", .attempted, Row(1, "delivered", hwid: "A"),
            Row(1, "sent", hwid: "B")),
        Case(
            "two devices, one refused: sent", .sent, Row(1, "delivered", hwid: "A"),
            Row(1, "failed", "Unregistered", hwid: "B")),
        Case(
            "two devices, one bounced and one failed: bounced", .bounced, Row(1, "failed", hwid: "A"),
            Row(1, "failed", "Unregistered", hwid: "B")),
        Case(
            "two devices, one bounced and one suppressed: bounced", .bounced, Row(1, "skipped", hwid: "A"),
            Row(1, "failed", "Unregistered", hwid: "B")),
        Case(
            "two devices, one failed and one suppressed: failed", .failed, Row(1, "skipped", hwid: "A"),
            Row(1, "failed", hwid: "B")),
        Case(
            "two devices, both suppressed: suppressed", .suppressed, Row(1, "skipped", hwid: "A"),
            Row(1, "failed", "capped", hwid: "B")),
    ]

    @Test("follows from its deliveries", arguments: cases)
    func outcome(_ example: Case) {
        #expect(report(on: example.rows).totals.byOutcome.filter { $0.value > 0 } == [example.outcome: 1])
    }

    @Test("is the same in whatever order the rows are read", arguments: cases)
    func order(_ example: Case) {
        let rows = example.rows
        #expect(report(on: rows.reversed()) == report(on: rows))
        #expect(report(onParts: rows.map { [$0] }) == report(on: rows))
        #expect(report(onParts: rows.reversed().map { [$0] }) == report(on: rows))
    }
}
