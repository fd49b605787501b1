/// Answers as one tidy table, a line for each fact, in RFC 4180's CSV.
public struct CSVFormat: Sendable {
    /// Creates the format.
    public init() {}

    /// Writes the answer's facts under a header line.
    public func write<Failure: Error>(
        _ answer: some TabularAnswer, to output: (String) throws(Failure) -> Void
    ) throws(Failure) {
        try output(line(answer.factColumns))
        try answer.forEachFact { (cells: [String]) throws(Failure) in try output(line(cells)) }
    }

    private func line(_ cells: [String]) -> String { cells.map(\.asCell).joined(separator: ",") + "\n" }
}

extension String {
    /// The text as a cell: enclosed where it must be, and with an apostrophe before what a spreadsheet would run as a
    /// formula (OWASP, "CSV injection").
    fileprivate var asCell: String {
        // The full-width forms too: a spreadsheet treats them alike.
        let isFormula = unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + self : self
        guard safe.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return safe }
        // By scalars: to a Character a quote with an accent is another character.
        var cell = UnicodeScalarView()
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { cell.append(scalar) }
            cell.append(scalar)
        }
        return "\"" + String(cell) + "\""
    }
}
