import Threading
import TrackingLog

/// The groups of a report, and the group of each message.
struct Grouping: Sendable {
    /// The groups to show, in no particular order. A message's group is an index here, or ``others``.
    let keys: [GroupKey]
    /// The number of groups that are too many to show, and are counted as one.
    let otherCount: Int
    /// The number of the group of all others.
    var others: Int { keys.count }
    /// The number of groups, the others counted as one.
    var count: Int { keys.count + (otherCount > 0 ? 1 : 0) }

    /// By the group's key, its number.
    private let numbers: [GroupKey: UInt32]

    /// Finds the groups, and notes each message's.
    ///
    /// - Parameter maximum: the number of groups to show: the largest.
    init(
        _ outcomes: [ShardOutcomes], of shards: borrowing Shards<TallyShard>, _ makeKeys: GroupKeys,
        _ filter: TallyFilter,
        maximum: Int, _ labels: borrowing InternedLabels, _ identities: borrowing InternedIdentities
    ) {
        let local = LocalGroups(outcomes, of: shards, makeKeys, filter, identities)
        self.init(local.counts, maximum: maximum, makeKeys, labels)
        assign(local, in: outcomes)
    }

    /// The groups to show.
    ///
    /// - Parameters:
    ///   - counts: how many messages each group has.
    ///   - maximum: the number of groups to show: the largest.
    init(_ counts: [GroupKey: Int], maximum: Int, _ makeKeys: GroupKeys, _ labels: borrowing InternedLabels) {
        keys = Grouping.largest(maximum, of: counts, makeKeys, labels)
        otherCount = counts.count - keys.count
        numbers = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, UInt32($0)) })
    }

    /// Gives messages the numbers of their groups here.
    ///
    /// - Parameter local: the groups that they have numbers of.
    func assign(_ local: LocalGroups, in outcomes: [ShardOutcomes]) {
        let others = UInt32(keys.count)
        _ = Workers.map(ShortKey.shardCount) { shard in
            let global = local.shards[shard].keys.map { numbers[$0] ?? others }
            let messages = outcomes[shard].messages
            for index in messages.indices where messages[index].isReported {
                messages[index].group = global[Int(messages[index].group)]
            }
        }
    }

    /// The largest groups; of equal ones, the first by their values.
    private static func largest(
        _ maximum: Int, of counts: [GroupKey: Int], _ makeKeys: GroupKeys, _ labels: borrowing InternedLabels
    ) -> [GroupKey] {
        guard counts.count > maximum else { return Array(counts.keys) }
        let smallest = counts.values.sorted(by: >)[maximum - 1]
        var keys = counts.filter { $0.value > smallest }.map(\.key)
        var equals: [(key: GroupKey, values: [String?])] = []
        for (key, count) in counts where count == smallest { equals.append((key, makeKeys.values(of: key, labels))) }
        equals.sort { $0.values.precedes($1.values) }
        keys += equals.prefix(maximum - keys.count).map(\.key)
        return keys
    }
}

extension [String?] {
    /// Whether these values precede others of the same dimensions: no value first, then in byte order.
    func precedes(_ other: [String?]) -> Bool {
        for (mine, theirs) in zip(self, other) {
            guard let theirs else {
                if mine == nil { continue }
                return false
            }
            guard let mine else { return true }
            if !mine.isSame(as: theirs) { return ByteOrdered(text: mine) < ByteOrdered(text: theirs) }
        }
        return false
    }
}

/// The groups of some tables' messages. Each reported message gets the number of its group in its shard.
struct LocalGroups: Sendable {
    fileprivate let shards: [ShardGroups]

    init(
        _ outcomes: [ShardOutcomes], of shards: borrowing Shards<TallyShard>, _ makeKeys: GroupKeys,
        _ filter: TallyFilter, _ identities: borrowing InternedIdentities
    ) {
        self.shards = Workers.map(ShortKey.shardCount) { shard in
            ShardGroups(outcomes[shard], of: shards[shard].pointee, makeKeys, filter, identities)
        }
    }

    /// How many messages each group has.
    var counts: [GroupKey: Int] {
        var counts: [GroupKey: Int] = [:]
        for shard in shards {
            for (number, key) in shard.keys.enumerated() { counts[key, default: 0] += shard.counts[number] }
        }
        return counts
    }
}

/// The groups of one shard's messages.
private struct ShardGroups: Sendable {
    private(set) var keys: [GroupKey] = []
    private(set) var counts: [Int] = []

    init(
        _ outcomes: ShardOutcomes, of shard: borrowing TallyShard, _ makeKeys: GroupKeys, _ filter: TallyFilter,
        _ identities: borrowing InternedIdentities
    ) {
        var numbers: [GroupKey: Int] = [:]
        // The group of the message before: often this one's too, and without dimensions that of all.
        var last = -1
        for (index, message) in shard.messages.elements.enumerated()
        where filter.keeps(message, outcomes.messages[index]) {
            let key = makeKeys.key(of: message, outcomes.messages[index], in: shard, identities)
            let number = last >= 0 && keys[last] == key ? last : numbers[key] ?? keys.count
            last = number
            if number == keys.count {
                numbers[key] = number
                keys.append(key)
                counts.append(0)
            }
            counts[number] += 1
            outcomes.messages[index].group = UInt32(number)
        }
    }
}
