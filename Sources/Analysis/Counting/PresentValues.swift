import Threading
import TrackingLog

/// How many messages have each value of the dimensions that a filter can name, before any filter.
struct PresentValues: Sendable {
    /// By the app's number in the labels.
    private var apps: [UInt32: Int] = [:]
    /// A message to several platforms counts for each.
    private var platforms: [Platform: Int] = [:]
    /// By the name's number in the labels.
    private var names: [UInt32: Int] = [:]

    init(_ outcomes: [ShardOutcomes], of shards: borrowing Shards<TallyShard>) {
        let parts = Workers.map(ShortKey.shardCount) { PresentValues(outcomes[$0], of: shards[$0].pointee) }
        for part in parts { add(part) }
    }

    /// No message.
    init() {}

    /// Adds the values of other messages.
    mutating func add(_ other: PresentValues) {
        apps.merge(other.apps, uniquingKeysWith: +)
        platforms.merge(other.platforms, uniquingKeysWith: +)
        names.merge(other.names, uniquingKeysWith: +)
    }

    private init(_ outcomes: ShardOutcomes, of shard: borrowing TallyShard) {
        for (index, message) in shard.messages.elements.enumerated() {
            apps[message.app, default: 0] += 1
            names[message.name, default: 0] += 1
            let resolved = outcomes.messages[index].platforms
            for platform in Platform.allCases where !resolved.isDisjoint(with: PlatformSet(platform)) {
                platforms[platform, default: 0] += 1
            }
        }
    }

    /// The values of a filter that no message has, in each dimension where there are any.
    func unmatched(
        by filter: MessageFilter, _ labels: borrowing InternedLabels, _ nameParts: NameParts?
    ) -> [UnmatchedValues] {
        filter.values.compactMap { dimension, values in
            UnmatchedValues(of: dimension.title, values, among: counts(of: dimension, labels, nameParts))
        }
    }

    private func counts(
        of dimension: Dimension, _ labels: borrowing InternedLabels, _ nameParts: NameParts?
    ) -> [ByteOrdered: Int] {
        var counts: [ByteOrdered: Int] = [:]
        switch dimension {
        case .app:
            for (app, count) in apps where app != InternedLabels.none {
                counts[ByteOrdered(text: labels.string(app))] = count
            }
        case .platform:
            for (platform, count) in platforms { counts[ByteOrdered(text: platform.name)] = count }
        default:
            for (name, count) in names {
                guard let text = nameParts?.text(of: dimension, in: name, labels) else { continue }
                counts[ByteOrdered(text: text), default: 0] += count
            }
        }
        return counts
    }
}
