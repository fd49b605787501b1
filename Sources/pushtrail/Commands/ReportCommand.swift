import Alerts
import Analysis
import ArgumentParser
import Diagnosis
import Durability
import LogArchive
import Presentation
import TrackingLog

/// `pushtrail report`: delivery health.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report delivery health, bounce reasons and token coverage.",
        discussion: """
            Reads tracking logs (zips, CSV, NDJSON, folders of them), ours or the vendor's, in whatever order and \
            however the rows are spread over them.

            Exit code 1 means that rows could not be read (the report is of the others), or that a --fail-on rule is \
            broken or cannot be judged; 3 that an input could not be read.
            """)

    @Argument(
        help: ArgumentHelp("Logs, tallies or folders of them; - is standard input.", valueName: "file"),
        completion: .file())
    var inputs: [String]

    @OptionGroup var answer: AnswerOptions<FormatName>
    @OptionGroup(title: "Filters and groups") var cuts: BreakdownOptions

    @OptionGroup var audience: AudienceOptions
    @OptionGroup var credited: ConversionOptions

    @OptionGroup(title: "Alerts") var rules: RuleOptions
    @OptionGroup(title: "Alerts") var notify: NotifyOptions
    @OptionGroup(title: "Alerts") var alerts: AlertOptions

    @Option(
        help: ArgumentHelp(
            "Percent of its successes that Amazon SNS logs, such as 5: estimate the whole by it.", valueName: "percent")
    )
    var successSample: Double?

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var kept: CacheOptions

    @Option(
        help: ArgumentHelp(
            "Memory for what is kept of messages, such as 512M; more waits in the folder of temporary files.",
            valueName: "size"))
    var memory: ByteCount?

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if let successSample, !(0.001...100).contains(successSample) {
            throw ValidationError("--success-sample takes a percentage from 0.001 to 100")
        }
        if let memory, memory.bytes < 1 << 20 {
            throw ValidationError("--memory takes a size of 1M or more, such as 512M")
        }
        if memory != nil, !credited.inputs.isEmpty {
            throw ValidationError("--memory and --conversions exclude each other: people's messages must be at hand")
        }
        try notify.check(hasRules: alerts.rules != nil)
        try rules.check(since: cuts.filters.since, logs: inputs)
        try StandardInput.checkThatOneReads(
            logs: (inputs.isEmpty ? ["-"] : inputs) + rules.baseline, audience.list, input.aliases.list, credited.list)
        _ = try audience.columns(of: cuts.by)
    }

    func run() throws {
        try alerts.announcingFailures(of: "report", by: notify, output: answer.output, shared) { try report() }
    }

    private func report() throws {
        ProcessMemory.returnFreedBlocks()
        let logs = try LogInput.named(inputs)
        let lists = audience.inputs + input.aliases.inputs + credited.inputs + rules.inputs
        let target = try OutputTarget(answer.output, inputs: logs + lists)
        let letter = try notify.mailTarget(besides: target, inputs: logs + lists)
        let watched = try alerts.read(
            notify, hasBaseline: cuts.filters.since != nil || !rules.baseline.isEmpty, inputs: logs + lists)
        var analysis = try input.analysis(telling: shared)
        analysis.cache = kept.folder
        analysis.memory = memory?.bytes
        analysis.spilling = { shared.detail("more than --memory: \($0.asBytes) of tables wait in a temporary file") }
        analysis.reporting = try cuts.options()
        analysis.reporting.audience = try audience.read(audience.columns(of: cuts.by), telling: shared)
        analysis.reporting.conversions = try credited.read(zone: input.timeZone.zone)
        analysis.reporting.isOverTime = answer.chosen == .html
        analysis.isJudging = answer.chosen == .html && memory == nil
        analysis.reporting.watch(rules.failOn + (watched?.reportRules ?? []))
        // An output that cannot be written is known before the work, not after.
        var output = try Output(target)
        let bar = ProgressBar("report", options: shared)
        analysis.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        var (report, health, reading) = try analysis.judgedReport(on: logs)
        bar.clear()
        try shared.checkThatLogsWereRead(reading)
        let compared = try rules.compare(&report, by: analysis, shared)
        // A file gets the names as they are; a terminal would obey control characters in them.
        let isSeen = target.destination == .standardOutput && Terminal.standardOutput.isTerminal
        let format = answer.chosen
        let table = isSeen ? Terminal.standardOutput.textFormat : TextFormat()
        let found = health.map { Diagnosis(of: $0) }
        try format.write(ReportAnswer(report, analysis.reporting, found, generatedAt: .now), table: table) {
            (text: String) throws(FileError) in
            try output.write(format == .csv && isSeen ? text.printableLines : text)
        }
        try output.finish()
        warn(about: report, writtenTo: target)
        // On standard output they are in the report.
        if target.destination != .standardOutput, let list = analysis.reporting.conversions?.list {
            credited.warn(about: list, shared)
        }
        shared.warn(aboutStatuses: report.totals.unknownStatuses)
        let verdicts = rules.failOn.map { $0.verdict(on: report) }
        let status = shared.report(reading, successSample: successSample.map { $0 / 100 })
            .and(report.quality.rejected > 0 ? .badNews : .done)
            .and(credited.status(of: analysis.reporting.conversions?.list))
            .and(compared)
            .and(rules.printBroken(verdicts))
            .and(cuts.filters.check(report.unmatched, messages: report.totals.messages, of: report.quality))
        try notify.send([Notice(verdicts, at: .now)].compactMap(\.self), mail: letter, shared)
        try alerts.announce(watched, by: notify, shared) { [report] in Observations(report, $0, at: $1) }
        if status != .done { throw Failure.silent(status) }
    }

    private func warn(about report: Report, writtenTo target: OutputTarget) {
        if let audience = report.tokens.audience, audience.total > 0, audience.seen == 0 {
            shared.warn("nobody of the audience is in the logs: are its ids of the same kind as theirs?")
        }
        if let conversions = report.conversions, conversions.listed > 0,
            conversions.ofUnknownPeople == conversions.listed
        {
            shared.warn("nobody of \(conversions.list) is in the logs: are its people of the same kind as theirs?")
        }
        if report.totals.messages > 0, report.totals.devices == 0 {
            shared.warn("no event names a device (hwid): nothing is known of devices, tokens and retries")
        }
        // A page or a pipe is seen by others than the one who runs this.
        if target.destination != .standardOutput, report.quality.rejected > 0 {
            shared.warn(aboutRejectsOf: report.quality)
        }
        shared.warn(aboutPayloadsOf: report.quality)
        if let others = report.others {
            let all = report.groups.count + others.groups
            let most = BreakdownOptions.maximumGroups
            let remedy = all <= most ? "--groups \(all) shows each" : "--groups shows \(most.grouped) at most"
            shared.warn("the \(others.groups.grouped) smallest groups are counted as one; \(remedy)")
        }
        if let variant = report.variantsOfSeveralSteps.first {
            let others = report.variantsOfSeveralSteps.count - 1
            shared.warn(
                "the variant “\(variant)”\(others > 0 ? " and \(others.counting("other"))" : "") is counted over several steps; "
                    + "--by journey,step,variant keeps them apart")
        }
        guard memory == nil else { return shared.detail("peak memory: \(ProcessMemory.peak.asBytes)") }
        // Memory promised for any number of rows; the texts of people and names come on top.
        let (aMessage, base) = (150, 100_000_000)
        let messages = report.totals.messages
        shared.detail(
            "peak memory: \(ProcessMemory.peak.asBytes) for \(messages.grouped) messages "
                + "(\(aMessage) bytes each and \(base.asBytes) are \((messages * aMessage + base).asBytes))")
    }
}
