import TrackingLog

/// Reads an audience: a list of people's ids.
///
/// It is read as any list is (``ListReader``). The ids are in the column with a usual name (`user_id`, `person_id`,
/// `customer_id`, `external_id`, `customer`, `person`, `user`, `id`), else in the first column.
public enum AudienceReader {
    private static let names = [
        "user_id", "person_id", "customer_id", "external_id", "customer", "person", "user", "id",
    ]

    /// Where an audience's ids were found.
    public struct Layout: Hashable, Sendable {
        /// The header's name of the column with the ids; nil without a header.
        public var column: String?
        /// Whether that is a usual name for ids, and not merely the first column.
        public var isUsual: Bool
        /// The same of each further column that was asked for; nil for one that is not there.
        public var columns: [String?]
        /// The names in the header.
        public var header: ListHeader
        /// How many ids there were.
        public var ids = 0
    }

    /// Reads all people of a file or a pipe.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - columns: the columns to read beside the ids.
    ///   - body: receives each row with an id: the id is column 0, then come `columns`.
    /// - Returns: where the ids were found, for people to check.
    /// - Throws: ``ListError``, naming the file and, where there is one, the line.
    @discardableResult
    public static func read(
        _ path: String, columns: [ListColumn] = [], _ body: (ListRow) -> Void
    ) throws(ListError) -> Layout {
        var reader = ListReader(
            of: "audience",
            hint: "an audience is text, plain or in gzip: one person id a line, or a CSV with a header",
            columns: [ListColumn(names)] + columns)
        reader.takesFirstColumn = true
        var ids = 0
        let header = try reader.read(path) { row in
            guard !row[0].isEmpty else { return }
            ids += 1
            body(row)
        }
        return Layout(
            column: header.found[0] ?? header.names.first, isUsual: header.found[0] != nil,
            columns: Array(header.found.dropFirst()), header: header, ids: ids)
    }
}
