import Durability
import LogArchive
import Threading
import TrackingLog

extension Tally {
    /// Writes the tally as files that another run can read in place of the logs.
    ///
    /// The bytes depend on the rows and the head alone: neither on the order of folding, nor on the process. With
    /// several files each message is in one of them, by the CRC-32 of its tracking code; what is not of one message
    /// is in the first.
    /// The tally must have been made for this, and not be closed.
    ///
    /// - Parameters:
    ///   - head: what the file says of the tally. Its figures are filled in.
    ///   - paths: the files to create or replace.
    /// - Throws: `FileError` where a file, or one that texts wait in, cannot be written or read.
    func write(_ head: TallyHead, to paths: [String]) throws {
        let details = Workers.map(ShortKey.shardCount) { DeliveryDetails(shards[$0].pointee) }
        let files = try paths.map { try OpenTally($0, details) }
        var head = head
        head.take(from: self)
        for (number, file) in files.enumerated() { try file.begin(head.part(number, of: files.count)) }
        var cursor = NotedMessageCursor(try RecordMerge(try sortedNotes { _ in true }), isGrouped: true)
        var notes = NotedMessages()
        while try cursor.next(into: &notes) != nil {
            var failure: FileError?
            notes.forEach { notes in
                guard failure == nil else { return }
                do throws(FileError) {
                    let message = message(notes)
                    try files[Tally.file(of: message.code, among: files.count)].add(message, of: self)
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
        }
        for file in files { try file.finish() }
    }

    /// The place among so many files of a message with a tracking code.
    static func file(of code: UnsafeRawBufferPointer, among count: Int) -> Int {
        Int(PackedBytes.crc(of: code)) % count
    }

    /// A message with the texts that were noted of it.
    private func message(_ notes: [NotedMessage]) -> TallySectionWriter.Message {
        let place = notes[0].place
        let record = shards[Int(place.shard)].pointee.messages[Int(place.message)].pointee
        var message = TallySectionWriter.Message(place: place, code: notes[0].note.code)
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        var last: UnsafeRawBufferPointer?
        // Notes without a hwid may be of rows without one.
        for hwid in [none] + notes.map(\.note.hwid).sorted(by: { $0.isBefore($1) }) {
            if let last, last.isSame(as: hwid) { continue }
            last = hwid
            let key = ShortKey(KeyedHash.of(hwid))
            if let number = shards[Int(place.shard)].pointee.delivery(of: Int(place.message), to: key) {
                message.deliveries.append((hwid, number))
            }
        }
        // Without this a delivery would be lost in silence.
        var count = 0
        shards[Int(place.shard)].pointee.forEachDelivery(of: record) { _, _ in count += 1 }
        precondition(message.deliveries.count == count, "the tally was not made to be written")
        let target = notes.reduce(notes[0].note) { $1.note.precedes($0) ? $1.note : $0 }
        if !target.target.isEmpty { message.target = (target.target, target.time) }
        var others: [UnsafeRawBufferPointer] = []
        for note in notes where !note.note.target.isEmpty && !note.note.target.isSame(as: target.target) {
            others.append(note.note.target)
        }
        for other in others.sorted(by: { $0.isBefore($1) })
        where message.otherTargets.last.map({ !$0.isSame(as: other) }) ?? true {
            message.otherTargets.append(other)
        }
        return message
    }
}

/// A tally file that is being written.
private final class OpenTally {
    private var file: TallyFileWriter?
    private var section: TallySectionWriter

    init(_ path: String, _ details: [DeliveryDetails]) throws(FileError) {
        file = try TallyFileWriter(path)
        section = TallySectionWriter(details)
    }

    func begin(_ head: TallyHead) throws(FileError) { try file?.write(head) }

    func add(_ message: TallySectionWriter.Message, of tally: borrowing Tally) throws(FileError) {
        try section.add(message, of: tally) { columns throws(FileError) in try file?.write(columns) }
    }

    func finish() throws(FileError) {
        if let columns = section.finish() { try file?.write(columns) }
        try file.take()?.finish()
    }
}

extension TallyHead {
    /// What a file of several says: all that is not of one message is in the first.
    fileprivate func part(_ number: Int, of count: Int) -> TallyHead {
        var head = self
        if count > 1 { head.shard = Shard(number: number, count: count) }
        guard number > 0 else { return head }
        head.rows = 0
        head.rejected = 0
        head.examples = []
        head.reading = ReadingSummary()
        return head
    }
}
