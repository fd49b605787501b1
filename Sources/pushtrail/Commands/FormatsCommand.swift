import ArgumentParser
import ForeignLogs
import LogArchive
import Presentation
import TrackingLog

/// `pushtrail formats`: which exports of other vendors are read, and what a file is taken for.
struct FormatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats",
        abstract: "List the logs that can be read, or try a file.",
        discussion: """
            Without arguments, a list. With files, what each was taken for and by what, and its first events as they were \
            understood. --show prints a format as a map of columns, which --columns reads: the way to read any other file \
            is to change a copy.

            Exit codes: 0 all files are read, 1 some records were rejected, 3 an input could not be read.
            """)

    @Argument(
        help: ArgumentHelp("Files to try; - is standard input.", valueName: "file"), completion: .file())
    var inputs: [String] = []

    @Option(
        help: ArgumentHelp("Print this format as a map of columns.", valueName: "name"),
        completion: .list(ForeignFormat.names), transform: ForeignOptions.format)
    var show: ForeignFormat?

    @OptionGroup var timeZone: InputTimeZone
    @OptionGroup var foreign: ForeignOptions

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if show != nil, !inputs.isEmpty { throw ValidationError("--show takes no files") }
    }

    func run() throws {
        if let show { return try StandardOutput.write(show.map + "\n") }
        guard !inputs.isEmpty else { return try StandardOutput.write(FormatsAnswer(), asJSON: json) }
        var reader = LogReader()
        reader.options.zone = timeZone.zone
        try foreign.apply(to: &reader.options)
        var samples: [LogSample] = []
        let summary = try reader.read(try LogInput.named(inputs), into: &samples) { samples, batch, _ in
            while samples.count <= batch.source { samples.append(LogSample()) }
            samples[batch.source].add(batch)
        }
        try summary.checkThatLogsWereRead()
        while samples.count < summary.sources.count { samples.append(LogSample()) }
        if !summary.sources.isEmpty {
            try StandardOutput.write(FormatTrialAnswer(summary.sources, samples), asJSON: json)
        }
        let rejected = summary.sources.reduce(0) { $0 + $1.rejected }
        let status = shared.report(summary).and(rejected > 0 ? .badNews : .done)
        if status != .done { throw Failure.silent(status) }
    }
}
