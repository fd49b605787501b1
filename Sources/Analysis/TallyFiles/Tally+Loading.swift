import LogArchive
import Threading
import TrackingLog

extension Tally {
    /// Adds what a tally file holds of messages.
    ///
    /// The file was read once already. Where it has changed since, or holds what no tally can, the answer would be
    /// of a part of it: such an error must end the work.
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
            _ = Workers.map(sections.count) { sections[$0].readMessages(fileTexts, known, isNoted: isNoted) }
            if let fault = sections.lazy.compactMap(\.fault).first { throw fault }
            fileTexts.intern(sections.map(\.people), in: &identities)
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
                shards[shard].pointee.add(section.parts[shard].pointee, texts, labels, identities)
            }
        }
    }
}

extension TallyShard {
    /// Adds the messages of one shard of a tally file's section.
    fileprivate mutating func add(
        _ part: borrowing TallySectionPart, _ texts: TallyTexts, _ labels: borrowing InternedLabels,
        _ identities: borrowing InternedIdentities
    ) {
        var numbers: [UInt32] = []
        var (start, refusal, events) = (0, 0, 0)
        for (record, ends) in zip(part.messages.elements, part.ends.elements) {
            var record = record
            if record.person != InternedIdentities.none { record.person = texts.identity(Int(record.person)) }
            let message = self.message(record.key)
            let isNew = messages[message].pointee.deliveryCount == 0
            merge(record, into: message, labels, identities)
            numbers.removeAll(keepingCapacity: true)
            let first = start
            while start < Int(ends.deliveries) {
                numbers.append(UInt32(merge(part.deliveries[start].pointee, of: message, isNew: isNew)))
                start += 1
            }
            while refusal < Int(ends.refusals) {
                var rows = part.refusals[refusal].pointee
                rows.delivery = numbers[Int(rows.delivery) - first]
                decide(count(rows), labels)
                refusal += 1
            }
            while events < Int(ends.rareEvents) {
                let rare = part.rareEvents[events].pointee
                let delivery = numbers[Int(rare.delivery) - first]
                count(RareEventsRecord(delivery: delivery, label: rare.label, count: rare.count))
                events += 1
            }
        }
    }
}

extension TallySection {
    /// Writes the texts of its messages for lines.
    fileprivate func note(_ texts: TallyTexts, in spool: RecordSpool) {
        guard let codes = columns?[.codeBytes] else { return }
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        func append(
            _ message: UInt32, _ time: CompactTime, _ target: UnsafeRawBufferPointer, _ hwid: UnsafeRawBufferPointer
        ) {
            let code = UnsafeRawBufferPointer(rebasing: codes[notes.codes[Int(message)]])
            spool.append { TextNote(time: time, code: code, target: target, hwid: hwid).append(to: &$0) }
        }
        for (message, text, time) in notes.targets {
            texts.withText(Int(text)) { append(message, time, $0, none) }
        }
        for (message, text) in notes.hwids { texts.withText(Int(text)) { append(message, .never, none, $0) } }
    }
}
