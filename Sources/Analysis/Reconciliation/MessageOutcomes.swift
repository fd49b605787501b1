import TrackingLog

/// The outcomes of a tally's messages, and whether each is of an app that was asked for.
struct MessageOutcomes: Sendable {
    private let outcomes: [ShardOutcomes]
    private let asked: [String]
    /// The numbers of the apps asked for in the labels; nil for all.
    private let apps: Set<UInt32>?

    init(_ tally: borrowing Tally, apps: [String]) {
        outcomes = tally.outcomes(DescriptionMeanings(tally.shards, tally.labels))
        asked = apps
        if apps.isEmpty {
            self.apps = nil
        } else {
            var numbers: Set<UInt32> = []
            for app in apps { if let number = tally.labels.find(app) { numbers.insert(number) } }
            self.apps = numbers
        }
    }

    /// Visits every message.
    func forEachMessage(
        of tally: borrowing Tally, _ body: (SentComparison.MessageNumber, MessageRecord) -> Void
    ) {
        for shard in 0..<ShortKey.shardCount {
            for (number, record) in tally.shards[shard].pointee.messages.elements.enumerated() {
                body(SentComparison.MessageNumber(shard: Int32(shard), number: UInt32(number)), record)
            }
        }
    }

    /// Whether a message is of an app that was asked for.
    func passes(_ message: MessageRecord) -> Bool { apps?.contains(message.app) ?? true }

    /// Whether the outcome of a message is not known yet.
    func isUnsettled(_ message: SentComparison.MessageNumber) -> Bool {
        let resolved = outcomes[Int(message.shard)].messages[Int(message.number)]
        return MessageOutcome(resolved.deliveries) == .attempted
    }

    /// The apps asked for that no message is of.
    func unmatchedApps(_ tally: borrowing Tally) -> UnmatchedValues? {
        guard apps != nil else { return nil }
        var messages: [UInt32: Int] = [:]
        forEachMessage(of: tally) { messages[$1.app, default: 0] += 1 }
        var counts: [ByteOrdered: Int] = [:]
        for (app, count) in messages where app != InternedLabels.none {
            counts[ByteOrdered(text: tally.labels.string(app))] = count
        }
        return UnmatchedValues(of: "app", asked, among: counts)
    }
}

extension Tally {
    /// A message's record.
    func record(of message: SentComparison.MessageNumber) -> MessageRecord {
        shards[Int(message.shard)].pointee.messages[Int(message.number)].pointee
    }
}

extension SentTally {
    /// Messages that are not listed by code, by their first events, then by their codes.
    func inOrder(
        _ messages: [SentComparison.MessageNumber]
    ) -> [(message: SentComparison.MessageNumber, first: Timestamp)] {
        var found: [(message: SentComparison.MessageNumber, first: Timestamp)] = []
        for message in messages {
            guard let first = tally.record(of: message).first.timestamp else { continue }
            found.append((message, first))
        }
        found.sort { left, right in
            if left.first != right.first { return left.first < right.first }
            return code(of: tally.record(of: left.message).key).isBefore(code(of: tally.record(of: right.message).key))
        }
        return found
    }
}
