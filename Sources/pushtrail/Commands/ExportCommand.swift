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
        help: ArgumentHelp(
            "The zip to write, which appears whole or not at all; - is standard output.", valueName: "out.zip"),
        completion: .file(extensions: ["zip"]))
    var output: String

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let request = try log.request()
        let target = try OutputTarget(output, of: .zip, store: store.path)
        let bar = ProgressBar("export", options: shared)
        let log = LogExport(of: try EventStore(path: store.path))
        let exported = try target.make { path in
            defer { bar.clear() }
            return try log.write(request, to: path) { bar.update(done: 0, of: 0, count: $0) }
        }
        if exported.rows == 0 {
            shared.warn("no events: no message was created from \(request.window.lowerBound) to \(request.asOf)")
        }
        shared.note(
            "\(target.name): \(exported.rows.grouped) rows, \(exported.csvBytes.asBytes) of CSV, \(exported.zipBytes.asBytes) zipped"
        )
    }
}
