import Alerts
import Diagnosis
import Foundation
import Testing
import TrackingLog
import WebClient

@Suite("The state of alerts")
struct AlertStateTests {
    private static let now = Timestamp(secondsSince1970: 1_795_132_800)

    private static let state: AlertState = {
        var state = AlertState()
        let observed = Observation(
            .init(rule: "größe \"x\"", cause: "silence", scope: "app “A”"), severity: .serious, heading: "h\n",
            lines: ["a", ""], since: now, until: now.adding(seconds: 5))
        var announced = Incident(observed, at: now)
        announced.announced = .notice
        announced.isEndAnnounced = true
        var other = observed
        other.until = nil
        state.incidents = [announced, Incident(other, at: now)]
        let notice = Notice(
            title: "t", lines: ["l"], severity: .info, scope: "s", stage: .worsened, owner: "o", time: now)
        state.outbox = [.init(notice, of: "r", by: .webhook(1)), .init(notice, of: "r", by: .mail)]
        state.lastAnnounced = ["r": now]
        return state
    }()

    private func read(_ path: String) throws -> AlertState { try AlertStateFile(path, patience: 0).state }

    @Test("is the same after it was written, and its owner's alone")
    func roundTrip() throws {
        try RulesText.withFolder { folder in
            let path = folder.appending(path: "alerts.json").path()
            #expect(try read(path) == AlertState())
            try AlertStateFile(path).write(Self.state)
            #expect(try read(path) == Self.state)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("that is damaged or something else is an error that names the file")
    func damaged() throws {
        try RulesText.withFolder { folder in
            let path = folder.appending(path: "alerts.json").path()
            try AlertStateFile(path).write(Self.state)
            let good = try String(contentsOfFile: path, encoding: .utf8)
            let texts = [
                "", "{}", "[]", "x", #"{"schema":"pushtrail.alerts/2"}"#, #"{"schema":"pushtrail.alerts/1"}"#,
                String(good.dropLast(40)), good.replacing("\"serious\"", with: "\"grave\""),
                good.replacing("2026-11-20T", with: "2026-11-20 at "),
                good.replacing("\"announced\"", with: "\"isEndAnnounced\""),
            ].filter { $0 != good }
            for text in texts {
                try Data(text.utf8).write(to: URL(filePath: path))
                do throws(any Error) {
                    _ = try read(path)
                    // A key twice is the last one to some, and the first to others.
                    #expect(text.contains("isEndAnnounced"), "read: \(text)")
                } catch {
                    #expect(error is AlertStateError && "\(error)".contains(path), "\(error)")
                }
                #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
            }
        }
    }

    @Test("is held by one run at a time")
    func lock() throws {
        try RulesText.withFolder { folder in
            let path = folder.appending(path: "alerts.json").path()
            let first = try AlertStateFile(path)
            #expect(throws: AlertStateError.self) { try read(path) }
            try first.write(Self.state)
            _ = consume first
            #expect(try read(path) == Self.state)
        }
    }

    @Test("keeps what nobody took, in its order, and gives it up after a week")
    func outbox() throws {
        var rule = AlertRule(name: "r", .silence(after: 60))
        rule.webhooks = try ["http://a.example/", "http://b.example/"].map { try WebAddress($0) }
        rule.addresses = [try #require(MailAddress("a@b.c"))]
        let rules = AlertRules([rule])
        var state = AlertState()
        for (number, way) in [OutgoingNotice.Way.webhook(0), .webhook(1), .mail, .webhook(0), .mail, .webhook(7)]
            .enumerated()
        {
            let notice = Notice(title: "\(number)", lines: [], severity: .info, time: Self.now)
            state.outbox.append(.init(notice, of: "r", by: way))
        }
        struct Down: Error {}
        let log = Log()
        let failing = AlertDelivery(rules) { notice, url in
            log.lines.append("\(url.host) \(notice.title)")
            if url.host == "a.example" { throw Down() }
        } mail: { notices, to in
            log.lines.append("\(to) \(notices.map(\.title))")
            throw Down()
        }
        #expect(failing.send(&state, at: Self.now).count == 2)
        #expect(log.lines == ["a.example 0", "b.example 1", #"[a@b.c] ["2", "4"]"#])
        #expect(state.outbox.map(\.notice.title) == ["0", "3", "2", "4"])
        let early = state
        log.lines = []
        let well = AlertDelivery(rules) { notice, url in
            log.lines.append("\(url.host) \(notice.title)")
        } mail: { notices, to in
            log.lines.append("\(to) \(notices.map(\.title))")
        }
        #expect(well.send(&state, at: Self.now.adding(seconds: 3600)).isEmpty)
        #expect(log.lines == ["a.example 0", "a.example 3", #"[a@b.c] ["2", "4"]"#] && state.outbox.isEmpty)
        state = early
        let troubles = failing.send(&state, at: Self.now.adding(seconds: 8 * 86_400))
        #expect(troubles.count == 2 && troubles.allSatisfy { $0.contains("given up") })
        #expect(state.outbox.map(\.notice.title) == ["3"], "only what was tried is given up")
    }

    private final class Log {
        var lines: [String] = []
    }
}
