import Analysis
import Foundation
import LogArchive
import Testing
import TrackingLog

@testable import Diagnosis

@Suite("When something began and ended")
struct OnsetTests {
    /// Of two apps, each sends a message every two minutes for ten days from 2026-11-02 00:00:00 on; and more or fewer, or
    /// other ones, as a test says.
    private struct Sender {
        var sends: (_ app: String, _ minute: Int) -> Int = { _, _ in 1 }
        var fails: (_ app: String, _ minute: Int) -> Bool = { _, _ in false }

        static let minutes = 10 * 1_440

        static func time(_ minute: Int) -> Timestamp {
            Timestamp(secondsSince1970: 20_759 * 86_400 + Int64(minute) * 60)
        }

        func diagnosis() throws -> Diagnosis {
            var log = ""
            for minute in stride(from: 0, to: Self.minutes, by: 2) {
                for (number, app) in ["APP-A", "APP-B"].enumerated() {
                    for message in 0..<sends(app, minute) {
                        let code = "T-\(number)-\(minute)-\(message)"
                        for (second, status) in [(0, "created"), (5, fails(app, minute) ? "failed" : "delivered")] {
                            log += """
                                {"timestamp":"\(Self.time(minute).adding(seconds: Int64(second)).rfc3339)",\
                                "tracking_code":"\(code)","hwid":"H-\(code)","status":"\(status)",\
                                "description":"\(status == "failed" ? "Unregistered" : "")","app_code":"\(app)"}

                                """
                        }
                    }
                }
            }
            let file = FileManager.default.temporaryDirectory.appending(path: "pushtrail-\(UUID().uuidString).ndjson")
            defer { try? FileManager.default.removeItem(at: file) }
            try Data(log.utf8).write(to: file)
            return try Diagnosis(of: LogAnalysis().health(of: [.path(file.path())], HealthRequest()).log)
        }
    }

    /// Whether a moment is a minute's, to five minutes.
    private func isAt(_ time: Timestamp?, _ minute: Int) -> Bool {
        guard let time else { return false }
        return abs(time.secondsSince1970 - Sender.time(minute).secondsSince1970) <= 300
    }

    @Test("messages that are missing, to five minutes, wherever in an hour", arguments: [0, 10, 25, 40, 58])
    func gap(minute: Int) throws {
        let (begin, end) = (8 * 1_440 + 9 * 60 + minute, 8 * 1_440 + 16 * 60 + 60 - minute)
        let sender = Sender(sends: { app, minute in app == "APP-B" && (begin..<end).contains(minute) ? 0 : 1 })
        let found = try sender.diagnosis().findings
        let gap = try #require(found.first)
        #expect(found.count == 1 && gap.cause == .volumeMissing && gap.scope == .init(app: "APP-B"))
        #expect(isAt(gap.since, begin) && isAt(gap.until, end), "\(gap.since) \(String(describing: gap.until))")
    }

    @Test("messages that are still missing at the end of the logs have not come back")
    func openGap() throws {
        let begin = 9 * 1_440 + 10 * 60 + 20
        let sender = Sender(sends: { app, minute in app == "APP-B" && minute >= begin ? 0 : 1 })
        let gap = try #require(try sender.diagnosis().findings.first)
        #expect(gap.cause == .volumeMissing && gap.until == nil)
        #expect(isAt(gap.since, begin), "\(gap.since)")
    }

    @Test("refusals, to five minutes, and they go on or do not", arguments: [true, false])
    func refusals(areOver: Bool) throws {
        let (begin, end) = (7 * 1_440 + 11 * 60 + 35, areOver ? 7 * 1_440 + 19 * 60 + 20 : .max)
        let sender = Sender(fails: { app, minute in
            minute % 100 == 0 || app == "APP-A" && (begin..<end).contains(minute) && minute % 4 == 0
        })
        let finding = try #require(try sender.diagnosis().findings.first)
        #expect(finding.cause == .tokenChurn && finding.scope == .init(app: "APP-A"))
        #expect(isAt(finding.since, begin), "\(finding.since)")
        #expect(areOver ? isAt(finding.until, end) : finding.until == nil)
    }

    @Test("a new mix, by the share of what grew")
    func mix() throws {
        let begin = 7 * 1_440 + 10 * 60 + 20
        let sender = Sender(
            sends: { app, minute in app == "APP-B" && minute >= begin ? 5 : 1 },
            fails: { app, minute in app == "APP-B" ? minute % 10 == 0 : minute % 100 == 0 })
        let finding = try #require(try sender.diagnosis().findings.first)
        #expect(finding.cause == .mixShift && finding.scope == .init(app: "APP-B") && finding.until == nil)
        #expect(isAt(finding.since, begin), "\(finding.since)")
        #expect(finding.confidence >= 0.95)
    }
}
