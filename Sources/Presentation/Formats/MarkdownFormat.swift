/// Answers to paste into a ticket: what the text shows, as GitHub Flavored Markdown.
public struct MarkdownFormat: AnswerFormat {
    /// Creates the format.
    public init() {}

    /// Writes the sections as paragraphs, tables and lists.
    public func write<Failure: Error>(
        _ answer: some Answer, to output: (String) throws(Failure) -> Void
    ) throws(Failure) {
        var isFirst = true
        try answer.forEachSection { (section: Section) throws(Failure) in
            let title = section.title.map { ["**\($0.inMarkdown)**\n"] } ?? []
            for block in title + section.blocks.map(text) {
                try output(isFirst ? block : "\n" + block)
                isFirst = false
            }
        }
    }

    private func text(_ block: Block) -> String {
        switch block {
        case .paragraph(let pieces): pieces.joined(separator: " ").inMarkdown + "\n"
        case .table(let table): text(table)
        case .facts(let facts): facts.map { "- \($0.name.inMarkdown): \($0.value.inMarkdown)\n" }.joined()
        case .lines(let lines): lines.filter { !$0.text.isEmpty }.map { "- \($0.text.inMarkdown)\n" }.joined()
        }
    }

    private func text(_ table: Table) -> String {
        func line(_ cells: [String]) -> String {
            let all = cells + Array(repeating: "", count: table.columns.count - cells.count)
            return "| " + all.map(\.inMarkdown).joined(separator: " | ") + " |\n"
        }
        let rule = table.columns.map { $0.alignment == .left ? "---" : "--:" }.joined(separator: "|")
        return table.rows.split(separator: [], omittingEmptySubsequences: true).map { rows in
            line(table.columns.map(\.title)) + "|\(rule)|\n" + rows.map(line).joined()
        }.joined(separator: "\n")
    }
}
