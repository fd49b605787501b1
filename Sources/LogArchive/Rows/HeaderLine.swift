import TrackingLog

/// A line that names columns: its first field, after any `//`, is `timestamp`.
struct HeaderLine {
    /// The line as it is written.
    let text: String
    /// Whether they are a tracking log's, all eight or the oldest six; `app_code` is `appCode`, as in NDJSON.
    let isTrackingLog: Bool

    /// nil where the line is no header.
    init?(_ line: Span<UInt8>) {
        // The shortest test first: nearly every line that comes here is a row.
        guard line.count >= 9, line.count < 1024 else { return nil }
        let text = line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        let names = text.split(separator: ";", omittingEmptySubsequences: false).map { name in
            name.drop { $0 == "/" || $0 == "\"" || $0 == " " || $0 == "\u{FEFF}" }
                .prefix { $0 != "\"" && $0 != " " }.lowercased()
        }
        .map { $0 == "app_code" ? Column.appCode.name.lowercased() : $0 }
        guard names.first == Column.timestamp.name else { return nil }
        let columns = Column.allCases.map { $0.name.lowercased() }
        self.text = text
        isTrackingLog = names == columns || names == Array(columns.prefix(Column.oldestCount))
    }
}
