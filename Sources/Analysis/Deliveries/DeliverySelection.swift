import TrackingLog

/// The messages and deliveries that a ``DeliveryRequest`` asks for, in one tally's numbers.
struct DeliverySelection: Sendable {
    private let messages: TallyFilter
    private let outcomes: Set<MessageOutcome>
    private let platforms: PlatformSet?
    private let categories: CategorySet?
    /// The names of reasons; nil means all.
    private let reasons: [[UInt8]]?
    /// The keys of people; nil means all.
    private let persons: [ShortKey]?

    init(_ request: DeliveryRequest, _ tally: borrowing Tally, _ nameParts: NameParts?) {
        messages = TallyFilter(request.filter, tally.labels, nameParts)
        outcomes = request.outcomes
        let platforms = request.filter.platforms
        self.platforms = platforms.isEmpty ? nil : PlatformSet(platforms.map { PlatformSet($0) })
        categories = request.categories.isEmpty ? nil : CategorySet(request.categories.map { CategorySet($0) })
        reasons = request.reasons.isEmpty ? nil : request.reasons.map { Array($0.utf8) }
        var persons: [ShortKey] = []
        for id in request.persons {
            let key = Array(id.utf8).withUnsafeBytes { ShortKey(KeyedHash.of($0)) }
            persons.append(tally.identities.personKey(key))
        }
        self.persons = persons.isEmpty ? nil : persons
    }

    /// Marks the messages of a shard that have a line: they are of group 0.
    func mark(_ shard: Int, of resolved: ResolvedTally) {
        let messages = resolved.outcomes[shard].messages
        let table = resolved.tally.shards[shard]
        for (number, message) in table.pointee.messages.elements.enumerated() {
            var isKept = self.messages.keeps(message, messages[number])
            if isKept, !outcomes.isEmpty { isKept = outcomes.contains(MessageOutcome(messages[number].deliveries)) }
            if isKept, categories != nil || reasons != nil || persons != nil {
                isKept = false
                var delivery = message.firstDelivery
                while delivery != DeliveryRecord.none, !isKept {
                    isKept = keeps(Int(delivery), of: shard, in: resolved)
                    delivery = table.pointee.deliveries[Int(delivery)].pointee.next
                }
            }
            messages[number].group = isKept ? 0 : ResolvedMessage.leftOut
        }
    }

    /// Whether a delivery of a message that has a line may have one of its own.
    func keeps(_ number: Int, of shard: Int, in resolved: ResolvedTally) -> Bool {
        let platform = resolved.outcomes[shard].deliveries[number].platform
        if let platforms, !platforms.contains(PlatformSet(platform)) { return false }
        if categories != nil || reasons != nil {
            guard let refusal = resolved.decidingRefusal(of: number, in: shard) else { return false }
            let meanings = resolved.meanings
            if let categories, categories.isDisjoint(with: meanings.category(of: refusal, on: platform)) {
                return false
            }
            if let reasons {
                let isWanted = meanings.withReason(of: refusal, on: platform, resolved.tally.labels) { name in
                    reasons.contains { $0.withUnsafeBytes { $0.isSame(as: name) } }
                }
                if !isWanted { return false }
            }
        }
        guard let persons else { return true }
        let delivery = resolved.tally.shards[shard].pointee.deliveries[number].pointee
        let named = resolved.person(of: Int(delivery.message), in: shard)
        return persons.contains(resolved.personKey(named, hwid: delivery.hwid))
    }
}
