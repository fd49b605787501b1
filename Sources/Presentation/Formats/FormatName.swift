/// The formats of a report, by the names on the command line.
public enum FormatName: String, CaseIterable, Sendable {
    /// For people.
    case table
    /// For programs.
    case json
    /// For spreadsheets and data frames: one row a fact.
    case csv
    /// For tickets.
    case markdown
    /// For people who look rather than read: a page in one file.
    case html

    /// Writes an answer in this format, piece by piece.
    ///
    /// - Parameters:
    ///   - answer: the answer.
    ///   - table: how ``table`` is set.
    ///   - output: receives the pieces.
    public func write<Failure: Error>(
        _ answer: some TabularAnswer & PageAnswer, table: TextFormat = TextFormat(),
        to output: (String) throws(Failure) -> Void
    ) throws(Failure) {
        if let format = PageFormatName(rawValue: rawValue) {
            try format.write(answer, table: table, to: output)
        } else {
            try CSVFormat().write(answer, to: output)
        }
    }
}
