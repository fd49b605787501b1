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

/// The pairs of apps and names that messages have, each with a number.
private struct NamedApps: ~Copyable {
    struct Pair: BitwiseCopyable, Hashable {
        var app: UInt32
        var name: UInt32
    }

    private(set) var pairs: [Pair] = []
    private var numbers: [UInt32] = []
    private var slots = SlotTable()

    @inline(__always)
    func number(of app: UInt32, _ name: UInt32) -> UInt32? {
        slots.find(PairHash.of(app, name)) { pairs[$0].app == app && pairs[$0].name == name }.map { numbers[$0] }
    }

    /// Adds a pair that is not there yet.
    mutating func add(_ pair: Pair, number: UInt32 = 0) {
        slots.insert(PairHash.of(pair.app, pair.name), record: pairs.count)
        pairs.append(pair)
        numbers.append(number)
    }
}

/// Numbers the strata of a tally.
struct HealthStrata: ~Copyable, @unchecked Sendable {
    private var numbers = NamedApps()
    /// By the number, in the order of apps, then names.
    private(set) var strata: [HealthStratum] = []

    init(_ resolved: ResolvedTally) {
        let parts = Workers.map(ShortKey.shardCount) { shard in
            var known = NamedApps()
            for (number, message) in resolved.tally.shards[shard].pointee.messages.elements.enumerated()
            where resolved.outcomes[shard].messages[number].isReported {
                guard known.number(of: message.app, message.name) == nil else { continue }
                known.add(NamedApps.Pair(app: message.app, name: message.name))
            }
            return known.pairs
        }
        func text(_ label: UInt32) -> String? {
            label == InternedLabels.none ? nil : resolved.tally.labels.string(label)
        }
        // By their texts, so that the order of reading does not matter.
        let pairs = parts.reduce(into: Set<NamedApps.Pair>()) { $0.formUnion($1) }
            .map { (pair: $0, app: text($0.app), name: text($0.name)) }
            .sorted {
                (ByteOrdered(text: $0.app ?? ""), ByteOrdered(text: $0.name ?? "")) < (
                    ByteOrdered(text: $1.app ?? ""), ByteOrdered(text: $1.name ?? "")
                )
            }
        for (pair, app, name) in pairs {
            numbers.add(pair, number: UInt32(strata.count))
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
        numbers.number(of: message.app, message.name).map { $0 + UInt32(platform.rawValue) }
    }
}
