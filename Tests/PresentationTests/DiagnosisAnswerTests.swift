import Analysis
import Diagnosis
import Foundation
import Presentation
import Testing
import TrackingLog

@Suite("A diagnosis as an answer")
struct DiagnosisAnswerTests {
    private static func at(_ hours: Int) -> Timestamp { Example.time.adding(seconds: Int64(hours) * 3_600) }

    private static var churn: Finding {
        var finding = Finding(
            cause: .tokenChurn, severity: .serious, scope: .init(platform: .ios, app: "APP-1"), since: at(100),
            until: nil, confidence: 1, affected: .init(messages: 1_234, persons: 1_001),
            evidence: .init(observed: Rate(1_500, of: 12_000), expected: 240.04))
        finding.evidence.reasons = [
            .init(name: "Unregistered", deliveries: 1_490), .init(name: "a\u{1B}[2Jb", deliveries: 10),
        ]
        finding.evidence.course = (95..<105).map {
            .init(start: at($0), observed: Rate($0 < 100 ? 2 : 12, of: 100), expected: 2.04)
        }
        return finding
    }

    private static var missing: Finding {
        Finding(
            cause: .volumeMissing, severity: .notice, scope: .init(journey: "Cart\nRecovery"), since: at(50),
            until: at(60), confidence: 0.9876, affected: .init(messages: 300, persons: 0),
            evidence: .init(observed: Rate(3, of: 303), expected: 303))
    }

    private static let diagnosis = Diagnosis(
        period: at(48)...at(120), baseline: at(0)...at(48), findings: [churn, missing])
    private static var answer: DiagnosisAnswer { DiagnosisAnswer(diagnosis) }

    @Test("says what was compared, then each finding with its place, time, evidence and steps")
    func text() {
        #expect(
            TextFormat().text(Self.answer).hasPrefix(
                """
                2 findings: 1 serious, 1 notice
                Judged: 2026-11-23 00:00:00 to 2026-11-26 00:00:00 UTC,
                    compared with 2026-11-21 00:00:00 to 2026-11-23 00:00:00

                SERIOUS More tokens are dead (token_churn)
                where    platform ios, app “APP-1”
                since    2026-11-25 04:00:00 UTC, and it goes on
                seen     refused as dead tokens: 12.5 % of 12,000 deliveries that reached a gateway; 2.0 % expected
                touched  1,234 messages, 1,001 people
                reasons  Unregistered 1,490, a\u{FFFD}[2Jb 10
                  1.
                """), "\(TextFormat().text(Self.answer))")
    }

    @Test("says it where nothing went wrong, and where there is nothing to judge")
    func nothing() {
        let healthy = Diagnosis(period: Self.at(0)...Self.at(1), baseline: nil, findings: [])
        #expect(
            TextFormat().text(DiagnosisAnswer(healthy)) == """
                Nothing went wrong that these logs could show.
                Judged: 2026-11-21 00:00:00 to 2026-11-21 01:00:00 UTC,
                    with nothing before it to compare with

                """)
        let none = Diagnosis(period: nil, baseline: nil, findings: [])
        #expect(TextFormat().text(DiagnosisAnswer(none)) == "No messages to judge.\n")
    }

    private func json(_ diagnosis: Diagnosis) throws -> [String: Any] {
        let text = JSONFormat().text(DiagnosisAnswer(diagnosis))
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("has the keys of pushtrail.diagnosis/1 as JSON, null where a cause is not confined or goes on")
    func keys() throws {
        let object = try json(Self.diagnosis)
        #expect(Set(object.keys) == ["schema", "period", "baseline", "findings"])
        #expect(object["schema"] as? String == "pushtrail.diagnosis/1")
        #expect(
            (object["period"] as? [String: String]) == ["from": "2026-11-23T00:00:00Z", "to": "2026-11-26T00:00:00Z"])
        let findings = try #require(object["findings"] as? [[String: Any]])
        for finding in findings {
            #expect(
                Set(finding.keys) == [
                    "cause", "severity", "platform", "app", "journey", "variant", "since", "until", "confidence",
                    "affected", "evidence", "next",
                ])
        }
        #expect(findings.map { $0["cause"] as? String } == ["token_churn", "volume_missing"])
        #expect(findings[0]["platform"] as? String == "ios" && findings[0]["journey"] is NSNull)
        #expect(findings[0]["until"] is NSNull && findings[1]["until"] as? String == "2026-11-23T12:00:00Z")
        #expect(findings[1]["journey"] as? String == "Cart\nRecovery" && findings[1]["platform"] is NSNull)
        #expect((findings[0]["affected"] as? [String: Int]) == ["messages": 1_234, "persons": 1_001])
        #expect(findings[0]["confidence"] as? Double == 0.9999)
        let evidence = try #require(findings[0]["evidence"] as? [String: Any])
        #expect((evidence["observed"] as? [String: Double]) == ["count": 1_500, "of": 12_000, "rate": 0.125])
        #expect((evidence["expected"] as? [String: Double]) == ["count": 240, "of": 12_000, "rate": 0.02])
        #expect((findings[0]["next"] as? [String])?.isEmpty == false)
        let none = try json(Diagnosis(period: nil, baseline: nil, findings: []))
        #expect(none["period"] is NSNull && none["baseline"] is NSNull && (none["findings"] as? [Any])?.isEmpty == true)
    }

    @Test("has all of it as Markdown, without line breaks of a name")
    func markdown() {
        let text = MarkdownFormat().text(Self.answer)
        #expect(text.contains("token\\_churn") && text.contains("Unregistered 1,490"))
        #expect(!text.contains("Cart\nRecovery") && !text.contains("\u{1B}"))
    }

    @Test("has every figure of the JSON on its page, and a picture with the moment marked")
    func page() throws {
        var page = ""
        HTMLFormat().write(Self.answer) { page += $0 }
        var expected: Set<String> = []
        func note(_ value: Any, _ path: String) {
            switch value {
            case let object as [String: Any]:
                for (key, value) in object { note(value, path.isEmpty ? key : "\(path).\(key)") }
            case let list as [Any]: for (index, value) in list.enumerated() { note(value, "\(path)[\(index)]") }
            case is NSNumber: expected.insert(path)
            default: break
            }
        }
        note(try json(Self.diagnosis), "")
        let found = Set(page.matches(of: /data-figure="([^"]*)"/).map { String($0.1) })
        #expect(found == expected)
        #expect(page.contains("since 2026-11-25 04:00") && page.contains("<svg"))
        #expect(!page.contains("\u{1B}"))
    }

    @Test("each cause has a title, a measure and steps of its own")
    func words() {
        let findings = Cause.allCases.map { cause in
            var finding = Self.churn
            finding.cause = cause
            return finding
        }
        let text = TextFormat().text(
            DiagnosisAnswer(Diagnosis(period: Self.at(0)...Self.at(9), baseline: nil, findings: findings)))
        let titles = text.split(separator: "\n").filter { $0.hasPrefix("SERIOUS ") }
        #expect(titles.count == Cause.allCases.count && Set(titles).count == titles.count)
        for cause in Cause.allCases { #expect(titles.contains { $0.hasSuffix("(\(cause.rawValue))") }) }
    }
}
