import Analysis
import Testing
import TrackingLog

@Suite("Totals")
struct TotalsTests {
    @Test("of no rows are zero, and rates of nothing are no rates")
    func empty() {
        let report = report(on: [])
        #expect(report.window == nil)
        #expect(report.totals.events == 0)
        #expect(report.totals.messages == 0)
        #expect(report.totals.eventsByStatus == ["created": 0, "sent": 0, "delivered": 0, "failed": 0, "opened": 0])
        #expect(report.totals.byOutcome == [.attempted: 0, .sent: 0, .bounced: 0, .suppressed: 0, .failed: 0])
        #expect(report.totals.deliveryRate.value == nil)
        #expect(report.totals.errorRate.value == nil)
        #expect(report.totals.bounceRate.value == nil)
        #expect(report.totals.openRate.value == nil)
        #expect(report.totals.conversionRate.value == nil)
        #expect(report.groups.isEmpty)
        #expect(report.reasons.isEmpty)
    }

    @Test("count events under their status, unknown ones under their own name, ASCII letters in lower case")
    func eventsByStatus() {
        let report = report(on: [
            Row(0, "Created"), Row(0, "created"), Row(1, "SENT"), Row(2, "Read"), Row(3, "read"), Row(4, "ÖFFNET"),
            Row(4, "Öffnet"), Row(4, "öffnet"), Row(5, "bounced"), Row(6, "dropped"), Row(7, "received"),
            Row(8, "accepted"), Row(8, "undeliverable"), Row(8, "drafted"), Row(9, "opened"), Row(9, "clicked"),
            Row(10, "CLICK"),
        ])
        #expect(
            report.totals.eventsByStatus == [
                "created": 2, "sent": 1, "delivered": 0, "failed": 0, "opened": 3, "read": 2, "Öffnet": 2, "öffnet": 1,
                "bounced": 1, "dropped": 1, "received": 1, "accepted": 1, "undeliverable": 1, "drafted": 1,
            ])
        #expect(report.totals.events == 17)
        #expect(report.totals.unknownStatuses.counts == ["read": 2, "Öffnet": 2, "öffnet": 1])
    }

    @Test(
        "count as many doubled rows as there are",
        arguments: ["created", "sent", "failed", "read", "skipped", "accepted", "bounced"])
    func doubledRows(_ status: String) {
        let rows = Array(repeating: Row(0, status), count: 1000)
        #expect(report(on: rows).totals.eventsByStatus[status] == 1000)
        #expect(report(onParts: rows.map { [$0] }) == report(on: rows))
    }

    @Test("count overlays when true of any device")
    func overlays() {
        let totals = report(on: [
            // Delivered on one device, refused on the other.
            Row(0, "delivered", code: "T-1", hwid: "A"), Row(0, "failed", "Unregistered", code: "T-1", hwid: "B"),
            // Opened on one, pending on the other: attempted, yet delivered.
            Row(0, "opened", code: "T-2", hwid: "A"), Row(0, "sent", code: "T-2", hwid: "B"),
            // Received, then refused.
            Row(0, "received", code: "T-3"), Row(1, "failed", code: "T-3"),
            // Converted without anything else.
            Row(0, "converted", code: "T-4"),
            // Accepted, then refused after all.
            Row(0, "delivered", code: "T-5"), Row(1, "failed", "Unregistered", code: "T-5"),
            // Accepted by a provider, and refused or not.
            Row(0, "accepted", code: "T-6"),
            Row(0, "accepted", code: "T-7"), Row(0, "bounced", code: "T-7"),
        ]).totals
        #expect(totals.messages == 7)
        #expect(totals.delivered == 4)
        #expect(totals.received == 1)
        #expect(totals.opened == 1)
        #expect(totals.converted == 1)
        #expect(totals.byOutcome == [.attempted: 2, .sent: 3, .bounced: 2, .suppressed: 0, .failed: 0])
        #expect(totals.deliveryRate == Rate(4, of: 7))
        #expect(totals.errorRate == Rate(2, of: 7))
        #expect(totals.bounceRate == Rate(2, of: 7))
        #expect(totals.openRate == Rate(1, of: 4))
        #expect(totals.conversionRate == Rate(1, of: 4))
    }

    @Test("count deliveries by message and device, devices by hwid")
    func deliveriesAndDevices() {
        let totals = report(on: [
            Row(0, "sent", code: "T-1", hwid: "A"), Row(0, "sent", code: "T-1", hwid: "B"),
            Row(0, "sent", code: "T-2", hwid: "A"), Row(0, "failed", code: "T-3", hwid: ""),
        ]).totals
        #expect(totals.messages == 3)
        #expect(totals.deliveries == 4)
        // A row without a hwid names no device.
        #expect(totals.devices == 2)
    }

    @Test("span from the first row to the last, over all years a log can express")
    func window() throws {
        let first = try #require(Timestamp("0000-01-01 00:00:00"))
        let last = try #require(Timestamp("9999-12-31 23:59:59"))
        let origin = Row(0, "sent").time.secondsSince1970
        let report = report(on: [
            Row(Int(last.secondsSince1970 - origin), "opened"), Row(5, "sent"),
            Row(Int(first.secondsSince1970 - origin), "created"),
        ])
        #expect(report.window == first...last)
    }

    @Test("settle a failure by its time over all years a log can express")
    func farApart() throws {
        let origin = Row(0, "sent").time.secondsSince1970
        let early = Int(try #require(Timestamp("0001-01-01 00:00:00")).secondsSince1970 - origin)
        let late = Int(try #require(Timestamp("9999-12-31 23:59:59")).secondsSince1970 - origin)
        let accepted = report(on: [Row(late, "delivered"), Row(early, "failed", "Unregistered")])
        #expect(accepted.totals[.sent] == 1)
        let refused = report(on: [Row(early, "delivered"), Row(late, "failed", "Unregistered")])
        #expect(refused.totals[.bounced] == 1)
    }

    @Test("keep the first rejected rows as examples, by input and line")
    func rejects() {
        var tally = Tally()
        for (source, firstLine) in [(1, 1), (0, 100), (0, 1)] {
            let lines: [UInt32] = [6, 0, 2, 4]
            let rejects = lines.map { Reject(line: $0, reason: "no time", text: .empty) }
            tally.fold(EventBatch(rejects: rejects, source: source, firstLine: firstLine))
        }
        let quality = tally.report().quality
        #expect(quality.rows == 0)
        #expect(quality.rejected == 12)
        #expect(quality.examples.map(\.line) == [1, 3, 5, 7, 100, 102, 104, 106, 1, 3])
    }
}
