import Analysis
import Pages
import TrackingLog

extension ReportPage {
    /// The names that do not follow the naming convention; nothing unless the report is by `name-check`.
    var irregularNames: HTML {
        guard let names = report.names else { return "" }
        let summary: HTML = """
            <h3>Names that do not follow \(CheckedNames.convention)</h3>
            <p>\(.figure(names.irregular, "names.irregular")) of \(.figure(names.total, "names.total")) names, of \
            \(.figure(names.irregularMessages, "names.irregular_messages")) messages. Messages without a name: \
            \(.figure(names.unnamedMessages, "names.unnamed_messages")).</p>

            """
        guard !names.examples.isEmpty else { return summary }
        var table = DataTable(
            "Names that do not follow the convention, the most messages first",
            [.init("name", .text), .init("name-check", .text), .init("messages")], isSortable: true)
        for (place, example) in names.examples.enumerated() {
            table.rows.append([
                .name(example.name), "\(example.check.name)",
                .figure(example.messages, "names.examples[\(place)].messages"),
            ])
        }
        let others = names.irregular - names.examples.count
        let rest: HTML =
            others == 0 ? "" : "<p class=\"quiet\">And \(others.counting("other")) with fewer messages.</p>\n"
        return summary + table.markup + rest
    }
}
