import Alerts
import Analysis
import Diagnosis
import Testing
import TrackingLog

@Suite("A notice sums up")
struct NoticeTests {
    private static let now = Timestamp(secondsSince1970: 1_795_132_800)

    private func finding(_ cause: Cause, _ severity: Severity, _ scope: Finding.Scope = .init()) -> Finding {
        Finding(
            cause: cause, severity: severity, scope: scope, since: Self.now, until: Self.now.adding(seconds: 60),
            confidence: 0.99, affected: .init(messages: 1_200, persons: 1),
            evidence: .init(observed: Rate(900, of: 1_200), expected: 12.4))
    }

    private func notice(_ findings: [Finding], from severity: Severity) -> Notice? {
        Notice(Diagnosis(period: nil, baseline: nil, findings: findings), from: severity, at: Self.now)
    }

    @Test("a diagnosis by its worst finding, and counts the others")
    func diagnosis() throws {
        let findings = [
            finding(.tokenChurn, .serious, .init(platform: .ios, app: "A", journey: "Cart", variant: "B")),
            finding(.duplicates, .notice), finding(.clockSkew, .info),
        ]
        let found = try #require(notice(findings, from: .notice))
        #expect(
            found.title
                == "More tokens are dead: platform ios, app “A”, journey “Cart”, variant “B”, and 1 other finding")
        #expect(found.severity == .serious && found.scope == "" && found.lines.count == 2)
        #expect(
            found.lines[1]
                == "notice: Messages or events come twice, from 2026-11-20 00:00:00 to 2026-11-20 00:01:00 (UTC): "
                + "900 of 1,200, expected 12.4; 1,200 messages to 1 person")
        #expect(notice([findings[0]], from: .serious)?.scope == "platform ios, app “A”, journey “Cart”, variant “B”")
    }

    @Test("nothing where nothing is so severe")
    func noFinding() {
        #expect(notice([], from: .info) == nil)
        #expect(notice([finding(.clockSkew, .info)], from: .notice) == nil)
    }

    @Test("a figure that is none")
    func infinite() throws {
        var odd = finding(.duplicates, .serious)
        odd.evidence.expected = .infinity
        #expect(try #require(notice([odd], from: .info)).lines[0].contains("expected 0"))
    }

    @Test("rules that are broken, and says where if that is one place")
    func rules() throws {
        let report = Report(
            window: nil, sources: [], totals: Totals(), groups: [], reasons: [],
            quality: Quality(rows: 0, rejected: 0, examples: []))
        func notice(_ rules: String...) throws -> Notice? {
            Notice(try rules.map { try ReportRule($0).verdict(on: report) }, at: Self.now)
        }
        #expect(try notice() == nil)
        let one = try #require(try notice("ios:delivery<0.9"))
        #expect(one.title == "The rule ios:delivery<0.9 is broken" && one.scope == "platform ios")
        #expect(one.lines == ["ios:delivery<0.9: the delivery rate of platform ios is undefined: no messages match"])
        let two = try #require(try notice("ios:delivery<0.9", "failed>3"))
        #expect(two.title == "2 of 2 rules are broken" && two.scope == "" && two.lines.count == 2)
        #expect(try notice("ios:delivery<0.9", "platform=ios:failed>3")?.scope == "platform ios")
    }
}
