import Durability
import LogArchive
import Threading
public import TrackingLog

/// Everybody in a segment, in the order of their ids.
public final class SegmentList: Sendable {
    /// What was asked for.
    public let request: SegmentRequest
    /// The number of lines.
    public var count: Int { members.members.count }
    /// The number of messages that the request's filter selects.
    public let messages: Int
    /// The last event of the logs; nil if there is none.
    public let last: Timestamp?
    /// Apps in which so many tokens are suspect for one reason that the sender must be the cause.
    public var mixUps: [SuspectCount] { members.mixUps }
    /// Apps that no device ever reported from, and their tokens: of these nothing is known of silence.
    public let unreporting: [(app: String, tokens: Int)]
    /// The values of the request's filters that no message has.
    public let unmatched: [UnmatchedValues]
    /// The rows that were read, and what could not be.
    public let quality: Quality
    /// Events by statuses that are not known.
    public let unknownStatuses: UnknownStatuses

    private let members: SegmentMembers
    private let assembly: SegmentAssembly
    /// The places of members, in order.
    private let order: [UInt32]

    init(_ tally: consuming Tally, _ request: SegmentRequest, _ reading: ReadingSummary) throws {
        self.request = request
        let notes = tally.texts.spools
        var quality = Quality(rows: tally.rows, tally.rejects, reading)
        var deliveries = DeliveryRequest()
        deliveries.filter = request.filter
        let nameParts = request.filter.isOnNames ? NameParts(tally.shards, tally.labels) : nil
        let selection = DeliverySelection(deliveries, tally, nameParts)
        let resolved = ResolvedTally(tally)
        if request.segment.columns.contains(.token), request.segment.subject == .people { resolved.resolveTokens() }
        let counts = Workers.map(ShortKey.shardCount) { shard in
            selection.mark(shard, of: resolved)
            return SelectedCounts(shard, of: resolved)
        }
        messages = counts.reduce(0) { $0 + $1.outcomes.values.reduce(0, +) }
        quality.damagedPayloads = counts.reduce(0) { $0 + $1.damagedPayloads }
        self.quality = quality
        last = resolved.lastEvent
        unknownStatuses = resolved.unknownStatuses
        unmatched = deliveries.unmatched(in: resolved, nameParts)
        let search = SegmentSearch(request, resolved, selection)
        var members = search.members()
        unreporting = members.unreporting.map { app, tokens in
            (app == InternedLabels.none ? "" : resolved.tally.labels.string(app), tokens)
        }.sorted { ($1.tokens, ByteOrdered(text: $0.app)) < ($0.tokens, ByteOrdered(text: $1.app)) }
        resolved.forgetMessages()
        let texts = try KeyedTexts(of: members.unnamedKeys, in: notes)
        members.replacements.sort(by: texts)
        self.members = members
        assembly = SegmentAssembly(
            request: request, resolved: resolved, members: members, audience: search.audience, texts: texts)
        resolved.forgetTexts()
        order = try assembly.order()
    }

    /// Reads the lines to their end.
    ///
    /// - Parameter body: receives lines that follow each other. Its first error ends the reading and is thrown on.
    public func read(_ body: (SegmentLines) throws -> Void) throws {
        var rest = order[...]
        while !rest.isEmpty {
            var lines = SegmentLines(request.segment.columns)
            for place in rest.prefix(1_024) { assembly.append(members.members[Int(place)], to: &lines) }
            rest = rest.dropFirst(1_024)
            try body(lines)
        }
    }
}

extension SegmentMembers {
    /// The keys of hwids and tracking codes that lines show.
    fileprivate var unnamedKeys: KeySet {
        var keys = KeySet()
        for member in members {
            switch member {
            case .person(let person) where person.name == InternedIdentities.none: keys.insert(person.key)
            case .retry(let message):
                if message.name == InternedIdentities.none { keys.insert(message.person) }
                keys.insert(message.code)
            case .device(let device): keys.insert(device.hwid)
            default: break
            }
        }
        replacements.forEachHwid { keys.insert($0) }
        return keys
    }
}

extension SegmentAssembly {
    /// The places of all members, in the order of their ids.
    fileprivate func order() throws(FileError) -> [UInt32] {
        var sorter = RecordSorter()
        for (place, member) in members.members.enumerated() {
            try sorter.add { bytes in
                let start = bytes.count
                withID(of: member) { bytes.append(text: $0) }
                bytes.append(0)
                appendOrder(of: member, to: &bytes)
                let key = bytes.count - start
                bytes.append(bytesOf: UInt32(place))
                return key
            }
        }
        var merge = try RecordMerge(try sorter.sorted())
        var order: [UInt32] = []
        order.reserveCapacity(members.members.count)
        while let record = merge.first?.content {
            order.append(record.loadUnaligned(as: UInt32.self))
            try merge.advance()
        }
        return order
    }
}

extension ResolvedTally {
    /// The time of the last event of all messages.
    fileprivate var lastEvent: Timestamp? {
        (0..<ShortKey.shardCount).compactMap { shard in
            tally.shards[shard].pointee.messages.elements.lazy.map(\.last).max()
        }.max()?.timestamp
    }
}
