import Durability
import LogArchive
import Threading
public import TrackingLog

/// The delivery log: a line for each message, or for each delivery, in order.
///
/// Every value is that of a report on the same rows. The texts wait in files without a name, so that memory holds what a
/// report's does, and the lines of one message: a message to a million devices is held whole.
public final class DeliveryLog: Sendable {
    /// How the messages with a line ended.
    public let messagesByOutcome: [MessageOutcome: Int]
    /// The values of the request's filters that no message has.
    public let unmatched: [UnmatchedValues]
    /// The rows that were read, and what could not be.
    public let quality: Quality
    /// Events by statuses that are not known.
    public let unknownStatuses: UnknownStatuses

    /// The number of messages with a line.
    public var messages: Int { messagesByOutcome.values.reduce(0, +) }

    private let lines: LineFeed
    private let limit: Int?

    init(_ tally: consuming Tally, _ request: DeliveryRequest, _ reading: ReadingSummary) throws {
        limit = request.limit
        var quality = Quality(rows: tally.rows, tally.rejects, reading)
        let nameParts = request.filter.isOnNames ? NameParts(tally.shards, tally.labels) : nil
        let selection = DeliverySelection(request, tally, nameParts)
        let resolved = ResolvedTally(tally)
        if request.isPerDevice { resolved.resolveTokens() }
        if let conversions = request.conversions { try resolved.credit(conversions) }
        let counts = Workers.map(ShortKey.shardCount) { shard in
            selection.mark(shard, of: resolved)
            return SelectedCounts(shard, of: resolved)
        }
        messagesByOutcome = counts.reduce(into: [:]) { $0.merge($1.outcomes, uniquingKeysWith: +) }
        quality.damagedPayloads = counts.reduce(0) { $0 + $1.damagedPayloads }
        self.quality = quality
        unknownStatuses = resolved.unknownStatuses
        unmatched = request.unmatched(in: resolved, nameParts)
        let assembly = LineAssembly(
            resolved: resolved, selection: selection, isPerDevice: request.isPerDevice,
            conversions: request.conversions?.list)
        let notes = try resolved.tally.sortedNotes { place in
            resolved.outcomes[Int(place.shard)].messages[Int(place.message)].isReported
        }
        resolved.forgetTexts()
        let lines = LineFeed(assembly, try RecordMerge(notes), isComplete: true)
        self.lines = try request.order.map { try lines.sorted(by: $0) } ?? lines
    }

    /// Reads the lines to their end, once.
    ///
    /// - Parameters:
    ///   - sink: receives what `render` made, in order, from one thread at a time.
    ///   - render: makes something of lines that follow each other, on several threads.
    ///   - take: adds it to the sink. Its first error ends the reading and is thrown on.
    public func read<Sink: ~Copyable, Rendered: Sendable>(
        into sink: inout Sink, render: @Sendable (DeliveryLines) -> Rendered,
        take: @Sendable (_ sink: inout Sink, _ rendered: Rendered) throws -> Void
    ) throws {
        guard let limit else { return try lines.read(into: &sink, render: render, take: take) }
        // Which line is the last depends on the number of lines before it, so they are read in order.
        var count = 0
        while count < limit, var lines = try lines.next() {
            lines.lines = Array(lines.lines.prefix(limit - count))
            count += lines.lines.count
            try take(&sink, render(lines))
        }
    }
}
