import Analysis
import ArgumentParser
import LogArchive
import Presentation
import TrackingLog

/// `pushtrail reconcile`: what was sent against what the logs say.
struct ReconcileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Compare a list of what was sent with what the logs say.",
        discussion: """
            The list is a CSV with a header, text with one tracking code per line, or JSON objects, plain or in gzip. It \
            names messages by tracking_code (or message_code, code, id); or, where the sender has no codes, by target (or \
            user_id, hwid) and sent_at (or timestamp, time): then each line is matched with the nearest message to that \
            target, person or device by its first event, one message per line.

            Unknown are messages that are not on the list, of the list's own days only, from its first to its last (or \
            of the days of its codes in the logs, if it has no times); --since and --until set other bounds. Codes are \
            compared letter by letter. Doubled are codes listed more than once, and unknown messages that repeat a matched \
            one: to the same person or target, of the same name and app, within --window.

            Exit code 1 means that list and logs differ, or that rows could not be read, 2 that they are the same and some \
            messages are not settled, 3 that an input could not be read.
            """)

    @Argument(help: ArgumentHelp("List of what was sent; - is standard input.", valueName: "sent"), completion: .file())
    var sent: String

    @Argument(
        help: ArgumentHelp("Logs, tallies or folders of them; - is standard input.", valueName: "file"),
        completion: .file())
    var inputs: [String] = []

    @Option(
        help: ArgumentHelp(
            "Print only this list, one code per line: \(Self.verdictNames). Lines without a code are target, tab, time.",
            valueName: "list"),
        completion: .list(Reconciliation.Verdict.allCases.map(\.rawValue)), transform: ReconcileCommand.verdict)
    var list: Reconciliation.Verdict?

    @Flag(help: "Print JSON, with all codes of each list.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Maximum time between a line without a code and its message, such as 90s, 15m or 2h (default: 1h).",
            valueName: "time"),
        transform: TimeArgument.span)
    var window = ReconciliationOptions().window

    @Option(help: ArgumentHelp("Compare from this time or day on (default: the list's first day).", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Compare up to this time or day (default: the list's last day).", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("Only messages of this app; may be repeated.", valueName: "code"))
    var app: [String] = []

    @Option(
        name: .customLong("timezone"),
        help: ArgumentHelp("Time zone of days, such as Europe/Berlin (default: UTC).", valueName: "zone"),
        transform: TimeArgument.zone)
    var zone: LocalZone?

    @Option(help: ArgumentHelp("The list's column of tracking codes.", valueName: "name"))
    var codeColumn: String?

    @Option(help: ArgumentHelp("The list's column of targets.", valueName: "name"))
    var targetColumn: String?

    @Option(help: ArgumentHelp("The list's column of times.", valueName: "name"))
    var timeColumn: String?

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var shared: SharedOptions

    /// What messages call the list.
    private var listName: String { sent == "-" ? LogInput.standardInput.name : sent }

    func validate() throws {
        try StandardInput.checkThatOneReads(logs: inputs, ("the list", sent), input.aliases.list)
        if json, list != nil { throw ValidationError("--json and --list exclude each other") }
        _ = try comparison()
    }

    func run() throws {
        ProcessMemory.returnFreedBlocks()
        let logs = try LogInput.named(inputs)
        let list = try LogInput.named([sent])
        let aliases = try input.aliases.read(telling: shared)
        // The list is read twice.
        try Scratch.with { folder in
            guard let list = try LogInput.rereadable(list, copiesIn: folder, maximumBytes: 4 << 30).first else {
                return
            }
            try reconcile(list, logs, aliases)
        }
    }

    private func reconcile(_ list: LogInput, _ logs: [LogInput], _ aliases: Aliases?) throws {
        var comparison = LogReconciliation()
        comparison.aliases = aliases
        comparison.reading = try input.reading()
        comparison.options = input.places
        comparison.comparison = try self.comparison()
        let bar = ProgressBar("reconcile", options: shared)
        comparison.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        let (result, reading) = try comparison.reconcile(file(list), with: logs)
        bar.clear()
        try shared.checkThatLogsWereRead(reading)
        try show(result)
        let status = shared.report(reading)
            .and(result.quality.rejected > 0 || result.unusable.count > 0 ? .badNews : .done)
            .and(warn(about: result))
            .and(result.differs || result.isOfNothing ? .badNews : result.counts[.unsettled] > 0 ? .incomplete : .done)
        if status != .done { throw Failure.silent(status) }
    }

    private func show(_ result: Reconciliation) throws {
        guard let list else {
            return try StandardOutput.write(ReconciliationAnswer(result, of: listName), asJSON: json)
        }
        let isSeen = Terminal.standardOutput.isTerminal
        var output = try Output(.standardOutput)
        for finding in result.findings[list] ?? [] {
            try output.write((isSeen ? finding.line.printable : finding.line) + "\n")
        }
        try output.finish()
        let counts = Reconciliation.Verdict.allCases.map { "\(result.counts[$0].grouped) \($0.rawValue)" }
        shared.note(counts.joined(separator: ", "))
    }

    /// Says what is odd about the list, and which apps are not in the logs.
    private func warn(about result: Reconciliation) -> ExitStatus {
        if let fault = result.unusable.first {
            shared.warn(
                "\(result.unusable.count.counting("line")) of \(listName) could not be used, such as line \(fault.line.grouped): "
                    + fault.reason)
        }
        if let fault = result.unreadTimes.first {
            shared.warn(
                "\(result.unreadTimes.count.counting("line")) of \(listName) \(result.unreadTimes.count == 1 ? "counts" : "count") "
                    + "without a time, such as line \(fault.line.grouped): \(fault.reason)")
        }
        if result.listed + result.leftOut == 0 { shared.warn("the list \(listName) names no message") }
        if let example = result.inOtherCase.example?.code {
            shared.warn(
                "\(result.inOtherCase.count.counting("missing code")) of \(listName) \(result.inOtherCase.count == 1 ? "is" : "are") "
                    + "in the logs in another case, such as \(example)")
        }
        guard let apps = result.unmatchedApps else { return .done }
        apps.printError()
        return .badNews
    }

    private func file(_ list: LogInput) -> SentListFile {
        var file: SentListFile
        switch list {
        case .path(let path): file = SentListFile(path: path)
        case .copy(let path, let name): file = SentListFile(path: path, name: name)
        case .standardInput: file = SentListFile(path: "/dev/stdin")
        }
        file.codeColumn = codeColumn
        file.targetColumn = targetColumn
        file.timeColumn = timeColumn
        file.zone = input.timeZone.zone
        return file
    }

    private func comparison() throws -> ReconciliationOptions {
        var options = ReconciliationOptions()
        (options.since, options.until) = try TimeArgument.range(since: since, until: until, in: zone)
        options.apps = app
        options.zone = zone
        options.window = window
        if let list {
            options.shown = [list: .max]
        } else {
            for verdict in Reconciliation.Verdict.differences {
                options.shown[verdict] = json ? .max : ReconciliationAnswer.shown
            }
        }
        return options
    }

    private static let verdictNames = Reconciliation.Verdict.allCases.map(\.rawValue).joined(separator: ", ")

    private static func verdict(_ text: String) throws -> Reconciliation.Verdict {
        guard let verdict = Reconciliation.Verdict(rawValue: text) else {
            throw ValidationError("no such list; the lists are \(verdictNames)")
        }
        return verdict
    }
}
