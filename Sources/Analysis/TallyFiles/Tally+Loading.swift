import LogArchive
import Threading
import TrackingLog

extension Tally {
    /// Adds what a tally file holds of messages.
    ///
    /// The file was read once already. Where it has changed since, or holds what no tally can, the answer would be of a part
    /// of it: such an error must end the work.
    ///
    /// - Parameters:
    ///   - file: the file; its head is not looked at.
    ///   - isNoted: whether the texts of its messages are wanted.
    /// - Returns: records of the texts, each a ``TextNote``, in any order.
    /// - Throws: `ReadingFault`.
    mutating func add(_ file: consuming TallyFileReader, isNoted: Bool) throws(ReadingFault) -> [RecordSpool] {
        requireOpen()
        let fileTexts = TallyTexts()
        var fileLabels = TallyLabels()
        let spools = isNoted ? (0..<Tally.sectionsAtOnce).map { _ in RecordSpool() } : []
        while true {
            let packed = try file.next(Tally.sectionsAtOnce)
            if packed.isEmpty { return spools }
            let sections = Workers.map(packed.count) { TallySection(packed[$0]) }
            for section in sections { section.number(fileTexts, &fileLabels, in: &labels) }
            let known = fileLabels
            _ = Workers.map(sections.count) { sections[$0].readMessages(fileTexts, known) }
            if let fault = sections.lazy.compactMap(\.fault).first { throw fault }
            fileTexts.intern(sections.map(\.contents.people), in: &identities)
            Tally.add(sections, fileTexts, to: shards, labels, identities)
            if isNoted {
                _ = Workers.map(sections.count) { sections[$0].note(fileTexts, in: spools[$0]) }
            }
        }
    }

    /// The sections that are held at once: some megabytes each.
    private static let sectionsAtOnce = 8

    private static func add(
        _ sections: [TallySection], _ texts: TallyTexts, to shards: borrowing Shards<TallyShard>,
        _ labels: borrowing InternedLabels, _ identities: borrowing InternedIdentities
    ) {
        Workers.forEach(ShortKey.shardCount) { shard in
            for section in sections {
                shards[shard].pointee.add(section.contents, shard: shard, texts, labels, identities)
            }
        }
    }
}

extension TallyShard {
    /// Adds the messages of one shard of a tally file's section.
    fileprivate mutating func add(
        _ section: TallySectionContents, shard: Int, _ texts: TallyTexts, _ labels: borrowing InternedLabels,
        _ identities: borrowing InternedIdentities
    ) {
        var numbers: [UInt32] = []
        for place in section.byShard[shard] {
            var record = section.messages[Int(place)]
            if record.person != InternedIdentities.none { record.person = texts[Int(record.person)].identity }
            let message = self.message(record.key)
            let isNew = messages[message].pointee.deliveryCount == 0
            merge(record, into: message, labels, identities)
            let (start, end) = (section.starts[Int(place)], section.starts[Int(place) + 1])
            numbers.removeAll(keepingCapacity: true)
            for delivery in section.deliveries[start.delivery..<end.delivery] {
                numbers.append(UInt32(merge(delivery, of: message, isNew: isNew)))
            }
            for var refusal in section.refusals[start.refusal..<end.refusal] {
                refusal.delivery = numbers[Int(refusal.delivery) - start.delivery]
                decide(count(refusal), labels)
            }
            for events in section.rareEvents[start.rareEvents..<end.rareEvents] {
                let delivery = numbers[Int(events.delivery) - start.delivery]
                count(RareEventsRecord(delivery: delivery, label: events.label, count: events.count))
            }
        }
    }
}

extension TallySection {
    /// Writes the texts of its messages for lines.
    fileprivate func note(_ texts: TallyTexts, in spool: RecordSpool) {
        let codes = columns[.codeBytes]
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        func note(_ message: Int, _ time: CompactTime, target: UInt32? = nil, hwid: UInt32? = nil) {
            let code = UnsafeRawBufferPointer(rebasing: codes[contents.codes[message]])
            func append(_ target: UnsafeRawBufferPointer, _ hwid: UnsafeRawBufferPointer) {
                spool.append { TextNote(time: time, code: code, target: target, hwid: hwid).append(to: &$0) }
            }
            if let target {
                texts.withText(Int(target)) { append($0, none) }
            } else if let hwid {
                texts.withText(Int(hwid)) { append(none, $0) }
            }
        }
        for (message, target, time) in contents.targets { note(Int(message), time, target: target) }
        for (place, delivery) in contents.deliveries.enumerated() {
            note(Int(delivery.message), .never, hwid: contents.hwids[place])
        }
    }
}
