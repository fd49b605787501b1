import Analysis
import ArgumentParser
import LogArchive
import Presentation
import TrackingLog

/// `pushtrail timeline`: everything that happened to one message, person or device.
struct TimelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Show what happened to one message, person or device.",
        discussion: """
            Every event in order, for each message and device, from any number of logs in any order: gaps of an hour or \
            more, attempts, what refusals mean, and what is odd (an event before one that it follows from, or after all \
            was over; an event twice; an eleventh attempt). How a message ended follows from all its devices, as in \
            `report`.

            Blocks of a sealed archive's zips are passed over that the search index beside the zip rules out, with --code and \
            --hwid. No signature covers these indexes: --no-index reads every row.

            --person and --hwid read the logs twice. Exit code 1 means that nothing was found or that rows could not be \
            read, 3 that an input could not.
            """)

    @Argument(
        help: ArgumentHelp("Logs or folders of logs; - is standard input.", valueName: "file"), completion: .file())
    var inputs: [String]

    @OptionGroup(title: "Subject") var wanted: SubjectOptions

    @OptionGroup var answer: AnswerOptions<PageFormatName>
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "Search") var searching: SearchOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws { try StandardInput.checkThatOneReads(logs: inputs, input.aliases.list) }

    func run() throws {
        let inputs = try LogInput.named(inputs)
        let output = try answer.open(inputs: inputs + input.aliases.inputs)
        let aliases = try input.aliases.read(telling: shared)
        guard subject.takesTwoPasses else {
            let (timeline, reading) = try search(inputs, aliases)
            return try show(timeline, reading, output)
        }
        let (timeline, reading) = try Scratch.with { folder in
            try search(LogInput.rereadable(inputs, copiesIn: folder), aliases)
        }
        try show(timeline, reading, output)
    }

    private var subject: TimelineSubject { wanted.subject }

    private func search(_ inputs: [LogInput], _ aliases: Aliases?) throws -> (Timeline, ReadingSummary) {
        let bar = ProgressBar("timeline", options: shared)
        defer { bar.clear() }
        var search = TimelineSearch()
        search.reading = try input.reading()
        search.places = input.places
        search.aliases = aliases
        search.usesIndexes = !searching.noIndex
        search.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        return try search.timeline(of: subject, in: inputs)
    }

    private func show(_ timeline: Timeline, _ reading: ReadingSummary, _ output: consuming AnswerOutput) throws {
        try reading.checkThatLogsWereRead()
        try output.write(TimelineAnswer(timeline, at: .now))
        let status = shared.report(reading).and(timeline.quality.rejected > 0 ? .badNews : .done)
        if timeline.messages.isEmpty { throw nothingFound(timeline, status) }
        if status != .done { throw Failure.silent(status) }
    }

    private func nothingFound(_ timeline: Timeline, _ status: ExitStatus) -> Failure {
        let quality = timeline.quality
        let all = "\((quality.rows + timeline.ruledOut).counting("row")) of \(timeline.logs.counting("log"))"
        if quality.rejected > 0 {
            let first = quality.examples.first.map { ": \($0.path), line \($0.line.grouped): \($0.reason)" } ?? ""
            shared.warn("\(quality.rejected.counting("row")) could not be read\(first)")
        }
        let hint =
            switch subject {
            case _ where timeline.ruledOut > 0:
                "search indexes ruled out \(timeline.ruledOut.grouped) of them; --no-index reads every row"
            case _ where quality.rows == 0: "these logs hold no events"
            case .code: "codes are compared letter by letter; logs of later days may hold it"
            case .person: "for a device use --hwid; --person-pointer sets where the payload names the person"
            case .hwid: "for a user id use --person; hwids are compared letter by letter"
            }
        return Failure(status.and(.badNews), "nothing about \(subject.title) in \(all)", hint: hint)
    }
}
