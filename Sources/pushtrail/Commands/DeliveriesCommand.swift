import Analysis
import ArgumentParser
import Durability
import LogArchive
import Presentation
import TrackingLog

/// `pushtrail deliveries`: the delivery log.
struct DeliveriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "List messages with their outcomes, one per line.",
        discussion: """
            The delivery log: who each message was for, when, how it ended and why. Its values are the same as in `report` on \
            these logs, in whatever order the rows are read. Times are UTC.

            Lines are in the order of the messages' first events, then of their tracking codes. Exit code 1 means that \
            rows could not be read or that nothing matched, 3 that an input could not be read.
            """)

    @Argument(
        help: ArgumentHelp("Logs, tallies or folders of them; - is standard input.", valueName: "file"),
        completion: .file())
    var inputs: [String]

    @Option(help: "Output format: table, ndjson (one object per line), csv or html.")
    var format = DeliveryFormatName.table

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Output file (default: standard output).", valueName: "file"), completion: .file())
    var output: String?

    @OptionGroup(title: "Columns and order") var columns: ColumnOptions

    @OptionGroup var credited: ConversionOptions
    @OptionGroup(title: "Filters") var filters: DeliveryFilterOptions
    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup var kept: CacheOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        try StandardInput.checkThatOneReads(logs: inputs, input.aliases.list, credited.list)
        if credited.conversions == nil {
            if let column = columns.ofConversions {
                throw ValidationError("the column \(column.rawValue) needs --conversions")
            }
        } else if columns.perDevice {
            throw ValidationError("--conversions are credited to messages, and --per-device has lines of devices")
        }
    }

    func run() throws {
        ProcessMemory.returnFreedBlocks()
        let logs = try LogInput.named(inputs)
        let target = try OutputTarget(output, inputs: logs + input.aliases.inputs + credited.inputs)
        var analysis = try input.analysis(telling: shared)
        analysis.cache = kept.folder
        let request = try request()
        // An output that cannot be written is known before the work, not after.
        var output = DeliveryOutput(try Output(target))
        let bar = ProgressBar("deliveries", options: shared)
        analysis.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
        let (log, reading) = try analysis.deliveries(on: logs, request)
        bar.clear()
        try shared.checkThatLogsWereRead(reading)
        let isSeen = target.destination == .standardOutput && Terminal.standardOutput.isTerminal
        let layout = try layout()
        try warn(about: layout.columns, in: reading)
        try output.write(log, form(layout, of: log, request, isSeen: isSeen))
        try output.finish()
        if log.quality.rows == 0 { shared.warn("nothing to list: the logs hold no events") }
        if log.quality.rejected > 0 { shared.warn(aboutRejectsOf: log.quality) }
        shared.warn(aboutPayloadsOf: log.quality)
        if let list = request.conversions?.list { credited.warn(about: list, shared) }
        shared.warn(aboutStatuses: log.unknownStatuses)
        let status = shared.report(reading)
            .and(log.quality.rejected > 0 ? .badNews : .done)
            .and(credited.status(of: request.conversions?.list))
            .and(filters.check(log))
        if status != .done { throw Failure.silent(status) }
    }

    private func request() throws -> DeliveryRequest {
        var request = DeliveryRequest()
        try filters.apply(to: &request)
        request.isPerDevice = columns.perDevice
        request.order = try columns.order()
        request.limit = columns.limit
        request.conversions = try credited.read(zone: input.timeZone.zone)
        return request
    }

    /// Names columns that may still show whom others leave out.
    private func warn(about columns: [DeliveryColumn], in reading: ReadingSummary) throws {
        // Another vendor's id of a message to many has the person, or the device, after it.
        let isForeign = reading.sources.contains { $0.format != nil }
        let names = try self.columns.revealing(columns, codesNamePeople: isForeign).map(\.rawValue)
        guard !names.isEmpty else { return }
        shared.warn(
            "\(names.joined(separator: ", ")) may still name people or devices: --without leaves \(names.count == 1 ? "it" : "them") out, too"
        )
    }

    private func layout() throws -> DeliveryLogLayout {
        let usual =
            format == .table
            ? DeliveryTable.usualColumns(isPerDevice: columns.perDevice) + (columns.link == nil ? [] : [.link])
                + (credited.conversions == nil ? [] : DeliveryColumn.ofConversions)
            : columns.perDevice
                ? DeliveryColumn.ofDeliveries
                : credited.conversions == nil ? DeliveryColumn.ofMessages : DeliveryColumn.ofMessagesWithConversions
        return DeliveryLogLayout(try columns.columns(usual: usual), link: columns.link)
    }

    private func form(
        _ layout: DeliveryLogLayout, of log: DeliveryLog, _ request: DeliveryRequest, isSeen: Bool
    ) -> any DeliveryLogFormat {
        switch format {
        case .table:
            // Only a terminal has an end to its lines.
            let table = isSeen ? Terminal.standardOutput.textFormat : TextFormat(width: .max)
            return DeliveryTable(layout, isUsual: columns.show == nil, table)
        case .ndjson: return DeliveryNDJSON(layout)
        case .csv: return DeliveryCSV(layout, isSeen: isSeen)
        case .html: return DeliveryPage(layout, log, request, generatedAt: .now)
        }
    }
}

/// An output that receives a delivery log, piece by piece.
private struct DeliveryOutput: ~Copyable {
    private var output: Output
    private var isEmpty = true

    init(_ output: consuming Output) { self.output = output }

    mutating func write(_ log: DeliveryLog, _ format: any DeliveryLogFormat) throws {
        try output.write(format.beginning.span)
        try log.read(into: &self) {
            $0.lines.isEmpty ? [] : format.text(of: $0)
        } take: { output, text in
            guard !text.isEmpty else { return }
            if !output.isEmpty { try output.output.write(format.separator.span) }
            output.isEmpty = false
            try output.output.write(text.span)
        }
        try output.write(format.end.span)
    }

    consuming func finish() throws { try output.finish() }
}
