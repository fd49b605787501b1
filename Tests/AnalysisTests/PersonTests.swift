import Analysis
import Testing
import TrackingLog

@Suite("People")
struct PersonTests {
    /// Rows, and the number of people in them.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var rows: [Row]
        var persons: Int

        init(_ what: String, _ persons: Int, _ rows: Row...) {
            testDescription = what
            self.persons = persons
            self.rows = rows
        }
    }

    private static func user(_ id: String) -> String { #"{"aps":{},"md":{"user_id":"\#(id)"}}"# }

    static let cases = [
        Case("none, without hwid, target and payload", 0, Row(0, "failed", hwid: "")),
        Case("by hwid, each device is a person", 2, Row(0, "sent", hwid: "A"), Row(0, "sent", hwid: "B")),
        Case(
            "by hwid, over messages", 1, Row(0, "sent", code: "T-1", hwid: "A"),
            Row(0, "sent", code: "T-2", hwid: "A")),
        Case(
            "a target that is no hwid of the message is one person", 1, Row(0, "sent", target: "USER_1", hwid: "A"),
            Row(0, "sent", target: "USER_1", hwid: "B")),
        Case(
            "a target that is a hwid of the message is none", 2, Row(0, "sent", target: "A", hwid: "A"),
            Row(0, "sent", target: "A", hwid: "B")),
        Case(
            "a target that is a hwid in a later row only is none", 2, Row(0, "sent", target: "B", hwid: "A"),
            Row(9, "sent", hwid: "B")),
        Case(
            "a target that is a hwid of another message is one", 2,
            Row(0, "sent", code: "T-1", target: "B", hwid: "A"), Row(0, "sent", code: "T-2", hwid: "C")),
        Case(
            "a target that looks like a push token is none", 1,
            Row(0, "sent", code: "T-1", target: String(repeating: "0f", count: 32), hwid: "A"),
            Row(0, "sent", code: "T-2", hwid: "A")),
        Case(
            "a target of 60 characters is one", 2,
            Row(0, "sent", code: "T-1", target: String(repeating: "0f", count: 30), hwid: "A"),
            Row(0, "sent", code: "T-2", hwid: "A")),
        Case(
            "a user goes before target and hwid", 1,
            Row(0, "sent", code: "T-1", target: "X", hwid: "A", payload: user("U")),
            Row(0, "sent", code: "T-2", target: "Y", hwid: "B", payload: user("U"))),
        Case(
            "a user known in one row only is known of the message", 1, Row(0, "created", hwid: "A"),
            Row(5, "opened", hwid: "B", payload: user("U")), Row(9, "created", code: "T-2", target: "U", hwid: "C")),
        Case(
            "a user, a target and a hwid of one name are one person", 1,
            Row(0, "sent", code: "T-1", hwid: "A", payload: user("U")),
            Row(0, "sent", code: "T-2", target: "U", hwid: "A"), Row(0, "sent", code: "T-3", hwid: "U")),
        Case(
            "a user is read with its escapes undone", 1,
            Row(0, "sent", code: "T-1", payload: #"{"md":{"user_id":"\u0055"}}"#),
            Row(0, "sent", code: "T-2", payload: user("U"), isEscaped: true)),
        Case(
            "where rows disagree the earliest user decides", 1, Row(1, "sent", payload: user("LATER")),
            Row(0, "sent", payload: user("U")), Row(9, "sent", code: "T-2", payload: user("U"))),
        Case(
            "in one second the first in byte order decides", 1, Row(0, "sent", payload: user("USER-2")),
            Row(0, "sent", payload: user("USER-1")), Row(9, "sent", code: "T-2", payload: user("USER-1"))),
        Case(
            "the earliest row without a user does not decide", 1, Row(0, "sent", payload: #"{"md":{}}"#),
            Row(1, "sent", payload: user("U")), Row(9, "sent", code: "T-2", payload: user("U"))),
        Case(
            "where rows disagree the earliest target decides", 1, Row(1, "sent", target: "A-LATER", hwid: "A"),
            Row(0, "sent", target: "U", hwid: "A"), Row(9, "sent", code: "T-2", target: "U", hwid: "B")),
        Case(
            "in one second the target first in byte order decides", 1, Row(0, "sent", target: "USER-2", hwid: "A"),
            Row(0, "sent", target: "USER-1", hwid: "A"), Row(9, "sent", code: "T-2", target: "USER-1", hwid: "B")),
        Case(
            "a payload that is no object names no person", 1, Row(0, "sent", payload: #"["md"]"#),
            Row(0, "sent", payload: "text")),
    ]

    @Test("are counted", arguments: cases)
    func persons(_ example: Case) {
        #expect(report(on: example.rows).totals.persons == example.persons)
        #expect(report(on: example.rows.reversed()).totals.persons == example.persons)
        #expect(report(onParts: example.rows.map { [$0] }).totals.persons == example.persons)
        #expect(report(onParts: example.rows.reversed().map { [$0] }).totals.persons == example.persons)
    }

    @Test("stand at another place in the payload, if an option says so")
    func pointer() throws {
        var options = Tally.Options()
        options.person = try #require(JSONPointer("/customer"))
        var tally = Tally(options)
        tally.fold(
            EventBatch([
                Row(0, "sent", code: "T-1", hwid: "A", payload: #"{"customer":"U"}"#),
                Row(0, "sent", code: "T-2", hwid: "B", payload: #"{"customer":"U"}"#),
            ]))
        #expect(tally.report().totals.persons == 1)
    }
}
