import TrackingLog

/// A line that names columns, in any order and case, separated by semicolons, commas or tabs.
///
/// A `//` before the first name, quotes and spaces do not matter; `app_code` is `appCode`, as in NDJSON.
struct HeaderLine {
    /// The line as it is written.
    let text: String
    /// How the rows under it are laid out; nil where they are no log's.
    let layout: RowLayout?
    /// Why they are no log's, as the end of a sentence about the header.
    let fault: String?

    private static let separators: [Character] = [";", ",", "\t"]
    private static let columns = Dictionary(
        uniqueKeysWithValues: Column.allCases.map { ($0.name.lowercased(), $0) } + [("app_code", .appCode)])

    /// nil where the line is no header.
    ///
    /// - Parameters:
    ///   - line: the line without its line end.
    ///   - separator: what separates the names, where that is known.
    init?(_ line: Span<UInt8>, separator: UInt8? = nil) {
        // The shortest test first: nearly every line that comes here is a row, most of them with a date first.
        guard line.count >= 9, line.count < 4096, !line[line[0] == .quote ? 1 : 0].isDigit else { return nil }
        let text = line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        let separators = separator.map { [Character(UnicodeScalar($0))] } ?? Self.separators
        let readings = separators.map { (separator: $0, names: Self.names(text, separatedBy: $0)) }
        guard
            let best = readings.max(by: { Self.known($0.names) < Self.known($1.names) }),
            best.names.first == Column.timestamp.name || Self.known(best.names) >= 3,
            let separator = best.separator.asciiValue
        else { return nil }
        self.text = text
        let columns = best.names.map { Self.columns[$0] }
        let twice = Column.allCases.first { column in columns.count { $0 == column } > 1 }
        let lacking = RowLayout.needed.filter { !columns.contains($0) }.map(\.name)
        fault =
            if columns.count > RowLayout.maximumColumns {
                "names more than \(RowLayout.maximumColumns) columns"
            } else if let twice {
                "names \(twice.name) twice"
            } else if !lacking.isEmpty {
                "does not name \(lacking.joined(separator: ", "))"
            } else {
                nil
            }
        layout = fault == nil ? RowLayout(columns, separator: separator) : nil
    }

    private static func names(_ text: String, separatedBy separator: Character) -> [String] {
        text.split(separator: separator, omittingEmptySubsequences: false).map { name in
            name.drop { $0 == "/" || $0 == "\"" || $0 == " " || $0 == "\u{FEFF}" }
                .prefix { $0 != "\"" && $0 != " " && $0 != "\r" }.lowercased()
        }
    }

    private static func known(_ names: [String]) -> Int { names.count { columns[$0] != nil } }
}

/// A line that spreadsheets and shells write before a header: `sep=;` (Excel), `#TYPE …` (Windows PowerShell).
enum PreambleLine {
    case separator(UInt8)
    case type

    /// nil where the line is none.
    init?(_ line: Span<UInt8>) {
        if line.begins(with: "sep=".utf8), line.count == 5 {
            self = .separator(line[4])
        } else if line.begins(with: "\"sep=".utf8), line.count == 7, line[6] == .quote {
            self = .separator(line[5])
        } else if line.begins(with: "#TYPE ".utf8) {
            self = .type
        } else {
            return nil
        }
    }
}
