import Foundation
import Testing

@Suite("Anomalies of rows are reported as warnings, not as tampering")
struct SenseTests {
    private static func row(_ time: String, _ code: String, _ status: String, target: String = "user-1") -> String {
        "\"2026-11-20 \(time)\";\(code);\(target);8a5f1f533537ab34;\(status);;C90C0-0E786;\n"
    }

    @Test("each with its name and count, exit 0")
    func odd() async throws {
        let scratch = try Scratch()
        var rows = [
            Self.row("10:00:00", "early", "created"), Self.row("10:00:01", "early", "delivered"),
            Self.row("10:00:02", "early", "sent"), Self.row("10:00:03", "uncreated", "opened"),
            Self.row("10:00:04", "over", "created"), Self.row("10:00:05", "over", "delivered"),
            Self.row("10:00:06", "over", "failed"), Self.row("10:00:07", "cell", "created", target: "@SUM(A1)"),
        ]
        rows += (10..<22).map { Self.row("10:01:\($0)", "often", "sent") }
        rows.append("\"2096-11-20 10:00:00\";later;user-1;8a5f1f533537ab34;created;;C90C0-0E786;\n")
        try scratch.write(Array(rows.joined().utf8), to: "log.csv")
        #expect(try await scratch.run("zip", ["-q", "log.zip", "log.csv"]).exit == 0)
        let verified = try Verified(await scratch.pushtrail("verify", "--json", "log.zip"))
        #expect(verified.exit == 0)
        #expect(verified.document.result == "whole")
        let counts = verified.document.findings.map { "\($0.code) \($0.count)" }
        #expect(
            counts.sorted() == [
                "delivered-before-sent 1", "event-after-end 1", "event-in-future 1", "formula-cells 1",
                "opened-without-created 1", "over-ten-attempts 2",
            ])
    }

    @Test("verify and timeline find the same anomalies in the same rows", arguments: 1...4)
    func agreement(_ round: Int) async throws {
        let statuses = [
            "created", "sent", "SENT", "delivered", "received", "opened", "failed", "bounced", "dropped", "converted",
            "attempted", "accepted", "clicked", "drafted", "snoozed", "Snoozed",
        ]
        // One delivery with every anomaly, and random ones.
        let every = ["received", "delivered"] + Array(repeating: "sent", count: 12) + ["opened", "failed"]
        var rows = every.enumerated().map { Self.row("10:00:\(20 + $0)", "T-1", $1) }
        rows.append(Self.row("10:00:34", "T-1", "OPENED"))
        for device in 0..<60 {
            for _ in 0..<Int.random(in: 1...(device < 5 ? 60 : 8)) {
                let time = "\(Int.random(in: 10...(device < 5 ? 59 : 10 + 4 * round)))"
                let description = Bool.random() ? "" : "UNAVAILABLE"
                rows.append(
                    "\"2026-11-20 10:00:\(time)\";T-1;user-1;device-\(device);\(statuses.randomElement() ?? "");"
                        + "\(description);C90C0-0E786;\n")
            }
        }
        // In the order of time, as logs are, and in none.
        if round.isMultiple(of: 2) { rows.sort { $0.prefix(21) < $1.prefix(21) } }
        let scratch = try Scratch()
        try scratch.write(Array(rows.joined().utf8), to: "log.csv")
        #expect(try await scratch.run("zip", ["-q", "log.zip", "log.csv"]).exit == 0)
        let verified = try Verified(await scratch.pushtrail("verify", "--json", "log.zip"))
        let timeline = try await scratch.pushtrail("timeline", "log.zip", "--code", "T-1", "--json")
        let document = try JSONDecoder().decode(TimelineAnomalies.self, from: Data(timeline.output))
        var expected: [String: Int] = [:]
        for anomaly in document.all { expected[Self.code(of: anomaly), default: 0] += 1 }
        let found = Dictionary(uniqueKeysWithValues: verified.document.findings.map { ($0.code, $0.count) })
        #expect(found == expected)
        #expect(expected.count == 6)
    }

    /// What `verify` calls an anomaly of a timeline.
    private static func code(of anomaly: String) -> String {
        switch anomaly {
        case "delivered_before_sent": "delivered-before-sent"
        case "never_created": "opened-without-created"
        case "same_event_again": "event-repeated"
        case "over_ten_attempts": "over-ten-attempts"
        case _ where anomaly.contains("_before_"): "event-before-step"
        case _ where anomaly.contains("_after_"): "event-after-end"
        default: anomaly
        }
    }

    @Test("a zip without a log, or no zip at all, is not checked")
    func nothing() async throws {
        let scratch = try Scratch()
        try scratch.write(Array("hello".utf8), to: "note.md")
        #expect(try await scratch.run("zip", ["-q", "note.zip", "note.md"]).exit == 0)
        let verified = try Verified(await scratch.pushtrail("verify", "--json", "note.zip"))
        #expect(verified.exit == 3)
        #expect(verified.codes == ["no-log"])
        #expect(try Verified(await scratch.pushtrail("verify", "--json", "nowhere.zip")).codes == ["unreadable"])
    }
}

/// The anomalies in what `timeline --json` prints.
private struct TimelineAnomalies: Decodable {
    struct Event: Decodable { var oddities: [String] }
    struct Delivery: Decodable { var events: [Event] }
    struct Message: Decodable { var deliveries: [Delivery] }

    var messages: [Message]
    var all: [String] { messages.flatMap(\.deliveries).flatMap(\.events).flatMap(\.oddities) }
}
