import Analysis
import TrackingLog

extension Page {
    private static let mostExamples = 3

    /// What could not be read.
    ///
    /// - Parameter place: where the rows are missing.
    static func rejects(_ quality: Quality, notThere place: String = "counted above") -> Section {
        var section = Section()
        for input in quality.unread {
            section.blocks.append(
                .paragraph(["Not all of \(input.path.printable) is \(place):", "\(input.reason.printable)."]))
        }
        guard quality.rejected > 0 else { return section }
        let all = quality.rows + quality.rejected
        section.blocks.append(
            .paragraph([
                "\(quality.rejected.grouped) of \(all.counting("row"))", "could not be read,", "and",
                quality.rejected == 1 ? "is" : "are", "not \(place):",
            ]))
        for example in quality.examples.prefix(mostExamples) {
            section.blocks.append(
                .paragraph([
                    "  \(example.path.printable), line \(example.line.grouped):", example.reason.printable,
                ]))
        }
        let others = quality.rejected - min(mostExamples, quality.examples.count)
        if others > 0 { section.blocks.append(.paragraph(["  and \(others.grouped) more"])) }
        return section
    }
}
