import Analysis
import TrackingLog

extension ReportAnswer {
    private static let maximumNames = 12

    /// The names that do not follow the naming convention. Only a report by `name-check` has them: many senders have no
    /// convention.
    var irregularNames: Section {
        guard let names = report.names, names.irregular > 0 else { return Section() }
        var table = Table(columns: [
            Table.Column(title: "name", alignment: .left, gap: 0, canShrink: true),
            Table.Column(title: "name-check", alignment: .left), Table.Column(title: "messages"),
        ])
        let shown = names.examples.prefix(Self.maximumNames)
        for example in shown {
            table.rows.append([example.name.printable, example.check.name, example.messages.grouped])
        }
        let share = "\(names.irregular.grouped) of \(names.total.counting("name"))"
        let verb = names.irregular == 1 ? "does" : "do"
        var section = Section(title: "\(share) \(verb) not follow \(CheckedNames.convention)", [.table(table)])
        let others = names.irregular - shown.count
        if others > 0 {
            let messages = names.irregularMessages - shown.reduce(0) { $0 + $1.messages }
            section.blocks.append(
                .paragraph(["and \(others.counting("other")) of \(messages.counting("message"))"]))
        }
        return section
    }
}

extension CheckedNames {
    /// The convention, in words.
    static let convention = "journey | step | timing (| variant)"
}
