import Analysis
import Presentation
import Testing
import TrackingLog

@Suite("A report as CSV")
struct CSVFormatTests {
    private func csv(_ report: Report) -> [String] {
        var text = ""
        CSVFormat().write(ReportAnswer(report, generatedAt: Example.time)) { text += $0 }
        return text.split(separator: "\n").map(String.init)
    }

    @Test("has one fact a row, and as many columns in each")
    func tidy() {
        let lines = csv(Example.report)
        #expect(lines.first == "section,platform,subject,measure,value")
        #expect(lines.contains("totals,,,messages,810000"))
        #expect(lines.contains("totals,,,rates.delivery,0.9041938271604938"))
        #expect(lines.contains("group,ios,,messages_by_outcome.attempted,22"))
        #expect(lines.contains("group,unknown,,rates.open,"))
        #expect(lines.contains("reason,ios,BadDeviceToken,deliveries,3"))
        #expect(lines.contains("reason,unknown,\"the dog; ate \"\"it\"\"\",events,1"))
        #expect(lines.contains("tokens,ios,,states.suspect,7629"))
        #expect(lines.contains("latency,,,created_to_delivered.p90,75"))
        #expect(lines.contains("latency,,,delivered_to_opened.p50,"))
        #expect(lines.contains("attempts,,,over_10,0"))
        #expect(lines.contains("source,,logs/monday.zip(tracking-log-2026-11-20.csv),rejected,12"))
        for line in lines where !line.contains("\"") {
            #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == 5)
        }
    }

    @Test("has a column for each dimension, and others as a section of their own")
    func dimensions() {
        var report = Example.report
        report.dimensions = [.journey, .step]
        report.groups = [Report.Group(values: ["Cart, again", nil], totals: report.totals)]
        report.others = Report.Others(groups: 3, totals: report.totals)
        let lines = csv(report)
        #expect(lines.first == "section,journey,step,platform,subject,measure,value")
        #expect(lines.contains("group,\"Cart, again\",,,,messages,810000"))
        #expect(lines.contains("others,,,,,messages,810000"))
    }

    @Test(
        "never holds a cell that a spreadsheet would run",
        arguments: [
            ("=1+1", "'=1+1"), ("+49", "'+49"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
            ("＝1+1", "'＝1+1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠SUM(A1)", "'＠SUM(A1)"), ("\r=1", "\"'\r=1\""),
            ("a=b", "a=b"), ("-12.50", "-12.50"), ("-1.2e-05", "-1.2e-05"), ("-1e", "'-1e"), ("-1.", "'-1."),
            ("-", "'-"), ("=cmd|'/c calc'!A0,1", "\"'=cmd|'/c calc'!A0,1\""),
        ])
    func formulas(_ name: String, _ cell: String) {
        var report = Example.report
        report.dimensions = [.name]
        report.groups = [Report.Group(values: [name], totals: report.totals)]
        #expect(csv(report).contains("group,\(cell),,,messages,810000"))
    }
}
