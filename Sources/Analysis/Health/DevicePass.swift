import TrackingLog

/// Finds what only all deliveries to a device together show: new people, and messages that come twice.
struct DevicePass: ~Copyable {
    /// A delivery, by its shard and its number there.
    private struct Place: BitwiseCopyable {
        var shard: UInt32
        var delivery: UInt32
    }

    private struct Token: BitwiseCopyable {
        let hwid: ShortKey
        let app: UInt32
        let person: InternedIdentities.Number
        var first: UInt32
        var isShared = false
    }

    /// A delivery to a token under several people.
    private struct Use {
        var token: UInt32
        var time: UInt32
        var person: InternedIdentities.Number
        var place: Place
    }

    /// A message to a device, by what it is about.
    private struct Arrival {
        var subject: UInt64
        var time: UInt32
        var place: Place
    }

    /// How soon after another a message of the same name is the same message again, in seconds.
    private static let repetition: UInt32 = 600

    private let facts: [HealthFacts]

    init(_ facts: [HealthFacts]) { self.facts = facts }

    /// Notes the signals of the deliveries to some devices.
    ///
    /// - Parameter deliveries: by shard of the tally, their numbers.
    func note(_ deliveries: [[UInt32]], of resolved: ResolvedTally) {
        var tokens: [Token] = []
        var slots = SlotTable()
        var tokenOfDelivery: [UInt32] = []
        var arrivals: [Arrival] = []
        let total = deliveries.reduce(0) { $0 + $1.count }
        tokenOfDelivery.reserveCapacity(total)
        arrivals.reserveCapacity(total)
        for (shard, numbers) in deliveries.enumerated() {
            for (index, number) in numbers.enumerated() {
                // The numbers are far apart: nothing is in the cache by itself.
                if index + 16 < numbers.count {
                    resolved.tally.shards[shard].pointee.deliveries.prefetch(Int(numbers[index + 16]))
                }
                if index + 8 < numbers.count {
                    let next = resolved.tally.shards[shard].pointee.deliveries[Int(numbers[index + 8])].pointee.message
                    resolved.tally.shards[shard].pointee.messages.prefetch(Int(next))
                }
                let record = resolved.tally.shards[shard].pointee.deliveries[Int(number)].pointee
                let message = resolved.tally.shards[shard].pointee.messages[Int(record.message)].pointee
                let place = Place(shard: UInt32(shard), delivery: number)
                // Without a name nothing shows that two messages are one.
                if message.name != InternedLabels.none {
                    let about = PairHash.of(message.app, message.name) &* 0x9E37_79B9_7F4A_7C15
                    arrivals.append(
                        Arrival(
                            subject: record.hwid.hash ^ about, time: facts[shard].times[Int(number)], place: place))
                }
                guard let person = resolved.person(of: Int(record.message), in: shard) else {
                    tokenOfDelivery.append(.max)
                    continue
                }
                let hash = record.hwid.hash(with: Int(message.app))
                let known = slots.find(hash) { tokens[$0].app == message.app && tokens[$0].hwid == record.hwid }
                if let known {
                    if tokens[known].person != person { tokens[known].isShared = true }
                    tokens[known].first = min(tokens[known].first, facts[shard].times[Int(number)])
                    tokenOfDelivery.append(UInt32(known))
                } else {
                    slots.insert(hash, record: tokens.count)
                    tokenOfDelivery.append(UInt32(tokens.count))
                    tokens.append(
                        Token(
                            hwid: record.hwid, app: message.app, person: person,
                            first: facts[shard].times[Int(number)]))
                }
            }
        }
        noteRepetitions(arrivals)
        noteReturns(deliveries, tokens, tokenOfDelivery)
        guard tokens.contains(where: \.isShared) else { return }
        noteMoves(deliveries, tokens, tokenOfDelivery, resolved)
    }

    private func noteRepetitions(_ arrivals: [Arrival]) {
        // Numbers sort several times as fast as records: half of the subject, then the place.
        let keys = arrivals.indices.map { arrivals[$0].subject & ~0xFFFF_FFFF | UInt64(UInt32($0)) }.sorted()
        var group: [Arrival] = []
        var begin = 0
        while begin < keys.count {
            var end = begin + 1
            while end < keys.count, keys[end] >> 32 == keys[begin] >> 32 { end += 1 }
            if end > begin + 1 {
                group.removeAll(keepingCapacity: true)
                for key in keys[begin..<end] { group.append(arrivals[Int(UInt32(truncatingIfNeeded: key))]) }
                noteRepetitions(among: &group)
            }
            begin = end
        }
    }

    private func noteRepetitions(among arrivals: inout [Arrival]) {
        arrivals.sort { ($0.subject, $0.time, stratum($0.place)) < ($1.subject, $1.time, stratum($1.place)) }
        var count = 1
        for (before, arrival) in zip(arrivals, arrivals.dropFirst()) {
            let isRepetition = before.subject == arrival.subject && arrival.time - before.time <= Self.repetition
            count = isRepetition ? count + 1 : 1
            if count == 2 { note(.doubled, at: arrival.place) }
            if count > 2 { note(.tripled, at: arrival.place) }
        }
    }

    /// Only to a device that somebody had before can somebody else come.
    private func noteReturns(_ deliveries: [[UInt32]], _ tokens: [Token], _ tokenOfDelivery: [UInt32]) {
        var index = 0
        for (shard, numbers) in deliveries.enumerated() {
            for number in numbers {
                let token = tokenOfDelivery[index]
                index += 1
                guard token != .max, facts[shard].times[Int(number)] > tokens[Int(token)].first else { continue }
                note(.returning, at: Place(shard: UInt32(shard), delivery: number))
            }
        }
    }

    private func noteMoves(
        _ deliveries: [[UInt32]], _ tokens: [Token], _ tokenOfDelivery: [UInt32], _ resolved: ResolvedTally
    ) {
        var uses: [Use] = []
        var index = 0
        for (shard, numbers) in deliveries.enumerated() {
            for number in numbers {
                let token = tokenOfDelivery[index]
                index += 1
                guard token != .max, tokens[Int(token)].isShared else { continue }
                let message = resolved.tally.shards[shard].pointee.deliveries[Int(number)].pointee.message
                guard let person = resolved.person(of: Int(message), in: shard) else { continue }
                uses.append(
                    Use(
                        token: token, time: facts[shard].times[Int(number)], person: person,
                        place: Place(shard: UInt32(shard), delivery: number)))
            }
        }
        uses.sort { ($0.token, $0.time, stratum($0.place)) < ($1.token, $1.time, stratum($1.place)) }
        var people: Set<InternedIdentities.Number> = []
        for (place, use) in uses.enumerated() {
            if place == 0 || uses[place - 1].token != use.token { people = [use.person] }
            // Who was there before is no news: families share devices.
            if people.insert(use.person).inserted { note(.moved, at: use.place) }
        }
    }

    /// Of two at once, the stratum says which comes first: the numbers of deliveries depend on the order of reading.
    private func stratum(_ place: Place) -> UInt32 { facts[Int(place.shard)].strata[Int(place.delivery)] }

    private func note(_ signal: HealthSignal, at place: Place) {
        facts[Int(place.shard)].signals[Int(place.delivery)].insert(HealthSignals(signal))
    }
}
