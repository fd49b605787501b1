import Alerts
import Analysis
import Diagnosis
import Foundation
import Testing
import TrackingLog

@Suite("A file of rules")
struct RulesFileTests {
    private static let whole = #"""
        {"schema": "pushtrail.rules/1", "rules": [
            {"name": "iOS", "when": ["delivery<0.9", "error>5%"], "scope": {"platform": "iOS", "journey": "Cart: \"A\""},
             "owner": "push team", "notify": "https://hooks.example.com/x", "mail": ["a@b.c", "d@e.f"],
             "quiet_hours": "22:00-07:00 Europe/Berlin", "at_most": "once a day"},
            {"name": "tokens", "findings": {"severity": "serious", "causes": ["token_churn", "credentials"]},
             "scope": {"app": "APP-1"}, "notify": ["http://localhost/1", "http://localhost/2"]},
            {"name": "anything", "findings": {}}
        ], "silence": {"after": "26h", "mail": "a@b.c"}}
        """#

    @Test("says what is announced, to whom, and when")
    func whole() throws {
        let rules = try RulesText.read(Self.whole).rules
        #expect(rules.map(\.name) == ["iOS", "tokens", "anything", "silence"])
        guard case .report(let limits) = rules[0].condition else { throw Wrong() }
        #expect(limits.map(\.description) == ["delivery<0.9", "error>5%"])
        #expect(limits.allSatisfy { $0.scope.platforms == [.ios] && $0.scope.journeys == ["Cart: \"A\""] })
        #expect(rules[0].owner == "push team" && rules[0].webhooks.count == 1 && rules[0].addresses.count == 2)
        #expect(rules[0].isOnceADay && rules[0].quietHours?.start == 22 * 60 && rules[0].quietHours?.end == 7 * 60)
        guard case .findings(.serious, [.tokenChurn, .credentials], let scope) = rules[1].condition else {
            throw Wrong()
        }
        #expect(scope == Finding.Scope(app: "APP-1"))
        guard case .findings(.notice, [], Finding.Scope()) = rules[2].condition else { throw Wrong() }
        guard case .silence(after: 93_600) = rules[3].condition else { throw Wrong() }
    }

    private struct Wrong: Error {}

    @Test("is the one of the documentation, too")
    func documented() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let page = try String(
            contentsOf: folder.appending(path: "../../Sources/pushtrail/pushtrail.docc/Alerting.md"), encoding: .utf8)
        let block = try #require(page.firstMatch(of: /(?s)```json\n(.*?)```/))
        #expect(try RulesText.read(String(block.1)).rules.count == 3)
    }

    @Test(
        "that is not understood is an error that says where, and shows no address of a webhook",
        arguments: [
            ("", "rules.json: "), ("{}", "schema is missing"),
            (#"{"schema":"x/1","rules":[]}"#, "its schema is “x/1”"),
            (#"{"schema":"pushtrail.rules/1"}"#, "has no rules"),
            (#"{"schema":"pushtrail.rules/1","rule":[]}"#, "unknown key “rule”; use schema, rules, silence"),
            (of(#""when":"delivery<0.9","quite_hours":"22:00-07:00""#), "rules[0]: unknown key “quite_hours”"),
            (
                of(#""when":"delivry<0.9""#),
                "the rule “x”: “delivry<0.9”: unknown measure 'delivry'; did you mean delivery?"
            ),
            (of(#""when":"ios:open<0.9","scope":{"platform":"ios"}"#), "both name a platform"),
            (of(#""when":"open<0.9","scope":{"platform":"io"}"#), "unknown platform “io”"),
            (of(#""when":"open<0.9","findings":{}"#), "either when"), (of(#""owner":"me""#), "either when"),
            (of(#""findings":{"causes":["token_chrn"]}"#), "did you mean token_churn?"),
            (of(#""findings":{"severity":"grave"}"#), "use info, notice or serious"),
            (of(#""when":"open<0.9","notify":"ftp://secret""#), "notify is not the URL of a webhook"),
            (of(#""when":"open<0.9","mail":"a@b.c, d@e.f""#), "not an address of mail"),
            (of(#""when":"open<0.9","quiet_hours":"22-07""#), "write 22:00-07:00 Europe/Berlin"),
            (of(#""when":"open<0.9","quiet_hours":"22:00-07:00 Mars/Olympus""#), "are no hours"),
            (of(#""when":"open<0.9","quiet_hours":"24:00-07:00""#), "are no hours"),
            (of(#""when":"open<0.9","at_most":"twice a day""#), "write once a day"),
            (of(#""when":5"#), "rules[0].when: it should be a list"),
            (#"{"schema":"pushtrail.rules/1","rules":[{"when":"open<1"}]}"#, "rule 1: it has no name"),
            (
                #"{"schema":"pushtrail.rules/1","rules":[{"name":"a","when":"open<1"},{"name":"a","when":"open<1"}]}"#,
                "another rule"
            ),
            (
                #"{"schema":"pushtrail.rules/1","silence":{"after":"26"}}"#,
                "silence: after “26” is not a length of time"
            ),
            (#"{"schema":"pushtrail.rules/1","silence":{}}"#, "silence: after"),
        ])
    func faults(_ text: String, _ words: String) {
        do throws(any Error) {
            _ = try RulesText.read(text)
            Issue.record("rules: \(text)")
        } catch {
            #expect("\(error)".contains(words), "\(error)")
            #expect("\(error)".contains("rules.json") && !"\(error)".contains("secret"))
        }
    }

    private static func of(_ keys: String) -> String {
        #"{"schema":"pushtrail.rules/1","rules":[{"name":"x",\#(keys)}]}"#
    }

    @Test("finds what a diagnosis has, by cause, severity and place")
    func findings() throws {
        let rules = try RulesText.read(Self.whole)
        func finding(_ cause: Cause, _ severity: Severity, _ scope: Finding.Scope) -> Finding {
            Finding(
                cause: cause, severity: severity, scope: scope, since: Timestamp(secondsSince1970: 0), until: nil,
                confidence: 1, affected: .init(messages: 3, persons: 2),
                evidence: .init(
                    observed: Rate(3, of: 10), expected: 1, reasons: [.init(name: "Unregistered", deliveries: 3)]))
        }
        let diagnosis = Diagnosis(
            period: Timestamp(secondsSince1970: 0)...Timestamp(secondsSince1970: 100), baseline: nil,
            findings: [
                finding(.tokenChurn, .serious, .init(app: "APP-1")),
                finding(.tokenChurn, .serious, .init(platform: .ios)),
                finding(.credentials, .serious, .init(app: "APP-2")),
                finding(.duplicates, .notice, .init(app: "APP-1")),
                finding(.clockSkew, .info, .init()),
            ])
        let observations = Observations(diagnosis, rules, at: Timestamp(secondsSince1970: 200))
        #expect(observations.judged == ["tokens", "anything", "silence"])
        #expect(
            observations.found.filter { $0.identity.rule == "tokens" }.map(\.identity.scope)
                == ["app “APP-1”", "platform ios"], "what is not confined to an app is in this one, too")
        #expect(observations.found.filter { $0.identity.rule == "anything" }.count == 4)
        #expect(observations.found[0].heading == "More tokens are dead: app “APP-1”")
        #expect(
            observations.found[0].lines
                == [
                    "serious: More tokens are dead: app “APP-1”, from 1970-01-01 00:00:00, still going on (UTC): "
                        + "3 of 10, expected 1; 3 messages to 2 people; Unregistered"
                ])
    }

    @Test(
        "has silence where the newest event is too old, or there is none",
        arguments: [(100, false), (93_700, false), (93_701, true)])
    func silence(now: Int64, isSilent: Bool) throws {
        let rules = try RulesText.read(Self.whole)
        let diagnosis = Diagnosis(
            period: Timestamp(secondsSince1970: 0)...Timestamp(secondsSince1970: 100), baseline: nil, findings: [])
        let found = Observations(diagnosis, rules, at: Timestamp(secondsSince1970: now)).found
        #expect(found.map(\.identity.rule) == (isSilent ? ["silence"] : []))
        let none = Diagnosis(period: nil, baseline: nil, findings: [])
        let empty = Observations(none, rules, at: Timestamp(secondsSince1970: now)).found
        #expect(empty.map(\.heading) == ["No events at all"])
    }
}
