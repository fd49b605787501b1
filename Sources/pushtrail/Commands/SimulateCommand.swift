import Presentation
import ArgumentParser
import Durability
import LogArchive
import Simulation
import TrackingLog

/// `pushtrail simulate`: realistic events, for trying and measuring.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Create realistic events, for trials and benchmarks.",
        discussion: """
            Apps, people with several devices, journeys, retries, refusals with the gateways' own reasons, a daily \
            rhythm, openings with a long tail. The same options with the same --seed and --as-of give the same bytes.

            NDJSON comes in the order of recording, some events late; csv and zip are logs, in the order of time.

            --scenario plants causes of trouble, such as token_churn: where and since when is drawn from the seed, and \
            written as JSON to FILE.truth.json beside the output.
            """)

    /// What the events are written as.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case ndjson, csv, zip
    }

    @Option(help: ArgumentHelp("Number of messages, about three events each.", valueName: "count"))
    var messages: Int?

    @Option(help: ArgumentHelp("Number of days up to --as-of.", valueName: "count"))
    var days = 14

    @Option(help: ArgumentHelp("Random seed: the same seed gives the same traffic.", valueName: "number"))
    var seed: UInt64 = 1

    @OptionGroup var asOf: AsOfOptions

    @Option(help: "Output format: ndjson for `ingest`, or a tracking log as csv or zip.")
    var format = Format.ndjson

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Output file (default: standard output).", valueName: "file"), completion: .file())
    var output: String?

    @OptionGroup(title: "Scenarios") var scenario: ScenarioOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if scenario.listScenarios { return }
        guard let messages else { throw ValidationError("Missing expected argument '--messages <count>'") }
        guard 0...Traffic.maximumMessages ~= messages else {
            throw ValidationError("--messages takes a number from 0 to \(Traffic.maximumMessages.grouped)")
        }
        guard 1...Traffic.maximumDays ~= days else {
            throw ValidationError("--days takes a number from 1 to \(Traffic.maximumDays.grouped)")
        }
    }

    func run() throws {
        if scenario.listScenarios { return try scenario.printList() }
        let traffic = Traffic(
            messages: messages ?? 0, days: days, seed: seed, end: asOf.moment,
            order: format == .ndjson ? .asRecorded : .byTime, scenarios: try scenario.scenarios(),
            strength: scenario.strength ?? .middle)
        guard Timestamp.earliest <= traffic.start else {
            throw Failure(.wrongUsage, "--days reaches back beyond the year 0")
        }
        let target = try OutputTarget(output, of: format == .zip ? .zip : .text)
        let truth = traffic.truth
        let truthTarget = try scenario.truthTarget(beside: target)
        var truthOutput = try TruthOutput(truth, to: truthTarget)
        for entry in truth.scenarios {
            let words = "planted \(entry.words)"
            if truthTarget == nil { shared.note(words) } else { shared.detail(words) }
        }
        let bar = ProgressBar("simulate", counting: "events", options: shared)
        if format == .zip {
            try target.make { path in try writeZip(of: traffic, to: path, bar, after: &truthOutput) }
        } else {
            try writeText(of: traffic, to: target, bar, after: &truthOutput)
        }
    }

    /// - Parameters:
    ///   - traffic: the traffic.
    ///   - target: where its rows go.
    ///   - bar: shows the progress.
    ///   - truth: appears just before the rows: anyone who sees them can see what is planted in them.
    private func writeText(
        of traffic: Traffic, to target: OutputTarget, _ bar: ProgressBar, after truth: inout TruthOutput
    ) throws {
        var output = try Output(target)
        var stream = TrafficStream(traffic, as: format == .csv ? .csv : .ndjson)
        var rows: [UInt8] = []
        while stream.read(into: &rows) {
            try output.write(rows.span)
            bar.update(done: stream.messages, of: traffic.messages, count: stream.events)
        }
        try truth.finish(stream.firstAffected)
        try output.finish()
        report(stream.sentMessages, stream.events, bar)
    }

    /// - Parameters:
    ///   - traffic: the traffic.
    ///   - path: where the zip is made.
    ///   - bar: shows the progress.
    ///   - truth: appears just before the zip.
    private func writeZip(
        of traffic: Traffic, to path: String, _ bar: ProgressBar, after truth: inout TruthOutput
    ) throws {
        let entry = "tracking-log-\(traffic.start.day)_\(traffic.end.day).csv"
        var log = try LogWriter(replacing: path, entry: entry)
        var stream = TrafficStream(traffic, as: .csv)
        var rows: [UInt8] = []
        while stream.read(into: &rows) {
            try log.append(rows.span)
            bar.update(done: stream.messages, of: traffic.messages, count: stream.events)
        }
        try truth.finish(stream.firstAffected)
        _ = try log.finish()
        report(stream.sentMessages, stream.events, bar)
    }

    private func report(_ messages: Int, _ events: Int, _ bar: ProgressBar) {
        bar.clear()
        shared.detail("\(messages.grouped) messages, \(events.grouped) events")
    }
}

/// The file of the truth. It is known to be open before the work, and written after it.
private struct TruthOutput: ~Copyable {
    private var truth: Truth
    private var output: Output?

    init(_ truth: Truth, to target: OutputTarget?) throws {
        self.truth = truth
        if let target { output = try Output(target) }
    }

    mutating func finish(_ firstAffected: [Timestamp?]) throws {
        guard var output = output.take() else { return }
        truth.noteFirstAffected(firstAffected)
        try output.write(truth.json)
        try output.finish()
    }
}
