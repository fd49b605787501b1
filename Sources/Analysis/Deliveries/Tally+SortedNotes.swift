import Durability
import Synchronization
import Threading
import TrackingLog

extension Tally {
    /// The notes of messages, in the order of the messages' first rows, then of their tracking codes.
    ///
    /// - Parameter isWanted: whether a message's notes are wanted; called on several threads.
    /// - Returns: sorted runs; merged, they are all notes in order, each a ``NotedMessage``.
    /// - Throws: `FileError` where a file that texts wait in cannot be written or read.
    func sortedNotes(where isWanted: @Sendable (MessagePlace) -> Bool) throws(FileError) -> [RecordReader] {
        let failure = Mutex<FileError?>(nil)
        let spools = texts.spools
        let runs = Workers.map(spools.count) { number -> SortedRuns in
            do throws(FileError) {
                return SortedRuns(runs: try sorted(spools[number], isWanted))
            } catch {
                failure.withLock { $0 = error }
                return SortedRuns(runs: [])
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        return runs.flatMap(\.runs)
    }

    private func sorted(
        _ spool: RecordSpool, _ isWanted: (MessagePlace) -> Bool
    ) throws(FileError) -> [RecordReader] {
        var sorter = RecordSorter()
        let notes = try spool.reader()
        while let bytes = try notes.next() {
            let note = TextNote(bytes)
            let key = ShortKey(KeyedHash.of(note.code))
            guard let message = shards[key.shard].pointee.find(key) else { continue }
            let place = MessagePlace(shard: UInt8(key.shard), message: UInt32(message))
            guard isWanted(place) else { continue }
            let first = shards[key.shard].pointee.messages[message].pointee.first
            try sorter.add { bytes in
                bytes.append(first.high)
                bytes.append(ordered: UInt64(first.low), bytes: 4)
                bytes.append(text: note.code)
                NotedMessage(place, note).append(to: &bytes)
                return 5 + note.code.count
            }
        }
        return try sorter.sorted()
    }
}

/// Runs made by one thread, for another.
private struct SortedRuns: @unchecked Sendable {
    var runs: [RecordReader]
}
