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
        _ settled: [SettledPart], of parts: borrowing Parts<TallyPart>, _ makeKeys: GroupKeys, _ filter: TallyFilter,
        most: Int, _ words: borrowing Words
    ) {
        let local = Workers.map(ShortKey.parts) { part in
            PartGroups(settled[part], of: parts[part].pointee, makeKeys, filter)
        }
        var counts: [GroupKey: Int] = [:]
        for part in local {
            for (number, key) in part.keys.enumerated() { counts[key, default: 0] += part.counts[number] }
        }
        keys = Grouping.largest(most, of: counts, makeKeys, words)
        otherCount = counts.count - keys.count
        let numbers = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, UInt32($0)) })
        let others = UInt32(keys.count)
        _ = Workers.map(ShortKey.parts) { part in
            let global = local[part].keys.map { numbers[$0] ?? others }
            let messages = settled[part].messages
            for index in messages.indices where messages[index].isReported {
                messages[index].group = global[Int(messages[index].group)]
            }
        }
    }

    /// The largest groups; of equal ones, those whose values come first.
    private static func largest(
        _ most: Int, of counts: [GroupKey: Int], _ makeKeys: GroupKeys, _ words: borrowing Words
    ) -> [GroupKey] {
        guard counts.count > most else { return Array(counts.keys) }
        let smallest = counts.values.sorted(by: >)[most - 1]
        var keys = counts.filter { $0.value > smallest }.map(\.key)
        var equals: [(key: GroupKey, values: [String?])] = []
        for (key, count) in counts where count == smallest { equals.append((key, makeKeys.values(of: key, words))) }
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

/// The groups of one part's messages; each message gets the number of its group here.
private struct PartGroups: Sendable {
    private(set) var keys: [GroupKey] = []
    private(set) var counts: [Int] = []

    init(_ settled: SettledPart, of part: borrowing TallyPart, _ makeKeys: GroupKeys, _ filter: TallyFilter) {
        var numbers: [GroupKey: Int] = [:]
        for (index, message) in part.messages.elements.enumerated()
        where filter.keeps(message, settled.messages[index]) {
            let key = makeKeys.key(of: message, settled.messages[index])
            let number = numbers[key] ?? keys.count
            if number == keys.count {
                numbers[key] = number
                keys.append(key)
                counts.append(0)
            }
            counts[number] += 1
            settled.messages[index].group = UInt32(number)
        }
    }
}
