/// The formats of an answer that is a page and no table of facts, by the names on the command line.
public enum PageFormatName: String, CaseIterable, Sendable {
    /// For people.
    case table
    /// For programs.
    case json
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
        _ answer: some PageAnswer, table: TextFormat = TextFormat(), to output: (String) throws(Failure) -> Void
    ) throws(Failure) {
        switch self {
        case .table: try table.write(answer, to: output)
        case .json: try JSONFormat().write(answer, to: output)
        case .markdown: try MarkdownFormat().write(answer, to: output)
        case .html: try HTMLFormat().write(answer, to: output)
        }
    }
}
