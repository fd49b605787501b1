import Threading
import TrackingLog

extension Shards<TallyShard> {
    /// How many reported messages have each name, by its number in the labels.
    func messagesByName(_ outcomes: [ShardOutcomes]) -> [UInt32: Int] {
        Workers.map(ShortKey.shardCount) { shard in
            var counts: [UInt32: Int] = [:]
            for (index, message) in self[shard].pointee.messages.elements.enumerated()
            where outcomes[shard].messages[index].isReported {
                counts[message.name, default: 0] += 1
            }
            return counts
        }.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    }
}

extension Tally {
    /// The names held against the naming convention.
    ///
    /// - Parameter messages: how many messages have each name.
    func checkedNames(_ messages: [UInt32: Int], _ parts: NameParts) -> CheckedNames {
        var checked = CheckedNames()
        var irregular: [(name: UInt32, messages: Int)] = []
        for (name, count) in messages {
            if name == InternedLabels.none {
                checked.unnamedMessages = count
                continue
            }
            checked.total += 1
            if parts.check(of: name) != .ok { irregular.append((name, count)) }
        }
        checked.irregular = irregular.count
        checked.irregularMessages = irregular.reduce(0) { $0 + $1.messages }
        irregular.sort { left, right in
            if left.messages != right.messages { return left.messages > right.messages }
            return labels.text(left.name).isBefore(labels.text(right.name))
        }
        checked.examples = irregular.prefix(CheckedNames.maximumExamples).map { name, count in
            CheckedNames.Example(name: labels.string(name), check: parts.check(of: name), messages: count)
        }
        return checked
    }
}
