import Analysis
import ArgumentParser
import LogArchive
import Presentation
import TrackingLog

/// `pushtrail qa`: a journey's test people, step by step.
struct QACommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qa",
        abstract: "Check test people's messages against a plan, step by step.",
        discussion: """
            The plan is a CSV with a header, or JSON objects: person (a user id, a target or a device), step (as in the \
            message's name, such as Push 1 or Cart Recovery | Push 1), expect, and perhaps journey and within. Expected \
            can be created, sent, delivered (the default), received, opened or converted, which further progress fulfills, \
            too; bounced, suppressed or failed; or none: no message. An empty person is that of the line above. Letters of \
            steps are compared in any case.

            If a step was run again, its last message counts. within (15m, 2h, 1d) runs from the person's first message of \
            the plan, or from --since if there is none. What could still come is pending.

            Exit code 1 means that a step failed or that rows could not be read, 2 that none failed and some are pending, \
            3 that an input could not be read.
            """)

    @Argument(help: ArgumentHelp("Plan; - is standard input.", valueName: "plan"), completion: .file())
    var plan: String

    @Argument(
        help: ArgumentHelp("Logs or folders of logs; - is standard input.", valueName: "file"), completion: .file())
    var inputs: [String] = []

    @Flag(help: "Print one line only: the number of steps that passed, are pending and failed.")
    var summary = false

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Only messages whose first event is not before this time or day.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Only messages whose first event is not after this time or day.", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("Only messages of this app; may be repeated.", valueName: "code"))
    var app: [String] = []

    @OptionGroup var asOf: AsOfOptions
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        try StandardInput.checkThatOneReads(logs: inputs, ("the plan", plan), input.aliases.list)
        if json, summary { throw ValidationError("--json and --summary exclude each other") }
        _ = try search()
    }

    func run() throws {
        let logs = try LogInput.named(inputs)
        try StandardInput.check([plan])
        let aliases = try input.aliases.read(telling: shared)
        let plan = try TestPlanFile.read(plan == "-" ? "/dev/stdin" : plan, name: plan)
        try Scratch.with { folder in
            try check(plan, try LogInput.rereadable(logs, copiesIn: folder), aliases)
        }
    }

    private func check(_ plan: TestPlan, _ logs: [LogInput], _ aliases: Aliases?) throws {
        var search = try search()
        search.reading = try input.reading()
        search.aliases = aliases
        let bar = ProgressBar("qa", options: shared)
        search.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        let (result, reading) = try search.result(of: plan, in: logs)
        bar.clear()
        try shared.checkThatLogsWereRead(reading)
        try StandardOutput.write(PlanAnswer(result, isSummary: summary), asJSON: json)
        warn(about: result)
        result.unmatchedApps?.printError()
        let status = shared.report(reading)
            .and(result.unmatchedApps == nil ? .done : .badNews)
            .and(result.quality.rejected > 0 ? .badNews : .done)
            .and(result.count(.failed) > 0 ? .badNews : result.count(.pending) > 0 ? .incomplete : .done)
        if status != .done { throw Failure.silent(status) }
    }

    /// Names what of the plan is not in the logs: a mistyped step would be pending for ever.
    private func warn(about result: PlanResult) {
        if !result.ignoredColumns.isEmpty {
            let names = result.ignoredColumns.prefix(PlanResult.maximumSuggestions).map { "“\($0)”" }
            shared.warn("the plan's columns \(names.joined(separator: ", ")) are not used")
        }
        for (unknown, what) in [
            (result.unknownPeople, "no message to"), (result.unknownSteps, "no message of the step"),
        ] {
            for entry in unknown.prefix(PlanResult.maximumSuggestions) {
                let meant = entry.nearest.map { "; did you mean “\($0)”?" } ?? ""
                shared.warn("the logs have \(what) “\(entry.name)”\(meant)")
            }
            let others = unknown.count - PlanResult.maximumSuggestions
            if others > 0 { shared.warn("nor of \(others.counting("other"))") }
        }
    }

    private func search() throws -> PlanSearch {
        var search = PlanSearch(at: asOf.moment)
        search.options = input.places
        (search.since, search.until) = try TimeArgument.range(since: since, until: until, in: nil)
        search.apps = app
        return search
    }
}
