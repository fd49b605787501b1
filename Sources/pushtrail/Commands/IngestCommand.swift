import Presentation
import ArgumentParser
import EventStore
import Foundation
import Ingest
import LogArchive
import TrackingLog

/// `pushtrail ingest`: record events.
struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Record events: JSON, tracking-log CSV, or zips of it.",
        discussion: """
            An event that is in the store already changes nothing, so a run that was stopped is simply run again. \
            Records that cannot be read are named on standard error and counted; all others are recorded.

            Exit codes: 0 all recorded, 1 some records were rejected or files quarantined, 3 an input or the store could \
            not be used.
            """)

    @OptionGroup var store: StoreOptions

    @Option(help: "Input format: csv, ndjson, or auto, which detects it from the first bytes.")
    var format = LogFormat.auto

    @OptionGroup var timeZone: InputTimeZone
    @OptionGroup var foreign: ForeignOptions

    @Option(
        help: ArgumentHelp("Write rejected records, unchanged, to this file.", valueName: "file"),
        completion: .file())
    var rejects: String?

    @Option(
        help: ArgumentHelp(
            "Then move files that were read to their end to this folder, with the time before their names.",
            valueName: "folder"),
        completion: .directory)
    var done: String?

    @Option(
        help: ArgumentHelp(
            "Then move files whose content cannot be read to this folder, each with its reason.", valueName: "folder"),
        completion: .directory)
    var quarantine: String?

    @OptionGroup var asOf: AsOfOptions

    @Option(
        help: ArgumentHelp(
            "Hours an event may be ahead of the clock; later events are rejected.", valueName: "hours"))
    var maxAhead = 24

    @Flag(help: "Print the counts as JSON.")
    var json = false

    @OptionGroup var shared: SharedOptions

    @Argument(
        help: ArgumentHelp("Files, zips and folders of events; - is standard input (the default).", valueName: "file"),
        completion: .file())
    var files: [String] = []

    func validate() throws {
        if files.isEmpty, isatty(STDIN_FILENO) == 1 {
            throw ValidationError("name files of events, or pipe events in")
        }
        guard 0...876_000 ~= maxAhead else { throw ValidationError("--max-ahead takes a number from 0 to 876,000") }
    }

    func run() throws {
        var options = ReadingOptions()
        options.format = format
        options.zone = timeZone.zone
        try foreign.apply(to: &options)
        let inputs = try LogInput.named(files)
        let keeping = try rejects.map {
            try OutputTarget($0, option: "--rejects", store: store.path, inputs: inputs)
        }
        let filing = IngestFiling(
            of: inputs, done: try done.map { try FilingFolder($0, outside: inputs) },
            quarantine: try quarantine.map { try FilingFolder($0, outside: inputs) })
        let bar = ProgressBar("ingest", counting: "events", options: shared)
        let ingest = EventIngest(
            into: try EventStore(path: store.path, creating: true), asOf: asOf.named,
            maximumHoursAhead: maxAhead, options: options
        ) { progress in
            bar.update(done: progress.bytesRead, of: progress.bytesTotal, count: progress.rows)
        }
        let kept = try keeping.map { try RejectsFile($0) }
        let warnings = RejectWarnings(shared)
        defer { warnings.finish() }
        let outcome = try ingest.run(inputs) { record in
            try kept?.append(record)
            bar.clear()
            warnings.add(record)
        }
        bar.clear()
        warnings.finish()
        try kept?.finish()
        let filed = filing.move(after: outcome.summary)
        if !filed.contains(where: \.isDamaged) { try outcome.summary.checkThatLogsWereRead() }
        try StandardOutput.write(IngestAnswer(outcome), asJSON: json)
        shared.warn(aboutStatuses: outcome.unknownStatuses)
        let status = shared.report(outcome.summary, rowsWere: "recorded", filed: filed)
            .and(outcome.rejected > 0 ? .badNews : .done)
        if outcome.rejected > 0, rejects == nil {
            shared.note("hint: --rejects FILE keeps them, to be corrected and ingested again")
        }
        if status != .done { throw Failure.silent(status) }
    }
}
