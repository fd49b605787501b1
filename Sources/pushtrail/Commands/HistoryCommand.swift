import ArgumentParser
import Ledger
import Reports
import TrackingLog
import TransparencyLog

/// `pushtrail history`: the nights of an archive.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the nights of an archive.",
        discussion: """
            Shows what the ledger says of each night, and whether its files exist in the sizes that were sealed. `pushtrail \
            verify` checks their bytes. With the file that its --record wrote, each night shows when it was last found \
            complete.

            Exit codes: 2 some night is not there as it was sealed; 1 the archive was rolled back or replaced since it was \
            verified.
            """)

    @Argument(help: ArgumentHelp("Folder of the archive.", valueName: "dir"), completion: .directory)
    var archive: String

    @Option(
        help: ArgumentHelp("File written by `verify --record`: show when each night was verified.", valueName: "file"),
        completion: .file())
    var record: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let history = try History(of: archive, verifications: record.map(records) ?? [])
        try StandardOutput.write(json ? HistoryDocument(history: history).text() : page(history))
        for stranger in history.strangers {
            guard let checkpoint = stranger.checkpoint else { continue }
            shared.warn(
                """
                \(checkpoint.size.counting("night")) with the root \(checkpoint.root) were verified on \(stranger.time); \
                the archive was rolled back or replaced: it does not extend them
                """)
        }
        if !history.strangers.isEmpty { throw Failure.ending(.badNews) }
        if history.nights.contains(where: { $0.state != .present }) { throw Failure.ending(.incomplete) }
    }

    private func records(_ path: String) throws -> [VerificationRecord] {
        let (records, strange) = try VerificationRecord.read(path)
        if let first = strange.first {
            let more = strange.count > 1 ? ", as were \((strange.count - 1).counting("line")) after it" : ""
            shared.warn("\(path):\(first): not what verify --record writes; passed over\(more)")
        }
        if let last = records.last(where: { $0.checkpoint == nil }) {
            shared.warn("a verification on \(last.time) found no ledger signed by its key; it is of no history")
        }
        return records
    }

    private func page(_ history: History) -> String {
        var rows = [["night", "rows", "late", "CSV", "zip", "state"] + (record == nil ? [] : ["verified (UTC)"])]
        rows += history.nights.map { night in
            let manifest = night.manifest
            return [
                "\(manifest.day)", manifest.events.grouped, manifest.late.grouped, manifest.csvBytes.asBytes,
                manifest.zipBytes.asBytes, night.state.rawValue,
            ] + (record == nil ? [] : [night.verified.map { "\($0)" } ?? "never"])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == row.count - 1 ? cell : [0, 5].contains(column) ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }
        let checkpoint = history.checkpoint
        var summary = "\(checkpoint.origin): \(checkpoint.size.counting("night")), \(history.rows.counting("row"))"
        if let last = history.lastVerification { summary += ", \(last.result) on \(last.time)" }
        return ([summary] + lines).map { $0.printable + "\n" }.joined()
    }
}

/// The history as JSON has it: `pushtrail.history/1`.
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
        case day, rows, late, state, verified
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(night.manifest.day.description, forKey: .day)
        try object.encode(night.manifest.firstEvent, forKey: .firstEvent)
        try object.encode(night.manifest.events, forKey: .rows)
        try object.encode(night.manifest.late, forKey: .late)
        try object.encode(night.manifest.csvBytes, forKey: .csvBytes)
        try object.encode(night.manifest.zipBytes, forKey: .zipBytes)
        try object.encode(night.state.rawValue, forKey: .state)
        try object.encode(night.verified?.rfc3339, forKey: .verified)
    }
}
