import ForeignLogs

/// The formats of other vendors that are read.
public struct FormatsAnswer: Answer {
    private struct Entry: Encodable {
        var name: String
        var title: String
        var limits: [String]
    }

    /// Creates the answer.
    public init() {}

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// An array of `{"name","title","limits"}`.
    public var document: some Encodable {
        ForeignFormat.known.map { Entry(name: $0.name, title: $0.title, limits: $0.limits) }
    }

    /// A table, and what is missing in each format.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        var table = Table(columns: [
            Table.Column(title: "name", alignment: .left, gap: 0), Table.Column(title: "what it is", alignment: .left),
        ])
        table.rows = ForeignFormat.known.map { [$0.name, $0.title] }
        try body(Section([.table(table)]))
        for format in ForeignFormat.known {
            var lines = [Line(text: format.title, emphasis: .heading)]
            for limit in format.limits {
                for (number, line) in Paragraph.lines(of: limit, width: Paragraph.width - 4).enumerated() {
                    lines.append(Line(text: (number == 0 ? "  - " : "    ") + line))
                }
            }
            try body(Section([.lines(lines)]))
        }
        try body(
            Section([
                .lines([
                    Line(text: "Each is recognized by its content; tracking logs are read in every dialect."),
                    Line(text: "`pushtrail formats FILE` shows what a file is taken for."),
                ])
            ]))
    }
}
