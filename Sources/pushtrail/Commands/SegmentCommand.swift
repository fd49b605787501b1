import Analysis
import ArgumentParser
import Durability
import LogArchive
import Presentation
import TrackingLog

/// `pushtrail segment`: people or devices, ready for use.
struct SegmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "List people or devices, such as tokens to remove or people to reach otherwise.",
        discussion: """
            \(Segment.allCases.map { "\($0.rawValue): \($0.meaning)" }.joined(separator: "\n"))

            Ids are written one per line, each once; csv and ndjson have what is known of each, too. Filters choose messages, \
            and with them people and devices; tokens are judged by all messages. With --audience only its people are \
            listed, and devices of theirs.

            Exit code 1 means that rows could not be read or that no message matched, 3 that an input could not be read.
            """)

    @Argument(
        help: ArgumentHelp("Segment: one of those above.", valueName: "name"),
        completion: .list(Segment.allCases.map(\.rawValue)), transform: SegmentCommand.segment)
    var segment: Segment

    @Argument(
        help: ArgumentHelp("Logs, tallies or folders of them; - is standard input.", valueName: "file"),
        completion: .file())
    var inputs: [String] = []

    @Option(help: "Output format: ids (one per line), csv or ndjson (one object per line).")
    var format = SegmentFormatName.ids

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Output file (default: standard output).", valueName: "file"), completion: .file())
    var output: String?

    @OptionGroup var audience: AudienceOptions
    @OptionGroup(title: "Selection") var options: SegmentOptions
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var kept: CacheOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if segment.needsAudience, audience.audience == nil {
            throw ValidationError("\(segment.rawValue) needs the people to look for: --audience FILE")
        }
        try StandardInput.checkThatOneReads(logs: inputs, audience.list, input.aliases.list)
        _ = try options.request(segment)
    }

    func run() throws {
        ProcessMemory.returnFreedBlocks()
        let logs = try LogInput.named(inputs)
        let target = try OutputTarget(output, inputs: logs + audience.inputs + input.aliases.inputs)
        var request = try options.request(segment)
        request.audience = try readAudience(request)
        var analysis = try input.analysis(telling: shared)
        analysis.cache = kept.folder
        // An output that cannot be written is known before the work, not after.
        var output = try Output(target)
        let bar = ProgressBar("segment", options: shared)
        analysis.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        let (list, reading) = try analysis.segment(request, of: logs)
        bar.clear()
        try shared.checkThatLogsWereRead(reading)
        let isSeen = target.destination == .standardOutput && Terminal.standardOutput.isTerminal
        var text = SegmentText(segment, format, isSeen: isSeen)
        try output.write(text.beginning.span)
        try list.read { try output.write(text.text(of: $0).span) }
        try output.finish()
        warn(about: list, brokenIDs: text.brokenIDs)
        let status = shared.report(reading)
            .and(list.quality.rejected > 0 ? .badNews : .done)
            .and(options.chosen.filters.check(list.unmatched, messages: list.messages, of: list.quality))
        if status != .done { throw Failure.silent(status) }
    }

    private func readAudience(_ request: SegmentRequest) throws -> Audience? {
        guard segment == .fallback else { return try audience.read(telling: shared) }
        let people = try audience.read(request.channels.columns, telling: shared)
        for unclear in people?.unclearConsents ?? [] {
            shared.warn(
                "\(unclear.count.counting("value")) of \(unclear.channel) taken for no, such as “\(unclear.example)”: neither yes nor no"
            )
        }
        return people
    }

    private func warn(about list: SegmentList, brokenIDs: Int) {
        if list.quality.rows == 0 {
            shared.warn("nobody to list: the logs hold no events")
        } else {
            shared.note(segment.words(list.count))
        }
        if brokenIDs > 0 {
            shared.warn("\(brokenIDs.counting("id")) with a line end left out; --format csv shows them")
        }
        for judgement in list.judgements { shared.warn(judgement) }
        if segment.usualDays != nil, let last = list.last, last <= list.request.start, list.count == 0 {
            shared.warn(
                "the logs end on \(last.day), before the days asked for; --as-of \(last.day.adding(days: 1)) looks back from there"
            )
        }
        if list.quality.rejected > 0 { shared.warn(aboutRejectsOf: list.quality) }
        shared.warn(aboutPayloadsOf: list.quality)
        shared.warn(aboutStatuses: list.unknownStatuses)
    }

    private static func segment(_ name: String) throws -> Segment {
        if let segment = Segment(rawValue: name.lowercased()) { return segment }
        let names = Segment.allCases.map(\.rawValue)
        let nearest = EditDistance.nearest(to: name.lowercased(), among: names, within: 4)
        throw ValidationError(
            "no segment '\(name)'"
                + (nearest.map { "; did you mean \($0)?" } ?? "; there are \(names.joined(separator: ", "))"))
    }
}
