import Analysis
import Foundation
import Presentation
import Testing
import TrackingLog

@Suite("A timeline on a page")
struct TimelineAnswerTests {
    private func page(_ timeline: Timeline, colored: Bool = false) -> String {
        TextFormat(isColored: colored).text(TimelineAnswer(timeline, at: Example.time))
    }

    @Test("tells each message's outcome, each device's state and each event, with gaps, anomalies and what to do")
    func golden() {
        #expect(
            page(Self.example) == """
                person USER-7: 2 messages on 1 device, 7 events, 1 of them odd
                1 sent, 1 bounced
                2026-11-20 08:00:00 to 2026-11-21 10:30:00 UTC, from 3 logs

                T-1: sent
                  Cart Recovery | Push 1 | 1hr | Control
                  app APP-1, platform ios, person USER-7

                  HWID-1, ios: opened
                    2026-11-20 08:00:00  created
                    2026-11-20 08:00:01  failed     400 BadDeviceToken
                                         token: do not retry; check the token
                                         → Check that the token is complete and of the
                                           environment you send to (sandbox or production);
                                           remove it only if both are right.
                    2026-11-20 08:00:02  sent       attempt 2: again
                      ⋮ 2 h 29 min
                    2026-11-20 10:29:59  opened

                T-2: bounced
                  app unknown, platform mixed, no person named

                  no device named, unknown: failed (bounced)
                    2026-11-20 08:00:00  unsubscribed
                    2026-11-20 08:00:00  failed        the dog ate it
                                         not in the catalogue of reasons
                      ⋮ 1 d 2 h
                    2026-11-21 10:30:00  failed        BadDeviceToken
                                         ! failed after delivered
                                         token: do not retry; check the token

                  and to 2 other devices, not shown

                1 of 8 rows could not be read, and is not shown above:
                  log.csv, line 9: 1 field

                """)
    }

    @Test("fits 80 columns, whatever stands in a description")
    func width() {
        var timeline = Self.example
        timeline.messages[0].deliveries[0].events[1].description = String(repeating: "word ", count: 60)
        timeline.messages[0].name = String(repeating: "part | ", count: 30)
        for line in page(timeline).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test("makes control characters of a log visible, which a terminal would obey")
    func controlCharacters() {
        var timeline = Self.example
        timeline.messages[0].deliveries[0].events[0].description = "\u{1B}[2Jgone\r\nnew"
        #expect(!page(timeline).contains("\u{1B}"))
        #expect(page(timeline).contains("\u{FFFD}[2Jgone"))
    }

    @Test("colours whole lines, where colour is welcome")
    func colour() {
        let lines = page(Self.example, colored: true).split(separator: "\n")
        for line in lines where line.contains("\u{1B}") {
            #expect(line.hasPrefix("\u{1B}[") && line.hasSuffix("\u{1B}[0m"), "\(line)")
        }
        #expect(lines.contains("\u{1B}[33m                         ! failed after delivered\u{1B}[0m"))
    }

    @Test("is one JSON object, with what each event is among those of its delivery")
    func json() throws {
        let data = Data(JSONFormat().text(TimelineAnswer(Self.example, at: Example.time)).utf8)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["schema"] as? String == "pushtrail.timeline/1")
        let messages = try #require(object["messages"] as? [[String: Any]])
        #expect(messages.map { $0["outcome"] as? String } == ["sent", "bounced"])
        #expect(messages.map { $0["person"] as? String } == ["USER-7", nil])
        let deliveries = try #require(messages[1]["deliveries"] as? [[String: Any]])
        #expect(deliveries[0]["failure"] as? String == "bounced")
        let event = try #require((deliveries[0]["events"] as? [[String: Any]])?.last)
        #expect(event["seconds_since_previous"] as? Int == 95_400)
        #expect(event["oddities"] as? [String] == ["failed_after_delivered"])
        #expect((event["reason"] as? [String: Any])?["token_action"] as? String == "check")
        #expect((object["quality"] as? [String: Any])?["rejected"] as? Int == 1)
    }

    // MARK: - An example

    private static let start = Timestamp(secondsSince1970: 1_795_161_600)
    private static let badToken = ReasonCatalogue.standard.match("BadDeviceToken").reason(on: .ios)

    private static func event(
        _ second: Int64, _ status: String, _ description: String = "", gap: Int? = nil, attempt: Int? = nil,
        isRefusal: Bool = false, reason: Reason? = nil, anomalies: [Anomaly] = []
    ) -> TimelineEvent {
        TimelineEvent(
            time: start.adding(seconds: second), status: status, description: description, gap: gap, attempt: attempt,
            isRefusal: isRefusal, reason: reason, anomalies: anomalies)
    }

    private static let example = Timeline(
        subject: .person("USER-7"),
        messages: [
            TimelineMessage(
                code: "T-1", name: "Cart Recovery | Push 1 | 1hr | Control", app: "APP-1", person: "USER-7",
                platform: .ios, outcome: .sent,
                deliveries: [
                    TimelineDelivery(
                        hwid: "HWID-1", platform: .ios, state: .opened, failure: nil,
                        events: [
                            event(0, "created"),
                            event(1, "failed", "400 BadDeviceToken", gap: 1, isRefusal: true, reason: badToken),
                            event(2, "sent", "again", gap: 1, attempt: 2), event(8999, "opened", gap: 8997),
                        ])
                ], otherDeliveries: 0),
            TimelineMessage(
                code: "T-2", name: nil, app: nil, person: nil, platform: .mixed, outcome: .bounced,
                deliveries: [
                    TimelineDelivery(
                        hwid: "", platform: .unknown, state: .failed, failure: .bounced,
                        events: [
                            event(0, "unsubscribed", isRefusal: true),
                            event(0, "failed", "the dog ate it", gap: 0, isRefusal: true),
                            event(
                                95_400, "failed", "BadDeviceToken", gap: 95_400, isRefusal: true, reason: badToken,
                                anomalies: [.after(.delivered)]),
                        ])
                ], otherDeliveries: 2),
        ],
        logs: 3,
        quality: Quality(
            rows: 7, rejected: 1, examples: [Quality.Example(path: "log.csv", line: 9, reason: "1 field")]))
}
