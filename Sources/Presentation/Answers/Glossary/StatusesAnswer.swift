import TrackingLog

/// The statuses that are known, by every word that logs have for them.
public struct StatusesAnswer: Answer {
    private struct Entry: Encodable {
        var status: String
        var meaning: String
    }

    /// Creates the answer.
    public init() {}

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// An array of `{"status","meaning"}`.
    public var document: some Encodable { Status.words.map { Entry(status: $0.word, meaning: $0.meaning) } }

    /// A table, and what becomes of other words.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        var table = Table(columns: [
            Table.Column(title: "status", alignment: .left, gap: 0), Table.Column(title: "meaning", alignment: .left),
        ])
        table.rows = Status.words.map { [$0.word, $0.meaning] }
        table.rows.append(["any other", Status.other.meaning])
        try body(Section([.table(table)]))
    }
}
