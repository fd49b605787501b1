import Analysis
import ArgumentParser
import Diagnosis
import LogArchive
import Presentation
import TrackingLog

/// `pushtrail diagnose`: what went wrong.
struct DiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Find what went wrong, since when, where, and what to check first.",
        discussion: """
            Judges a period against a baseline: against the logs of --baseline, else the messages before --since, else the \
            first third of the logs (in whole days, where there are so many). Each finding names a cause, where it is \
            confined to (platform, app, journey, variant), when it began and ended, whom it touched, what shows it and what to \
            do next. Rates are compared within each platform, app and name, so that a mix that moves blames nobody; delivery is \
            judged before opens. Times are UTC.

            Exit code 1 means that a finding is as severe as --fail-on, or that rows could not be read (the diagnosis is of \
            the others); 3 that an input could not be read.
            """)

    @Argument(
        help: ArgumentHelp("Logs, tallies or folders of them; - is standard input.", valueName: "file"),
        completion: .file())
    var inputs: [String]

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Logs to compare with; may be repeated (default: the beginning of the logs).", valueName: "file"),
        completion: .file())
    var baseline: [String] = []

    @Option(
        help: ArgumentHelp("Exit with 1 from this severity on: \(Self.severityNames).", valueName: "severity"),
        completion: .list(Severity.allCases.map(\.rawValue)), transform: DiagnoseCommand.severity)
    var failOn: Severity?

    @OptionGroup var answer: AnswerOptions<PageFormatName>
    @OptionGroup(title: "Filters") var cuts: ZonedFilterOptions
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var kept: CacheOptions
    @OptionGroup var shared: SharedOptions

    private static let severityNames = Severity.allCases.map(\.rawValue).joined(separator: ", ")

    private static func severity(_ text: String) throws -> Severity {
        guard let severity = Severity(rawValue: text) else {
            throw ValidationError("not a severity; use \(severityNames)")
        }
        return severity
    }

    func validate() throws {
        try StandardInput.checkThatOneReads(logs: inputs + baseline, input.aliases.list)
    }

    func run() throws {
        ProcessMemory.returnFreedBlocks()
        let logs = try LogInput.named(inputs)
        let before = baseline.isEmpty ? [] : try LogInput.named(baseline)
        let output = try answer.open(inputs: logs + before + input.aliases.inputs)
        var analysis = try input.analysis(telling: shared)
        analysis.cache = kept.folder
        var request = HealthRequest()
        request.filter = try cuts.filter()
        // What is before the period is its baseline, and stays.
        request.periodStart = request.filter.since
        request.filter.since = nil
        let bar = ProgressBar("diagnose", options: shared)
        analysis.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        let (log, reading) = try analysis.health(of: logs, against: before, request)
        bar.clear()
        try shared.checkThatLogsWereRead(reading)
        let diagnosis = Diagnosis(of: log)
        try output.write(DiagnosisAnswer(diagnosis, of: log))
        shared.warn(aboutPayloadsOf: log.quality)
        shared.warn(aboutStatuses: log.unknownStatuses)
        let isBad = failOn.map { limit in diagnosis.severity.map { $0 >= limit } ?? false } ?? false
        let status = shared.report(reading)
            .and(log.quality.rejected > 0 ? .badNews : .done)
            .and(isBad ? .badNews : .done)
            .and(cuts.filters.check(log.unmatched, messages: log.messages, of: log.quality))
        if status != .done { throw Failure.silent(status) }
    }
}
