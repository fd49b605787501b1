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
            // Where that fails, the whole work will.
            if (try? spillIfLarge()) ?? true { fileTexts.forgetIdentities() }
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
                shards[shard].pointee.add(section.parts[shard].pointee.rows, labels, identities) {
                    texts.identity(Int($0))
                }
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
