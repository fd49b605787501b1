import Threading
import TrackingLog

/// The dimension in which groups are compared, and those in which they agree.
struct ComparedDimensions {
    let compared: Dimension
    let shared: [Dimension]

    /// The shared dimensions, then the compared one.
    var all: [Dimension] { shared + [compared] }

    /// - Returns: nil if all dimensions are of times, which follow each other rather than being alternatives.
    init?(_ dimensions: [Dimension]) {
        let last = dimensions.last { !$0.isTime }
        guard let compared = dimensions.contains(.variant) ? .variant : last else { return nil }
        self.compared = compared
        // A variant is one of a step: variants of several steps have nothing in common but the name.
        let ofVariants: [Dimension] = compared == .variant ? [.journey, .step] : []
        shared = ofVariants + dimensions.filter { $0 != compared && !ofVariants.contains($0) }
    }

    /// Whether the messages of a value are an alternative to others: not those that have several values, or whose is not
    /// known.
    func isAlternative(_ value: String) -> Bool {
        switch compared {
        case .platform: value != Platform.mixed.name && value != Platform.unknown.name
        case .reasonCategory, .audience: value != GroupKeys.mixed
        default: true
        }
    }
}

extension Tally {
    /// Compares groups of reported messages by the share of delivered ones with a conversion.
    ///
    /// - Parameter keys: the keys of messages in the dimensions' order.
    func comparisons(
        _ dimensions: ComparedDimensions, _ credits: ConversionCredits, _ outcomes: [ShardOutcomes], _ keys: GroupKeys
    ) -> ConversionComparisons {
        let ofShards = Workers.map(ShortKey.shardCount) { shard in
            var rates: [GroupKey: Rate] = [:]
            let messages = outcomes[shard].messages
            let converted = credits.messages(of: shard, count: messages.count)
            for (number, message) in shards[shard].pointee.messages.elements.enumerated()
            where messages[number].isReported && messages[number].overlays.contains(.delivered) {
                let key = keys.key(of: message, messages[number], in: shards[shard].pointee, identities)
                rates[key, default: Rate(0, of: 0)].whole += 1
                if converted[number] { rates[key, default: Rate(0, of: 0)].count += 1 }
            }
            return rates
        }
        let rates = ofShards.reduce(into: [:]) { all, shard in
            all.merge(shard) { Rate($0.count + $1.count, of: $0.whole + $1.whole) }
        }
        // Groups that agree in all shared dimensions.
        var families: [GroupKey: GroupFamily] = [:]
        for (key, rate) in rates {
            var shared = key
            shared[dimensions.shared.count] = GroupKey.none
            let values = keys.values(of: key, labels)
            guard let value = values[dimensions.shared.count], dimensions.isAlternative(value) else { continue }
            families[shared, default: GroupFamily(values: Array(values.dropLast()))].sides.append(
                ConversionComparisons.Side(value: value, rate: rate))
        }
        return ConversionComparisons(dimensions, Array(families.values))
    }
}

extension ConversionCredits {
    /// By message of a shard, whether it has conversions.
    fileprivate func messages(of shard: Int, count: Int) -> [Bool] {
        var converted = [Bool](repeating: false, count: count)
        for credit in byShard[shard] { converted[Int(credit.message)] = true }
        return converted
    }
}
