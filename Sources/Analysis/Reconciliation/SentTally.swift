import Durability
import TrackingLog

/// The rows of logs, summed up so that they can be held against a list of what was sent.
struct SentTally: ~Copyable, Sendable {
    let list: SentList
    /// The time before which no message is shown.
    let start: Timestamp
    var tally: Tally
    /// The codes of messages that are not listed by code, for they may be shown.
    private(set) var codes = Shards { TextPool() }
    private var addressed = Shards { AddressedMessages() }

    init(_ list: SentList, start: Timestamp, _ options: Tally.Options) {
        self.list = list
        self.start = start
        tally = Tally(options)
    }

    /// Adds the events of a batch.
    mutating func fold(_ batch: borrowing EventBatch) {
        tally.fold(batch)
        batch.text.withUnsafeBytes { text in
            // The rows of a message often follow each other.
            var last: ShortKey?
            for row in batch.rows {
                let message = ShortKey(KeyedHash.of(text[row.trackingCode]))
                defer { last = message }
                if list.targeted.count > 0, !row.target.isEmpty,
                    let target = list.number(ofTarget: ShortKey(KeyedHash.of(text[row.target])))
                {
                    addressed[message.shard].pointee.note(
                        AddressedMessages.Addressed(message: message, target: UInt32(target)))
                }
                guard row.time >= start, message != last, list.number(ofCode: message) == nil
                else { continue }
                _ = codes[message.shard].pointee.number(of: text[row.trackingCode], message)
            }
        }
    }

    /// Notes the texts of messages that were added to the tally from files.
    ///
    /// - Parameter spools: records, each a ``TextNote``.
    mutating func note(_ spools: [RecordSpool]) throws(FileError) {
        for spool in spools {
            let notes = try spool.reader()
            while let bytes = try notes.next() {
                let note = TextNote(bytes)
                let key = ShortKey(KeyedHash.of(note.code))
                if list.targeted.count > 0, !note.target.isEmpty,
                    let target = list.number(ofTarget: ShortKey(KeyedHash.of(note.target)))
                {
                    addressed[key.shard].pointee.note(
                        AddressedMessages.Addressed(message: key, target: UInt32(target)))
                }
                // Some row of the message is at its last time.
                guard list.number(ofCode: key) == nil, let message = tally.shards[key.shard].pointee.find(key),
                    CompactTime(start) <= tally.shards[key.shard].pointee.messages[message].pointee.last
                else { continue }
                _ = codes[key.shard].pointee.number(of: note.code, key)
            }
        }
    }

    /// Adds everything in another tally.
    mutating func merge(_ other: consuming SentTally) {
        codes.update(with: &other.codes) { pool, other in
            _ = pool.merge(other)
            other = TextPool()
        }
        addressed.update(with: &other.addressed) { messages, other in
            for message in other.messages.elements { messages.note(message) }
            other = AddressedMessages()
        }
        tally.merge(other.tally)
    }

    /// The number of the listed target that a message's rows name.
    func target(of message: ShortKey) -> Int? { addressed[message.shard].pointee.target(of: message) }

    /// The code of a message that is not listed by code.
    func code(of message: ShortKey) -> UnsafeRawBufferPointer {
        let pool = codes[message.shard]
        return pool.pointee.find(message).map { pool.pointee.text($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0)
    }
}
