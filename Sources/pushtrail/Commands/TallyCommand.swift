import Analysis
import ArgumentParser
import Durability
import LogArchive
import TrackingLog

/// `pushtrail tally`: what a report folds, as a file that merges.
struct TallyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tally",
        abstract: "Write a tally of logs, to be read in their place.",
        discussion: """
            A tally sums its logs up by message and device. report, deliveries, segment, reconcile and tally read it wherever \
            they read logs, in any mix with them, and give the same answers as of the logs, in about a third of the time. \
            timeline and qa need single events, which a tally does not have.

            It names people, devices and tracking codes as the logs do, so that it is as confidential as they are; payloads \
            are not in it. It is for one --person-pointer and one --name-pointer. The same logs give the same bytes.

            Exit code 1 means that rows could not be read, 3 that an input could not; the tally then says so, and so does \
            every answer of it.
            """)

    @Argument(
        help: ArgumentHelp("Logs, tallies or folders of them; - is standard input.", valueName: "file"),
        completion: .file())
    var inputs: [String]

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Tally to write, complete or not at all; - is standard output; with --shards a folder to create.",
            valueName: "out.tally"),
        completion: .file(extensions: ["tally"]))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Write so many tallies into the folder, each with a part of the messages, by their tracking codes (2 to \(Self.maximumShards)).",
            valueName: "number"))
    var shards: Int?

    @OptionGroup(title: "Input") var input: LogReadingOptions
    @OptionGroup var shared: SharedOptions

    /// Each shard is a file that is open while it is written.
    private static let maximumShards = 512

    func validate() throws {
        if let shards, !(2...Self.maximumShards).contains(shards) {
            throw ValidationError("--shards takes a number from 2 to \(Self.maximumShards)")
        }
    }

    func run() throws {
        ProcessMemory.returnFreedBlocks()
        let logs = try LogInput.named(inputs)
        if let shards {
            let digits = String(shards - 1).count
            let written = try AtomicFolder.create(output, of: ".tally") { folder in
                try write(logs, to: (0..<shards).map { "\(folder)/\($0.padded(to: digits)).tally" })
            }
            return try report(written, in: "\(output): \(shards.grouped) tallies")
        }
        let target = try OutputTarget(output, of: .tally, inputs: logs)
        let written = try target.make { path in try write(logs, to: [path]) }
        try report(written, in: target.name)
    }

    private func write(_ logs: [LogInput], to paths: [String]) throws -> LogAnalysis.WrittenTally {
        var analysis = LogAnalysis()
        analysis.reading = try input.reading()
        analysis.options = input.places
        let bar = ProgressBar("tally", options: shared)
        analysis.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        return try analysis.tally(logs, to: paths) { written in
            bar.clear()
            try shared.checkThatLogsWereRead(written.reading)
        }
    }

    private func report(_ written: LogAnalysis.WrittenTally, in place: String) throws {
        if written.rows == 0 { shared.warn("the tally is empty: the logs hold no events") }
        if written.quality.rejected > 0 { shared.warn(aboutRejectsOf: written.quality) }
        shared.note("\(place): \(written.rows.counting("event")) of \(written.messages.counting("message"))")
        let status = shared.report(written.reading).and(written.quality.rejected > 0 ? .badNews : .done)
        if status != .done { throw Failure.silent(status) }
    }
}

extension Int {
    /// The digits, with zeros before them.
    fileprivate func padded(to digits: Int) -> String {
        String(repeating: "0", count: Swift.max(0, digits - String(self).count)) + String(self)
    }
}
