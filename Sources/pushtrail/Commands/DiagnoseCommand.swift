import Alerts
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
            Judges a period against a baseline: the logs of --baseline, else the messages before --since, else the first \
            third of the logs (whole days, where there are three or more). Each finding names its cause, where it is (platform, \
            app, journey, variant), when it began and ended, whom it touched, what shows it and what to check first. Rates are \
            compared within each platform, app and message name, so a new mix of traffic is not taken for an incident. Delivery \
            is judged before opens. Times are UTC.

            Exit code 1 means that a finding is as severe as --fail-on, that no message matches a filter, or that rows could \
            not be read (the diagnosis is of the others); 3 that an input could not be read.
            """)

    @Argument(
        help: ArgumentHelp("Logs, tallies or folders of them; - is standard input.", valueName: "file"),
        completion: .file())
    var inputs: [String]

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Logs or a folder to compare with, of an earlier time; may be repeated (default: the logs' beginning).",
            valueName: "file"),
        completion: .file())
    var baseline: [String] = []

    @OptionGroup var answer: AnswerOptions<PageFormatName>
    @OptionGroup(title: "Filters") var cuts: ZonedFilterOptions

    @Option(
        help: ArgumentHelp("Exit with 1 if a finding is this severe: \(Self.severityNames).", valueName: "severity"),
        completion: .list(Severity.allCases.map(\.rawValue)), transform: DiagnoseCommand.severity)
    var failOn: Severity?

    @OptionGroup(title: "Alerts") var notify: NotifyOptions
    @OptionGroup(title: "Alerts") var alerts: AlertOptions
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var kept: CacheOptions
    @OptionGroup var shared: SharedOptions

    private static let severityNames = Severity.allCases.reversed().map(\.rawValue).joined(separator: ", ")

    private static func severity(_ text: String) throws -> Severity {
        guard let severity = Severity(rawValue: text) else {
            throw ValidationError("not a severity; use \(severityNames)")
        }
        return severity
    }

    func validate() throws {
        try notify.check(hasRules: alerts.rules != nil)
        if inputs.contains(where: StandardInput.names.contains),
            baseline.contains(where: StandardInput.names.contains)
        {
            throw ValidationError("the logs and --baseline both read standard input")
        }
        try StandardInput.checkThatOneReads(logs: inputs + baseline, input.aliases.list)
    }

    func run() throws {
        try alerts.announcingFailures(of: "diagnosis", by: notify, output: answer.output, shared) { try diagnose() }
    }

    private func diagnose() throws {
        ProcessMemory.returnFreedBlocks()
        let logs = try LogInput.named(inputs)
        let before = baseline.isEmpty ? [] : try LogInput.named(baseline)
        let read = logs + before + input.aliases.inputs
        let letter = try notify.mailTarget(besides: try OutputTarget(answer.output, inputs: read), inputs: read)
        let watched = try alerts.read(notify, hasBaseline: true, inputs: read)
        let output = try answer.open(inputs: read)
        let (log, reading) = try health(of: logs, against: before)
        try shared.checkThatLogsWereRead(reading)
        if !baseline.isEmpty, log.period != nil, log.baseline == nil {
            _ = shared.report(reading)
            throw Failure.couldNotRun(
                "the logs of --baseline have no message to compare with",
                hint: "name logs of an earlier time, or leave --baseline out")
        }
        let diagnosis = Diagnosis(of: log)
        try output.write(DiagnosisAnswer(diagnosis, quality: log.quality))
        warn(about: log)
        let isBad = failOn.map { limit in diagnosis.severity.map { $0 >= limit } ?? false } ?? false
        let status = shared.report(reading)
            .and(log.quality.rejected > 0 ? .badNews : .done)
            .and(isBad ? .badNews : .done)
            .and(cuts.filters.check(log.unmatched, messages: log.period == nil ? 0 : log.messages, of: log.quality))
        let news = Notice(diagnosis, from: failOn ?? .serious, at: .now)
        try notify.send([news].compactMap(\.self), mail: letter, shared)
        try alerts.announce(watched, by: notify, shared) { Observations(diagnosis, $0, at: $1) }
        if status != .done { throw Failure.silent(status) }
    }

    private func health(
        of logs: [LogInput], against before: [LogInput]
    ) throws -> (log: HealthLog, reading: ReadingSummary) {
        var analysis = try input.analysis(telling: shared)
        analysis.cache = kept.folder
        var request = HealthRequest()
        request.filter = try cuts.filter()
        // What is before the period is its baseline, and stays.
        request.periodStart = request.filter.since
        request.filter.since = nil
        let bar = ProgressBar("diagnose", options: shared)
        defer { bar.clear() }
        analysis.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        return try analysis.health(of: logs, against: before, request)
    }

    private func warn(about log: HealthLog) {
        for warning in log.warnings { shared.warn(warning) }
    }
}
