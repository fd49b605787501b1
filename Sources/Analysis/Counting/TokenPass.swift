import TrackingLog

/// Finds the tokens of one shard's devices, and notes them with their deliveries.
struct TokenPass: Sendable {
    private(set) var devices: SightingCount
    /// The devices of each group.
    private(set) var devicesByGroup: [SightingCount]
    private(set) var states = TokenCounts()
    /// By the platform's raw value.
    private(set) var statesByPlatform = [TokenCounts](repeating: TokenCounts(), count: Platform.allCases.count)

    /// All evidence of one token.
    fileprivate struct Token {
        let hwid: ShortKey
        let app: UInt32
        var platforms: PlatformSet = []
        /// Descriptions are numbers in the labels.
        var evidence = TokenEvidence<CompactTime, UInt32>()
        /// Whether it confirmed or opened anything.
        var reports = false
    }

    /// - Parameters:
    ///   - deliveries: by shard of the tally, the deliveries of these devices (``ShardCounts/deliveriesByDevice``).
    ///   - groups: the number of groups.
    init(
        _ deliveries: [[UInt32]], _ outcomes: [ShardOutcomes], of shards: borrowing Shards<TallyShard>,
        _ labels: borrowing InternedLabels, _ meanings: DescriptionMeanings, groups: Int
    ) {
        let count = deliveries.reduce(0) { $0 + $1.count }
        var table = SightingTable(room: count, groups: groups)
        var tokens: [Token] = []
        var slots = SlotTable()
        var tokenOfDelivery: [UInt32] = []
        tokenOfDelivery.reserveCapacity(count)
        for (shard, numbers) in deliveries.enumerated() {
            var start = 0
            while start < numbers.count {
                let chunk = numbers[start..<min(start + DeliveryChunk.size, numbers.count)]
                for number in numbers[chunk.endIndex...].prefix(DeliveryChunk.size) {
                    shards[shard].pointee.deliveries.prefetch(Int(number))
                }
                let fetched = DeliveryChunk(chunk, of: shards[shard].pointee, outcomes[shard])
                for index in 0..<chunk.count {
                    let hwid = fetched.deliveries[index].hwid
                    table.prefetch(hwid)
                    slots.prefetch(hwid.hash(with: Int(fetched.apps[index])))
                }
                for index in 0..<chunk.count {
                    let (delivery, app) = (fetched.deliveries[index], fetched.apps[index])
                    var facts: Sighting.Facts = []
                    if fetched.areAccepted[index] { facts.insert(.isDelivered) }
                    if delivery.isReported { facts.insert(.reports) }
                    table.insert(Sighting(key: delivery.hwid, group: fetched.groups[index], facts: facts))
                    let hash = delivery.hwid.hash(with: Int(app))
                    let known = slots.find(hash) { tokens[$0].app == app && tokens[$0].hwid == delivery.hwid }
                    let token = known ?? tokens.count
                    if known == nil {
                        tokens.append(Token(hwid: delivery.hwid, app: app))
                        slots.insert(hash, record: token)
                    }
                    tokenOfDelivery.append(UInt32(token))
                    tokens[token].note(delivery, on: fetched.platforms[index])
                    // Only a delivery with refusals has evidence against its token.
                    if delivery.refusal != RefusalRecord.none,
                        let evidence = outcomes[shard].evidence[chunk[chunk.startIndex + index]]
                    {
                        let refusal = shards[shard].pointee.refusals[Int(evidence)].pointee
                        tokens[token].note(refusal, on: fetched.platforms[index], labels, meanings)
                    }
                }
                start += DeliveryChunk.size
            }
        }
        devices = table.total
        devicesByGroup = table.byGroup
        for token in tokens {
            states[token.evidence.state] += 1
            statesByPlatform[Int(token.platforms.agreed.rawValue)][token.evidence.state] += 1
        }
        var index = 0
        for (shard, numbers) in deliveries.enumerated() {
            for number in numbers {
                let token = tokens[Int(tokenOfDelivery[index])]
                outcomes[shard].deliveries[Int(number)].token = TokenMark(
                    token.platforms.agreed, token.evidence.state, reports: token.reports)
                index += 1
            }
        }
    }
}

/// Some deliveries with their apps, platforms and groups, read at once.
///
/// They are anywhere in memory, and the waits for several overlap.
private struct DeliveryChunk {
    static let size = 16

    private(set) var deliveries: InlineArray<16, DeliveryRecord>
    private(set) var platforms = InlineArray<16, Platform>(repeating: .unknown)
    private(set) var apps = InlineArray<16, UInt32>(repeating: InternedLabels.none)
    private(set) var groups = InlineArray<16, UInt32>(repeating: 0)
    private(set) var areAccepted = InlineArray<16, Bool>(repeating: false)

    /// - Parameter numbers: from one to ``size``.
    init(_ numbers: ArraySlice<UInt32>, of shard: borrowing TallyShard, _ outcomes: ShardOutcomes) {
        let first = Int(numbers[numbers.startIndex])
        deliveries = InlineArray(repeating: shard.deliveries[first].pointee)
        for (index, number) in numbers.enumerated() {
            deliveries[index] = shard.deliveries[Int(number)].pointee
            platforms[index] = outcomes.deliveries[Int(number)].platform
            areAccepted[index] = outcomes.deliveries[Int(number)].state.isAccepted
            shard.messages.prefetch(Int(deliveries[index].message))
        }
        for index in 0..<numbers.count {
            let message = Int(deliveries[index].message)
            apps[index] = shard.messages[message].pointee.app
            groups[index] = outcomes.messages[message].group
        }
    }
}

extension TokenPass.Token {
    @inline(__always)
    fileprivate mutating func note(_ delivery: DeliveryRecord, on platform: Platform) {
        platforms.formUnion(PlatformSet(platform))
        if delivery.isReported { reports = true }
        let acceptance = max(delivery.lastAcceptance, delivery.lastAcceptedRow)
        if acceptance != .none { evidence.addAcceptance(at: acceptance) }
    }

    /// Adds failed rows that are evidence.
    fileprivate mutating func note(
        _ refusal: RefusalRecord, on platform: Platform, _ labels: borrowing InternedLabels,
        _ meanings: DescriptionMeanings
    ) {
        evidence.addRefusal(
            at: refusal.last, description: meanings.label(of: refusal),
            showing: meanings.evidence(of: refusal, on: platform)
        ) { labels.text($0).isBefore(labels.text($1)) }
    }
}
