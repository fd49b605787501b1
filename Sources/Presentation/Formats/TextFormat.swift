/// Answers for people at a terminal: at most 80 columns, unless a name is longer or the terminal is wider.
///
/// Only tables use more than 80 columns: running text is read best in short lines.
public struct TextFormat: AnswerFormat {
    private let isColored: Bool
    private let width: Int
    private let drawsBars: Bool

    /// Creates the format.
    ///
    /// - Parameters:
    ///   - isColored: whether to mark emphasis by color.
    ///   - width: the columns that a table may take; 80 at least.
    ///   - drawsBars: whether to draw bars of block characters beside numbers.
    public init(isColored: Bool = false, width: Int = 80, drawsBars: Bool = false) {
        self.isColored = isColored
        self.drawsBars = drawsBars
        self.width = max(Paragraph.width, width)
    }

    /// Writes the sections, with an empty line between two.
    public func write<Failure: Error>(
        _ answer: some Answer, to output: (String) throws(Failure) -> Void
    ) throws(Failure) {
        var isFirst = true
        try answer.forEachSection { (section: Section) throws(Failure) in
            guard !section.isEmpty else { return }
            try output((isFirst ? "" : "\n") + text(of: section))
            isFirst = false
        }
    }

    /// One section.
    func text(of section: Section) -> String {
        section.lines(width: width, drawsBars).map { $0.rendered(isColored: isColored) }.joined()
    }
}

extension Section {
    /// The section, laid out.
    fileprivate func lines(width: Int, _ drawsBars: Bool) -> [Line] {
        (title.map { [Line(text: $0)] } ?? []) + blocks.flatMap { $0.lines(width: width, drawsBars) }
    }
}

extension Block {
    fileprivate func lines(width: Int, _ drawsBars: Bool) -> [Line] {
        switch self {
        case .paragraph(let pieces): Paragraph.lines(of: pieces).map { Line(text: $0) }
        case .table(let table): TextTable(table, width: width, drawsBars: drawsBars).lines
        case .facts(let facts):
            facts.map { name, value in
                let width = facts.reduce(0) { max($0, $1.name.columns) } + 2
                return Line(text: name + String(repeating: " ", count: width - name.columns) + value)
            }
        case .lines(let lines): lines
        }
    }
}

extension Line {
    /// The line with its line end. Control characters, which a log may hold and a terminal obey, are made visible.
    fileprivate func rendered(isColored: Bool) -> String {
        let text = text.printable
        return isColored && emphasis != .none && !text.isEmpty ? "\u{1B}[\(color)m\(text)\u{1B}[0m\n" : text + "\n"
    }

    /// The parameters of the terminal's SGR sequence (ECMA-48).
    private var color: String {
        switch emphasis {
        case .none: "0"
        case .heading: "1"
        case .bad: "31"
        case .odd: "33"
        case .quiet: "2"
        }
    }
}
