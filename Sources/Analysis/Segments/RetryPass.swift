import TrackingLog

/// A message to a person that failed, and that can be sent again.
struct RetriedMessage: BitwiseCopyable, Sendable {
    let person: ShortKey
    /// The person's number in the identities; `none` for a device that stands for a person.
    let name: InternedIdentities.Number
    /// The key of the tracking code.
    let code: ShortKey
    /// The numbers of the message's app and name in the labels.
    let app: UInt32
    let title: UInt32
    /// The latest of the failures after which to send again.
    let failure: DecidingFailure
    /// The most attempts that any of the deliveries had.
    let attempts: Int
}

/// Finds the messages to a shard's people that can be sent again.
struct RetryPass {
    /// What a message is, whatever its tracking code: a sender's next attempt may have a new one.
    private struct Content: Hashable {
        var person: ShortKey
        var app: UInt32
        var name: UInt32

        init(person: ShortKey, app: UInt32, name: UInt32) {
            self.person = person
            self.app = app
            self.name = name
        }

        /// nil for a message without a name: no other is known to be the same.
        init?(_ message: RetriedMessage) {
            guard message.title != InternedLabels.none else { return nil }
            self.init(person: message.person, app: message.app, name: message.title)
        }
    }

    private(set) var retried: [RetriedMessage] = []

    init(_ messages: [PersonMessages], shard: Int, of resolved: ResolvedTally, _ selection: DeliverySelection) {
        var lastGood: [Content: CompactTime] = [:]
        messages.forEach(inShard: shard, of: resolved) { message in
            guard let failed = RetriedMessage(message, of: resolved, selection) else { return }
            retried.append(failed)
            if let content = Content(failed) { lastGood[content] = CompactTime.none }
        }
        guard !retried.isEmpty else { return }
        messages.forEach(inShard: shard, of: resolved) { message in
            let record = message.record(in: resolved)
            let content = Content(person: message.key, app: record.app, name: record.name)
            guard let known = lastGood[content] else { return }
            lastGood[content] = max(known, Self.lastGood(of: message, resolved))
        }
        retried.removeAll { failed in
            Content(failed).map { (lastGood[$0] ?? .none) >= failed.failure.refusal.last } ?? false
        }
    }

    private static func lastGood(of message: MessageOfPerson, _ resolved: ResolvedTally) -> CompactTime {
        var last = CompactTime.none
        message.forEachDelivery(in: resolved) { delivery in
            if resolved.outcomes[message.shard].deliveries[delivery].state.isAccepted {
                last = max(last, resolved.tally.shards[message.shard].pointee.deliveries[delivery].pointee.lastGood)
            }
        }
        return last
    }
}

extension RetriedMessage {
    /// nil unless the message can be sent again: no delivery to the person succeeded or is under way, and one failed for a
    /// reason that passes, with attempts left.
    fileprivate init?(_ message: MessageOfPerson, of resolved: ResolvedTally, _ selection: DeliverySelection) {
        let shard = message.shard
        guard message.isSelected(in: resolved) else { return nil }
        var latest: DecidingFailure?
        var attempts = 0
        var isOver = true
        message.forEachDelivery(in: resolved) { delivery in
            guard let failure = resolved.failure(of: delivery, in: shard) else {
                isOver = false
                return
            }
            let sent = resolved.tally.shards[shard].pointee.count(of: .sent, in: delivery)
            guard selection.keeps(delivery, of: shard, in: resolved), resolved.retry(after: failure).passes,
                sent < SenderRules.maximumAttempts
            else { return }
            attempts = max(attempts, sent)
            if latest.map({ resolved.outranks(failure, $0) }) ?? true { latest = failure }
        }
        guard isOver, let latest else { return nil }
        let record = message.record(in: resolved)
        self.init(
            person: message.key, name: message.name, code: record.key, app: record.app, title: record.name,
            failure: latest, attempts: attempts)
    }
}

extension ResolvedTally {
    /// Whether to send again after a failure.
    func retry(after failure: DecidingFailure) -> Reason.Retry {
        meanings.match(meanings.label(of: failure.refusal)).reason(on: failure.platform)?.retry ?? .no
    }
}
