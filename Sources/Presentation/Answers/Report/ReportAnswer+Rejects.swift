import Analysis
import TrackingLog

extension Quality {
    private static let maximumExamples = 3

    /// What could not be read.
    ///
    /// - Parameter place: where the rows are missing.
    func rejects(notThere place: String) -> Section {
        var section = Section()
        for input in unread {
            section.blocks.append(
                .paragraph(["Not all of \(input.path.printable) is \(place):", "\(input.reason.printable)."]))
        }
        guard rejected > 0 else { return section }
        let all = rows + rejected
        section.blocks.append(
            .paragraph([
                "\(rejected.grouped) of \(all.counting("row"))", "could not be read,", "and",
                rejected == 1 ? "is" : "are", "not \(place):",
            ]))
        for example in examples.prefix(Self.maximumExamples) {
            section.blocks.append(
                .paragraph([
                    "  \(example.path.printable), line \(example.line.grouped):", example.reason.printable,
                ]))
        }
        let others = rejected - min(Self.maximumExamples, examples.count)
        if others > 0 { section.blocks.append(.paragraph(["  and \(others.grouped) more"])) }
        return section
    }
}
