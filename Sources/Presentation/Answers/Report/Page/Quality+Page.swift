import Analysis
import Pages

extension Quality {
    /// What could not be read: inputs, and the first rows.
    ///
    /// - Parameter place: where the rows are missing.
    func details(notThere place: String) -> HTML {
        let unread = unread.map { input -> HTML in
            "<p>Not all of \(.name(input.path)) is \(place): \(.name(input.reason)).</p>\n"
        }
        let leftOut = leftOut.map { file -> HTML in "<p>Not read: \(.name(file.path)) (\(.name(file.reason))).</p>\n" }
        let inputs = (unread + leftOut).joined
        guard rejected > 0 else { return inputs }
        var table = DataTable(
            "The first rows that could not be read, and are not \(place)",
            [.init("log", .text), .init("line"), .init("reason", .text)])
        for (place, example) in examples.enumerated() {
            table.rows.append([
                .name(example.path), .figure(example.line, "quality.examples[\(place)].line"), .name(example.reason),
            ])
        }
        return "\(inputs)\(table.markup)"
    }
}
