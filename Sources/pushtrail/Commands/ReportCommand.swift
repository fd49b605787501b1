import Analysis
import ArgumentParser
import LogArchive
import Reports
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
            broken or its rate is undefined; 3 that an input could not be read.
            """)

    @Argument(
        help: ArgumentHelp("Logs or folders of logs; - is standard input.", valueName: "file"),
        completion: .file())
    var inputs: [String]

    @Option(help: "Report format: table (default), json, csv (one fact per row) or markdown.")
    var format: ReportFormatName?

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Output file (default: standard output).", valueName: "file"), completion: .file())
    var output: String?

    @OptionGroup(title: "Filters and groups") var cuts: CutOptions

    @Option(
        help: ArgumentHelp(
            "File of active customers to measure coverage on: one person id per line, or a CSV with a user_id column.",
            valueName: "file"),
        completion: .file())
    var audience: String?

    @Option(
        help: ArgumentHelp(
            "Exit with 1 if this holds, such as delivery<0.9 or error>5%; may be repeated. Rates: \(Self.rateNames).",
            valueName: "rule"),
        transform: ReportCommand.rule)
    var failOn: [RateRule] = []

    @OptionGroup(title: "Input") var pointers: PointerOptions
    @OptionGroup(title: "Input") var timeZone: InputTimeZone
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if json, format ?? .json != .json { throw ValidationError("--json and --format exclude each other") }
        if audience == "-", inputs.isEmpty || inputs.contains("-") {
            throw ValidationError("--audience - and the logs both want standard input")
        }
    }

    func run() throws {
        ProcessMemory.returnFreedBlocks()
        let logs = try LogInput.named(inputs)
        if let audience { try StandardInput.check([audience]) }
        let target = try OutputTarget(output, inputs: logs + (audience.map { [.path($0)] } ?? []))
        var analysis = LogAnalysis()
        analysis.reporting = try cuts.options()
        analysis.reporting.audience = try audience.map(readAudience)
        analysis.reading.zone = timeZone.zone
        analysis.options.person = pointers.person
        analysis.options.name = pointers.name
        // An output that cannot be written is known before the work, not after.
        var output = try Output(target)
        let bar = ProgressBar("report", options: shared)
        analysis.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        let (report, reading) = try analysis.report(on: logs)
        bar.clear()
        try reading.checkThatLogsWereRead()
        if reading.sources.isEmpty, !reading.failures.isEmpty {
            // Nothing at all could be read: a report of nothing would be no answer.
            throw Failure.ending(shared.tell(reading))
        }
        let format = format ?? (json ? .json : .table)
        let text = format.format.render(report, generatedAt: .now)
        // A file gets the names as they are; a terminal would obey what they hold.
        let isSeen = target.way == .standardOutput && Terminal.standardOutput.isTerminal
        try output.write(format == .csv && isSeen ? text.printableLines : text)
        try output.finish()
        tell(of: report)
        let ending = shared.tell(reading)
            .and(report.quality.rejected > 0 ? .badNews : .done)
            .and(tellBrokenRules(by: report))
        if ending != .done { throw Failure.ending(ending) }
    }

    private func readAudience(_ path: String) throws -> Audience {
        var audience = Audience()
        let layout = try AudienceReader.read(path == "-" ? "/dev/stdin" : path) { audience.insert($0) }
        let count = "\(audience.count.counting("active customer")) in \(path)"
        if layout.ids == 0 {
            shared.warn("the audience \(path) holds no person id")
        } else if let column = layout.column, !layout.isUsual {
            shared.warn("\(count), by its first column, “\(column)”; a header user_id says which one it is")
        } else {
            shared.detail(count + (layout.column.map { ", by its column “\($0)”" } ?? ""))
        }
        return audience
    }

    private func tellBrokenRules(by report: Report) -> Ending {
        var ending = Ending.done
        for rule in failOn {
            if rule.isBroken(by: report), let value = rule.value(in: report) {
                Failure(
                    .badNews, "--fail-on \(rule): the rate is \(value.rounded(to: 4))",
                    hint: "the report says where and why; --by day,app and such narrow it down"
                ).tell()
                ending = .badNews
            } else if rule.value(in: report) == nil {
                // An alarm that cannot be judged is not to pass for one that is quiet.
                Failure(
                    .badNews, "--fail-on \(rule): rate undefined: no messages match",
                    hint: "check the logs that were named, and what --app, --since and such leave of them"
                ).tell()
                ending = .badNews
            }
        }
        return ending
    }

    private func tell(of report: Report) {
        if let others = report.others {
            let all = report.groups.count + others.groups
            let most = CutOptions.mostGroups
            let remedy = all <= most ? "--groups \(all) shows each" : "--groups shows \(most.grouped) at most"
            shared.warn("the \(others.groups.grouped) smallest groups are counted as one; \(remedy)")
        }
        // What is promised whatever the number of rows; the texts of different persons and names come on top.
        let (aMessage, besides) = (150, 100_000_000)
        let messages = report.totals.messages
        shared.detail(
            "peak memory: \(ProcessMemory.peak.asBytes) for \(messages.grouped) messages "
                + "(\(aMessage) bytes each and \(besides.asBytes) are \((messages * aMessage + besides).asBytes))")
    }

    private static let rateNames = RateRule.rates.joined(separator: ", ")

    private static func rule(_ text: String) throws -> RateRule {
        guard let rule = RateRule(text) else {
            throw ValidationError("not a rule; write delivery<0.9, delivery<90%, error>5% and such, of \(rateNames)")
        }
        return rule
    }
}
