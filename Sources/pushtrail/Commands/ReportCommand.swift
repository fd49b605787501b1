import Analysis
import ArgumentParser
import LogArchive
import Reports
import TrackingLog

/// `pushtrail report`: delivery health.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tell how messages fared: delivered, bounced, opened.",
        discussion: """
            Reads tracking logs (zips, CSV, NDJSON, folders of them), ours or the vendor's, in whatever order and \
            however the rows are spread over them.

            Exit code 1 means that rows could not be read (the report is of the others), 3 that an input could not.
            """)

    @Argument(
        help: ArgumentHelp("Logs or folders of logs; - is standard input.", valueName: "file"),
        completion: .file())
    var inputs: [String]

    @Option(help: "How to write the report: table or json.")
    var format = ReportFormatName.table

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"), completion: .file())
    var output: String?

    @OptionGroup var timeZone: InputTimeZone
    @OptionGroup var shared: SharedOptions

    func run() throws {
        // An output that cannot be written is known before the work, not after.
        var output = try Output(output)
        let bar = ProgressBar("report", options: shared)
        var analysis = LogAnalysis()
        analysis.reading.zone = timeZone.zone
        analysis.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        let (report, reading) = try analysis.report(on: LogInput.named(inputs))
        bar.clear()
        try output.write(format.format.render(report, generatedAt: .now))
        try output.finish()
        let ending = shared.tell(reading).and(report.quality.rejected > 0 ? .badNews : .done)
        if ending != .done { throw Failure.ending(ending) }
    }
}
