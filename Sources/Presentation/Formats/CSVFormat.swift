import TrackingLog

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

    private func line(_ cells: [String]) -> String {
        var line: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { line.append(.comma) }
            CSVCell.append(Array(cell.utf8)[...], to: &line)
        }
        line.append(.lineFeed)
        return String(decoding: line, as: UTF8.self)
    }
}

/// A cell of CSV that is safe to open in a spreadsheet.
enum CSVCell {
    /// Appends UTF-8 as a cell: enclosed where it must be, and with an apostrophe before what a spreadsheet would run as
    /// a formula (OWASP, "CSV injection").
    static func append(_ text: ArraySlice<UInt8>, to line: inout [UInt8]) {
        let isEnclosed = text.contains { $0 == .quote || $0 == .comma || $0 == .carriageReturn || $0 == .lineFeed }
        if isEnclosed { line.append(.quote) }
        if isFormula(text) { line.append(.apostrophe) }
        if isEnclosed {
            for byte in text {
                if byte == .quote { line.append(.quote) }
                line.append(byte)
            }
            line.append(.quote)
        } else {
            line += text
        }
    }

    private static func isFormula(_ text: ArraySlice<UInt8>) -> Bool {
        switch text.first {
        case .hyphen: !isNumber(text.dropFirst())
        case .equals, .plus, .at, .tab, .carriageReturn, .lineFeed: true
        // The full-width forms too: a spreadsheet treats them alike.
        case 0xEF: wideBeginnings.contains { text.starts(with: $0) }
        default: false
        }
    }

    /// Whether a text is a number without a sign, as this program writes one: `12.5`, `1.2e-05`.
    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func skipDigits() -> Bool {
            let count = rest.prefix(while: \.isDigit).count
            rest = rest.dropFirst(count)
            return count > 0
        }
        guard skipDigits() else { return false }
        if rest.first == .dot {
            rest = rest.dropFirst()
            guard skipDigits() else { return false }
        }
        if rest.first == .e {
            rest = rest.dropFirst()
            if rest.first == .hyphen { rest = rest.dropFirst() }
            guard skipDigits() else { return false }
        }
        return rest.isEmpty
    }

    private static let wideBeginnings = "＝＋－＠".unicodeScalars.map { Array("\($0)".utf8) }
}
