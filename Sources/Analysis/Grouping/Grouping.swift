import Threading
import TrackingLog

/// The groups of a report: which there are, and which message belongs to which.
struct Grouping: Sendable {
    /// The groups that are shown each by itself, in no particular order. A message's group is a number here, or
    /// ``others``.
    let keys: [GroupKey]
    /// How many groups are counted as one, being too many to show.
    let otherCount: Int
    /// The number of the group of all others.
    var others: Int { keys.count }
    /// How many numbers there are.
    var count: Int { keys.count + (otherCount > 0 ? 1 : 0) }

    /// Finds the groups, and notes with each message which one is its.
    ///
    /// - Parameter most: how many groups are kept apart; of more the largest are.
    init(
        _ outcomes: [ShardOutcomes], of shards: borrowing Shards<TallyShard>, _ makeKeys: GroupKeys,
        _ filter: TallyFilter,
        most: Int, _ labels: borrowing InternedLabels
    ) {
        let local = Workers.map(ShortKey.shardCount) { shard in
            ShardGroups(outcomes[shard], of: shards[shard].pointee, makeKeys, filter)
        }
        var counts: [GroupKey: Int] = [:]
        for shard in local {
            for (number, key) in shard.keys.enumerated() { counts[key, default: 0] += shard.counts[number] }
        }
        keys = Grouping.largest(most, of: counts, makeKeys, labels)
        otherCount = counts.count - keys.count
        let numbers = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, UInt32($0)) })
        let others = UInt32(keys.count)
        _ = Workers.map(ShortKey.shardCount) { shard in
            let global = local[shard].keys.map { numbers[$0] ?? others }
            let messages = outcomes[shard].messages
            for index in messages.indices where messages[index].isReported {
                messages[index].group = global[Int(messages[index].group)]
            }
        }
    }

    /// The largest groups; of equal ones, those whose values come first.
    private static func largest(
        _ most: Int, of counts: [GroupKey: Int], _ makeKeys: GroupKeys, _ labels: borrowing InternedLabels
    ) -> [GroupKey] {
        guard counts.count > most else { return Array(counts.keys) }
        let smallest = counts.values.sorted(by: >)[most - 1]
        var keys = counts.filter { $0.value > smallest }.map(\.key)
        var equals: [(key: GroupKey, values: [String?])] = []
        for (key, count) in counts where count == smallest { equals.append((key, makeKeys.values(of: key, labels))) }
        equals.sort { $0.values.precedes($1.values) }
        keys += equals.prefix(most - keys.count).map(\.key)
        return keys
    }
}

extension [String?] {
    /// Whether these values come before others of the same dimensions: no value first, then in the order of bytes.
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

/// The groups of one shard's messages; each message gets the number of its group here.
private struct ShardGroups: Sendable {
    private(set) var keys: [GroupKey] = []
    private(set) var counts: [Int] = []

    init(_ outcomes: ShardOutcomes, of shard: borrowing TallyShard, _ makeKeys: GroupKeys, _ filter: TallyFilter) {
        var numbers: [GroupKey: Int] = [:]
        for (index, message) in shard.messages.elements.enumerated()
        where filter.keeps(message, outcomes.messages[index]) {
            let key = makeKeys.key(of: message, outcomes.messages[index])
            let number = numbers[key] ?? keys.count
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
