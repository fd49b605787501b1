public import Ledger
import LogVerification
public import TrackingLog
import TransparencyLog

/// The nights of an archive.
public struct HistoryAnswer: Answer {
    let history: History
    let showsVerifications: Bool
    /// When it was made.
    let time: Timestamp

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - history: the history of the archive.
    ///   - showsVerifications: whether each night shows when it was last verified.
    ///   - time: when it was made.
    public init(_ history: History, showsVerifications: Bool, at time: Timestamp) {
        self.time = time
        self.history = history
        self.showsVerifications = showsVerifications
    }

    /// `pushtrail.history/1`.
    public var document: some Encodable { HistoryDocument(history: history) }

    /// The ledger in a line, and a table of its nights.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        let checkpoint = history.checkpoint
        var summary = "\(checkpoint.origin): \(history.nights.count.counting("night")), \(history.rows.counting("row"))"
        if history.erasures > 0 { summary += ", \(history.erasures.counting("erasure"))" }
        if let last = history.lastVerification { summary += ", \(last.result) on \(last.time)" }
        try body(Section([.lines([Line(text: summary)]), .table(table)]))
    }

    private var table: Table {
        var table = Table(columns: [
            Table.Column(title: "night", alignment: .left, gap: 0), Table.Column(title: "rows"),
            Table.Column(title: "late"), Table.Column(title: "CSV"), Table.Column(title: "zip"),
            Table.Column(title: "state", alignment: .left),
        ])
        let showsErasures = history.erasures > 0
        if showsErasures { table.columns.insert(Table.Column(title: "erased"), at: 3) }
        if showsVerifications { table.columns.append(Table.Column(title: "verified (UTC)", alignment: .left)) }
        table.rows = history.nights.map { night in
            let manifest = night.manifest
            let counts = ["\(manifest.day)", manifest.events.grouped, manifest.late.grouped]
            let erased = showsErasures ? [night.night.erasedRows.grouped] : []
            let files = [night.night.csvBytes.asBytes, night.night.zipBytes.asBytes, night.state.rawValue]
            return counts + erased + files
                + (showsVerifications ? [night.verified.map { "\($0)" } ?? "never"] : [])
        }
        return table
    }
}

private struct HistoryDocument: Encodable {
    let history: History

    private enum Keys: String, CodingKey {
        case lastVerification = "last_verification"
        case schema, origin, size, root, nights
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.history/1", forKey: .schema)
        try object.encode(history.checkpoint.origin, forKey: .origin)
        try object.encode(history.checkpoint.size, forKey: .size)
        try object.encode(history.checkpoint.root.base64, forKey: .root)
        try object.encode(history.nights.map(NightDocument.init), forKey: .nights)
        try object.encode(history.lastVerification.map(LastVerification.init), forKey: .lastVerification)
    }

    private struct LastVerification: Encodable {
        let result: String
        let time: String

        init(_ record: VerificationRecord) {
            result = record.result
            time = record.time.rfc3339
        }
    }
}

private struct NightDocument: Encodable {
    let night: History.Night

    private enum Keys: String, CodingKey {
        case csvBytes = "csv_bytes"
        case zipBytes = "zip_bytes"
        case firstEvent = "first_event"
        case erasedRows = "erased_rows"
        case day, rows, late, state, verified
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(night.manifest.day.description, forKey: .day)
        try object.encode(night.manifest.firstEvent, forKey: .firstEvent)
        try object.encode(night.manifest.events, forKey: .rows)
        try object.encode(night.manifest.late, forKey: .late)
        try object.encode(night.night.csvBytes, forKey: .csvBytes)
        try object.encode(night.night.zipBytes, forKey: .zipBytes)
        if night.night.erasedRows > 0 { try object.encode(night.night.erasedRows, forKey: .erasedRows) }
        try object.encode(night.state.rawValue, forKey: .state)
        try object.encode(night.verified?.rfc3339, forKey: .verified)
    }
}
