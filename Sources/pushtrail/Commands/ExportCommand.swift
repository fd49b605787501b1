import Reports
import ArgumentParser
import EventStore
import Export
import TrackingLog

/// `pushtrail export`: a tracking log, in one step.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a tracking log: a zipped CSV of the last 14 days.",
        discussion: """
            The log holds the messages created in the 336 hours up to --as-of, both ends included: all their events, or \
            with --date those of one UTC day. The same store gives the same bytes.
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var log: LogOptions

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The zip to write; it appears whole or not at all.", valueName: "out.zip"),
        completion: .file(extensions: ["zip"]))
    var output: String

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let request = try log.request()
        let bar = ProgressBar("export", options: shared)
        let exported = try LogExport(of: EventStore(path: store.path)).write(request, to: output) { rows in
            bar.update(done: 0, of: 0, count: rows)
        }
        bar.clear()
        if exported.rows == 0 {
            shared.warn("no events: no message was created from \(request.window.lowerBound) to \(request.asOf)")
        }
        shared.note(
            "\(output): \(exported.rows.grouped) rows, \(exported.csvBytes.asBytes) of CSV, \(exported.zipBytes.asBytes) zipped"
        )
    }
}
