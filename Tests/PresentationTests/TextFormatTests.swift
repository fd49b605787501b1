import Analysis
import Presentation
import Testing
import TrackingLog

@Suite("A report as a table")
struct TextFormatTests {
    private func table(_ report: Report) -> String {
        TextFormat().text(ReportAnswer(report, generatedAt: Example.time))
    }

    @Test("says first whether messages are delivered, then how they ended, by platform, and what could not be read")
    func golden() {
        #expect(
            table(Example.report) == """
                810,000 messages to 89,438 people on 107,629 devices
                2026-11-20 00:00:00 to 2026-11-20 23:59:59 UTC, from 2 logs

                delivered   732,397  90.4 %  accepted by APNs, FCM …
                                             (not proof that the device showed it)
                errors       61,461   7.6 %  bounced or failed
                received     43,055   5.9 %  of the delivered: confirmed by a device
                opened       68,936   9.4 %  of the delivered
                converted     6,411   0.9 %  of the delivered

                sent        732,391  90.4 %  settled, delivered to one device or more
                bounced      40,243   5.0 %  refused by a gateway
                failed       21,218   2.6 %  no gateway reached, or reason unknown
                suppressed   16,125   2.0 %  held back on purpose
                attempted        23  <0.1 %  still waiting for an answer
                messages    810,000
                recipients  753,632  93.0 %  neither suppressed nor bounced

                Reporting coverage 50.0 %: 48,500 of 97,000 devices
                    that a message was delivered to confirmed or opened one.
                Delivered, not confirmed or opened: 600,000 messages to devices that report,
                    89,342 to devices that never did.

                platform  messages  delivered         errors        opened
                ios        809,999    732,397 90.4 %  61,461 7.6 %  68,936 9.4 %
                unknown          1          0  0.0 %       0 0.0 %       0     –

                Why 4 deliveries failed
                reason             platform  deliveries         category  retry  token
                BadDeviceToken     ios                3 75.0 %  token     no     check
                the dog; ate "it"  unknown            1 25.0 %  –         –      –
                → BadDeviceToken: Check that the token is complete and of the environment you
                    send to (sandbox or production); remove it only if both are right.

                Token coverage: 87.2 %
                78,000 of 89,438 people have a valid token; 12 were never seen with a device
                tokens             valid  invalid  suspect  unknown  people  covered
                ios       97,629  90,000        0    7,629        0  80,000   78,000 97.5 %
                unknown   10,000       0    9,000        0    1,000   9,500        0  0.0 %
                all      107,629  90,000    9,000    7,629    1,000  89,438   78,000 87.2 %

                latency               deliveries  p50         p90      p99
                created to delivered     885,545  2 s  1 min 15 s  1 d 2 h
                3 deliveries left out of created to delivered:
                    the end comes before the beginning

                2,592,556 events: created 993,575, sent 455,938, delivered 885,545,
                    failed 132,423, opened 70,416, received 48,229, converted 6,430

                12 of 2,592,568 rows could not be read, and are not counted above:
                  logs/monday.zip(tracking-log-2026-11-20.csv), line 17:
                    3 fields where 6 or 8 are wanted
                  logs/late.csv, line 1,000,001: no such time
                  logs/late.csv, line 1,000,002: no such time
                  and 9 more

                """)
    }

    @Test("draws bars beside shares where a terminal shows them, in eighths of a column, and only where there is room")
    func bars() {
        func drawn(width: Int) -> String {
            TextFormat(width: width, drawsBars: true).text(ReportAnswer(Example.report, generatedAt: Example.time))
        }
        #expect(
            drawn(width: 80).hasPrefix(
                """
                810,000 messages to 89,438 people on 107,629 devices
                2026-11-20 00:00:00 to 2026-11-20 23:59:59 UTC, from 2 logs

                delivered   732,397  90.4 %  ████████▏  accepted by APNs, FCM …
                                                        (not proof that the device showed it)
                errors       61,461   7.6 %  ▋          bounced or failed
                received     43,055   5.9 %  ▌          of the delivered: confirmed by a device
                """))
        #expect(drawn(width: 100).contains("\ndelivered   732,397  90.4 %  ██████████████████▏  accepted by"))
        // What is not nothing is seen, and nothing is not.
        #expect(drawn(width: 80).contains("\nattempted        23  <0.1 %  ▏          still"))
        #expect(drawn(width: 80).contains("\nmessages    810,000\n"))
        for line in drawn(width: 80).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test("of no events says so")
    func empty() {
        #expect(table(Example.empty) == "No events.\n")
    }

    @Test("of nothing but rejected rows says so, and shows one")
    func onlyRejects() {
        var report = Example.empty
        report.quality = Quality(
            rows: 0, rejected: 1, examples: [Quality.Example(path: "log.csv", line: 1, reason: "1 field")])
        #expect(
            table(report) == """
                No events.

                1 of 1 row could not be read, and is not counted above:
                  log.csv, line 1: 1 field

                """)
    }

    @Test("fits 80 columns with a hundred million messages less one")
    func width() {
        var report = Example.report
        report.totals.messages = 99_999_999
        report.totals.delivered = 99_999_998
        report.totals.opened = 99_999_997
        report.totals.byOutcome[.bounced] = 99_900_000
        report.totals.persons = 99_999_999
        report.groups = [Report.Group(values: ["android"], totals: report.totals)]
        for line in table(report).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        // Conversions are shown where there is room.
        let wide = TextFormat(width: 120).text(ReportAnswer(report, generatedAt: Example.time))
        #expect(wide.contains(/opened +converted/) && !table(report).contains(/opened +converted/))
        #expect(table(report).contains("android   99,999,999"))
    }

    @Test(
        "rounds a rate without making something of nothing, or all of nearly all",
        arguments: [
            (0, 10, "0.0 %"), (1, 10_000, "<0.1 %"), (1, 2_000, "0.1 %"), (1, 3, "33.3 %"), (2, 3, "66.7 %"),
            (9_999, 10_000, "99.9 %"), (10, 10, "100 %"), (0, 0, "–"),
        ])
    func rates(_ delivered: Int, _ messages: Int, _ shown: String) throws {
        var report = Example.report
        report.totals.messages = messages
        report.totals.delivered = delivered
        let line = try #require(table(report).split(separator: "\n").first { $0.hasPrefix("delivered") })
        #expect(line.contains(" \(shown)  accepted"))
    }

    @Test("breaks a reason too long for a line between words")
    func longReason() {
        var report = Example.empty
        let path = String(repeating: "folder/", count: 12) + "log.csv"
        report.quality = Quality(
            rows: 1, rejected: 1,
            examples: [
                Quality.Example(path: path, line: 1, reason: String(repeating: "word ", count: 40) + "end")
            ])
        let lines = table(report).split(separator: "\n").dropFirst(2)
        #expect(lines.first == "  \(path),")
        for line in lines.dropFirst() { #expect(line.count <= 80 && line.hasPrefix("    ")) }
    }
}
