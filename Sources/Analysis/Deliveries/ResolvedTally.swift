import Durability
import Threading
import TrackingLog

/// A tally with the outcomes of its messages and deliveries, whose lines are to be written.
///
/// A class: threads read it together.
final class ResolvedTally: @unchecked Sendable {
    private(set) var tally: Tally
    let meanings: DescriptionMeanings
    private(set) var outcomes: [ShardOutcomes]
    /// The conversions of messages; none before ``credit(_:)``.
    private(set) var credits = ConversionCredits()

    init(_ tally: consuming Tally) {
        let meanings = DescriptionMeanings(tally.shards, tally.labels)
        outcomes = tally.outcomes(meanings)
        self.meanings = meanings
        self.tally = tally
    }

    /// Credits conversions to messages.
    func credit(_ request: ConversionRequest) throws(FileError) { credits = try tally.credit(request, outcomes) }

    /// Finds the tokens of all devices, by all messages: a filter of lines must not hide evidence.
    func resolveTokens() {
        for outcomes in outcomes { outcomes.markAll() }
        let deliveries = Workers.map(ShortKey.shardCount) { shard in
            ShardCounts(tally.shards[shard].pointee, outcomes[shard], meanings, groups: 1).deliveriesByDevice
        }
        _ = tally.resolveTokens(of: deliveries, outcomes, meanings, groups: 1)
    }

    /// The failed rows that decide over a delivery; nil unless it failed.
    func decidingRefusal(of delivery: Int, in shard: Int) -> RefusalRecord? {
        guard outcomes[shard].deliveries[delivery].state == .failed else { return nil }
        let shard = tally.shards[shard]
        return shard.pointee.refusals[Int(shard.pointee.deliveries[delivery].pointee.refusal)].pointee
    }

    /// The number of a message's person in the identities; nil if none is named.
    func person(of message: Int, in shard: Int) -> InternedIdentities.Number? {
        PersonSightings.person(
            of: tally.shards[shard].pointee.messages[message].pointee, outcomes[shard].messages[message],
            tally.identities)
    }

    /// The key for a delivery's person: the named one, else its device's.
    func personKey(_ named: InternedIdentities.Number?, hwid: ShortKey) -> ShortKey {
        named.map { tally.identities.personKey($0) } ?? tally.identities.personKey(hwid)
    }

    /// Reads the memory that the lines of some messages will need.
    ///
    /// It may be anywhere in large tables. The waits for many messages overlap, those for one do not.
    ///
    /// - Returns: a sum over everything read. If it were not used, the reads would be optimized away.
    func fetch(_ places: [MessagePlace]) -> UInt32 {
        var sum: UInt32 = 0
        for place in places {
            let (shard, message) = (Int(place.shard), Int(place.message))
            sum &+= tally.shards[shard].pointee.messages[message].pointee.firstDelivery
            sum &+= outcomes[shard].messages[message].group
        }
        for place in places {
            let (shard, message) = (Int(place.shard), Int(place.message))
            let record = tally.shards[shard].pointee.messages[message].pointee
            let delivery = Int(record.firstDelivery)
            sum &+= tally.shards[shard].pointee.deliveries[delivery].pointee.next
            sum &+= UInt32(outcomes[shard].deliveries[delivery].state.rawValue)
            if record.person != InternedIdentities.none { sum &+= UInt32(tally.identities.text(record.person).count) }
        }
        return sum
    }

    /// Frees everything but identities and labels.
    func forgetMessages() {
        tally.shards = Shards { TallyShard() }
        outcomes = []
    }

    /// Frees the texts that were noted, once they are sorted.
    func forgetTexts() { tally.texts = TextNotes(.nothing) }
}

extension Tally {
    /// The outcomes of all shards.
    func outcomes(_ meanings: DescriptionMeanings) -> [ShardOutcomes] {
        Workers.map(ShortKey.shardCount) { ShardOutcomes(shards[$0].pointee, identities, labels, meanings) }
    }
}
