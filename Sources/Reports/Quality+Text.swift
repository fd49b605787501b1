import Analysis

extension Quality {
    /// What could not be read, for people: a paragraph, and the first few; empty where all was read.
    ///
    /// - Parameter place: where the rows are missing: `counted above`.
    func rejects(notThere place: String) -> String {
        guard rejected > 0 else { return "" }
        let all = rows + rejected
        var text = Paragraph.wrap([
            "\(rejected.grouped) of \(all.counting("row"))", "could not be read,", "and",
            rejected == 1 ? "is" : "are", "not \(place):",
        ])
        for example in examples.prefix(3) {
            text += Paragraph.wrap(["  \(example.path), line \(example.line.grouped):", example.reason])
        }
        let others = rejected - min(3, examples.count)
        if others > 0 { text += "  and \(others.grouped) more\n" }
        return text
    }
}
