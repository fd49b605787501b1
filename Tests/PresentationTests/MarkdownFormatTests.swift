import Analysis
import Presentation
import Testing
import TrackingLog

@Suite("A report as Markdown")
struct MarkdownFormatTests {
    private func markdown(_ report: Report) -> String {
        MarkdownFormat().text(ReportAnswer(report, generatedAt: Example.time))
    }

    @Test("has tables with a rule, each with as many cells in every line")
    func tables() {
        let text = markdown(Example.report)
        #expect(
            text.contains(
                """
                | platform | messages | delivered |  | errors |  | opened |  | converted |  |
                |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
                | ios | 809,999 | 732,397 | 90.4 % | 61,461 | 7.6 % | 68,936 | 9.4 % | 6,411 | 0.9 % |

                """))
        #expect(text.contains("**Token coverage: 87.2 %**\n"))
        var width: Int?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let cells = line.hasPrefix("|") ? line.split(separator: "|", omittingEmptySubsequences: false).count : nil
            if let cells, let width { #expect(cells == width, "\(line)") }
            width = cells
        }
    }

    @Test("takes names for what they are, not for markup")
    func escapes() {
        var report = Example.report
        report.dimensions = [.name]
        report.groups = [Report.Group(values: ["Cart | *Push* <b>1</b> [x](y)"], totals: report.totals)]
        #expect(markdown(report).contains(#"| Cart \| \*Push\* \<b\>1\</b\> \[x\](y) | 810,000 |"#))
    }
}
