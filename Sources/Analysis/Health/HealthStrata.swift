import Threading
public import TrackingLog

/// Deliveries that are alike: of one platform, app and name.
public struct HealthStratum: Sendable, Hashable {
    /// The platform of the devices.
    public var platform: Platform
    /// The app's code; nil for none.
    public var app: String?
    /// The journey in the messages' name; nil for none.
    public var journey: String?
    /// The step there.
    public var step: String?
    /// The variant there.
    public var variant: String?

    /// A stratum.
    public init(
        platform: Platform, app: String? = nil, journey: String? = nil, step: String? = nil, variant: String? = nil
    ) {
        self.platform = platform
        self.app = app
        self.journey = journey
        self.step = step
        self.variant = variant
    }
}

/// Numbers the strata of a tally.
struct HealthStrata: Sendable {
    private struct Pair: Hashable {
        var app: UInt32
        var name: UInt32
    }

    private var numbers: [Pair: UInt32] = [:]
    /// By the number, in the order of apps, then names.
    private(set) var strata: [HealthStratum] = []
    private static let platforms = Platform.allCases.count

    init(_ resolved: ResolvedTally) {
        let parts = Workers.map(ShortKey.shardCount) { shard in
            var pairs: Set<Pair> = []
            for (number, message) in resolved.tally.shards[shard].pointee.messages.elements.enumerated()
            where resolved.outcomes[shard].messages[number].isReported {
                pairs.insert(Pair(app: message.app, name: message.name))
            }
            return pairs
        }
        func text(_ label: UInt32) -> String? {
            label == InternedLabels.none ? nil : resolved.tally.labels.string(label)
        }
        // By their texts, so that the order of reading does not matter.
        let pairs = parts.reduce(into: Set<Pair>()) { $0.formUnion($1) }
            .map { (pair: $0, app: text($0.app), name: text($0.name)) }
            .sorted {
                (ByteOrdered(text: $0.app ?? ""), ByteOrdered(text: $0.name ?? "")) < (
                    ByteOrdered(text: $1.app ?? ""), ByteOrdered(text: $1.name ?? "")
                )
            }
        for (pair, app, name) in pairs {
            numbers[pair] = UInt32(strata.count)
            let name = name.map { MessageName($0) }
            for platform in Platform.allCases {
                strata.append(
                    HealthStratum(
                        platform: platform, app: app, journey: name?.journey, step: name?.step, variant: name?.variant))
            }
        }
    }

    /// The number of a delivery's stratum.
    @inline(__always)
    func number(of message: MessageRecord, on platform: Platform) -> UInt32? {
        numbers[Pair(app: message.app, name: message.name)].map { $0 + UInt32(platform.rawValue) }
    }
}
