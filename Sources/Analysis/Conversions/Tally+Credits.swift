import Durability
import Threading
import TrackingLog

extension Tally {
    /// Credits each conversion of a list to the nearest message that was delivered to its person before it.
    ///
    /// Nearest is the message that was delivered last, at or before the conversion's second and at most a window before it;
    /// of several of one second the one that is last in the delivery log: it began later or, of one second again, has the
    /// greater tracking code in byte order. Filters do not matter: a message that is not shown was delivered all the same.
    ///
    /// The tally must have been made to keep texts, and not be closed.
    ///
    /// - Throws: `FileError` where the texts, which wait in a file, cannot be read.
    func credit(_ request: ConversionRequest) throws(FileError) -> ConversionCredits {
        let outcomes = outcomes(DescriptionMeanings(shards, labels))
        return try credit(request, outcomes)
    }

    /// The same with the messages' outcomes.
    func credit(_ request: ConversionRequest, _ outcomes: [ShardOutcomes]) throws(FileError) -> ConversionCredits {
        let people = ListedPeople(request.list, identities)
        let delivered = Workers.map(ShortKey.shardCount) { shard in
            DeliveredMessages(shard, of: shards, outcomes[shard], identities, people, request)
        }
        let parts = Workers.map(DeliveredMessages.partCount) { part in
            NearestMessages(part, of: delivered, request)
        }
        let codes = try codes(of: parts.reduce(into: []) { $0.formUnion($1.ties) })
        var credits = ConversionCredits()
        for part in parts {
            credits.ofUnknownPeople += part.ofUnknownPeople
            credits.withoutMessage += part.withoutMessage
            part.forEachCredit(codes) { place, conversion in
                credits.byShard[Int(place.shard)].append(
                    ConversionCredits.Credit(
                        message: place.message, goal: conversion.goal, value: conversion.value))
            }
        }
        let found = credits.byShard
        credits.byShard = Workers.map(ShortKey.shardCount) { shard in
            found[shard].sorted { ($0.message, $0.goal) < ($1.message, $1.goal) }
        }
        return credits
    }

    /// The tracking codes of some messages, read from the noted texts.
    private func codes(of places: Set<MessagePlace>) throws(FileError) -> [MessagePlace: [UInt8]] {
        var codes: [MessagePlace: [UInt8]] = [:]
        guard !places.isEmpty else { return codes }
        for spool in texts.spools {
            let notes = try spool.reader()
            while let bytes = try notes.next() {
                let code = TextNote(bytes).code
                let key = ShortKey(KeyedHash.of(code))
                guard let message = shards[key.shard].pointee.find(key) else { continue }
                let place = MessagePlace(shard: UInt8(key.shard), message: UInt32(message))
                if places.contains(place), codes[place] == nil { codes[place] = Array(code) }
            }
        }
        return codes
    }
}

/// The nearest messages before the conversions of some people.
private struct NearestMessages: Sendable {
    private let request: ConversionRequest
    /// In order of person, then of time.
    private var delivered: [DeliveredMessages.Delivered] = []
    /// The messages that are equally near to a conversion: places in ``delivered``.
    private var nearest: [(conversion: ListedConversion, messages: Range<Int>)] = []
    private(set) var ofUnknownPeople = 0
    private(set) var withoutMessage = 0

    init(_ part: Int, of shards: [DeliveredMessages], _ request: ConversionRequest) {
        self.request = request
        for shard in shards { delivered += shard.byPart[part] }
        delivered.sort { left, right in
            if left.person != right.person { return left.person < right.person }
            return left.time == right.time ? left.first < right.first : left.time < right.time
        }
        var start = 0
        for person in stride(from: part, to: request.list.people.count, by: DeliveredMessages.partCount) {
            var end = start
            while end < delivered.count, delivered[end].person == person { end += 1 }
            let isKnown = shards.contains { $0.isKnown[person] }
            add(request.list.conversions(of: person), to: start..<end, isKnown: isKnown)
            start = end
        }
    }

    /// Finds the nearest message before each conversion of a person.
    private mutating func add(
        _ conversions: ArraySlice<ListedConversion>, to messages: Range<Int>, isKnown: Bool
    ) {
        var end = messages.lowerBound
        for conversion in conversions {
            while end < messages.upperBound, delivered[end].time <= conversion.time { end += 1 }
            guard end > messages.lowerBound, request.contains(conversion.time, from: delivered[end - 1].time) else {
                if isKnown { withoutMessage += 1 } else { ofUnknownPeople += 1 }
                continue
            }
            // Conversions in a row often go to one message.
            if let last = nearest.last, last.conversion.person == conversion.person, last.messages.upperBound == end {
                nearest.append((conversion, last.messages))
                continue
            }
            let last = delivered[end - 1]
            var start = end - 1
            while start > messages.lowerBound, delivered[start - 1].time == last.time,
                delivered[start - 1].first == last.first
            {
                start -= 1
            }
            nearest.append((conversion, start..<end))
        }
    }

    /// The messages that only their tracking codes decide between.
    var ties: Set<MessagePlace> {
        var ties: Set<MessagePlace> = []
        var last = 0..<0
        for (_, messages) in nearest where messages.count > 1 && messages != last {
            ties.formUnion(messages.map(place))
            last = messages
        }
        return ties
    }

    /// Visits each conversion that goes to a message, with it.
    func forEachCredit(_ codes: [MessagePlace: [UInt8]], _ body: (MessagePlace, ListedConversion) -> Void) {
        var last: (messages: Range<Int>, place: MessagePlace)?
        for (conversion, messages) in nearest {
            if last?.messages != messages {
                let greatest = messages.map(place).max { left, right in
                    codes[left, default: []].lexicographicallyPrecedes(codes[right, default: []])
                }
                last = greatest.map { (messages, $0) }
            }
            if let last { body(last.place, conversion) }
        }
    }

    private func place(_ index: Int) -> MessagePlace {
        MessagePlace(shard: delivered[index].shard, message: delivered[index].message)
    }
}
