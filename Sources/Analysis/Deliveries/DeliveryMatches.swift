import Threading
public import TrackingLog

/// The deliveries that a request asks for, found by tracking code and hwid.
public final class DeliveryMatches: Sendable {
    private let resolved: ResolvedTally
    private let selection: DeliverySelection

    init(_ tally: consuming Tally, _ request: DeliveryRequest) {
        let nameParts = request.filter.isOnNames ? NameParts(tally.shards, tally.labels) : nil
        selection = DeliverySelection(request, tally, nameParts)
        resolved = ResolvedTally(tally)
        _ = Workers.map(ShortKey.shardCount) { [selection, resolved] in selection.mark($0, of: resolved) }
    }

    /// What is known of a delivery; nil if it is not asked for.
    ///
    /// - Parameters:
    ///   - code: its message's tracking code.
    ///   - hwid: its device.
    public func facts(code: Span<UInt8>, hwid: Span<UInt8>) -> DeliveryFacts? {
        let key = ShortKey(KeyedHash.of(code))
        let shard = resolved.tally.shards[key.shard]
        guard let message = shard.pointee.find(key), resolved.outcomes[key.shard].messages[message].isReported,
            let delivery = shard.pointee.delivery(of: message, to: ShortKey(KeyedHash.of(hwid))),
            selection.keeps(delivery, of: key.shard, in: resolved)
        else { return nil }
        let name = shard.pointee.messages[message].pointee.name
        return DeliveryFacts(
            platform: resolved.outcomes[key.shard].deliveries[delivery].platform,
            name: name == InternedLabels.none ? nil : resolved.tally.labels.string(name),
            person: resolved.person(of: message, in: key.shard).map { number in
                String(decoding: resolved.tally.identities.text(number), as: UTF8.self)
            })
    }
}

/// What all rows of a delivery together show.
public struct DeliveryFacts: Hashable, Sendable {
    /// The platform of its device.
    public var platform: Platform
    /// The name of its message; nil if it has none.
    public var name: String?
    /// The person whom its message names; nil if it names none.
    public var person: String?
}
