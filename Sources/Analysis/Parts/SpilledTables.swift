import Durability
import Synchronization
import Threading
import TrackingLog

/// The tables of tallies that became too large for the memory, on disk.
///
/// They lie there by the parts of their messages (``ShortKey/part``), and come back part by part, each complete. Tallies on
/// several threads write to the same file, which has no name.
final class SpilledTables: Sendable {
    private struct State: ~Copyable {
        var labels = InternedLabels()
        var file: UnnamedFile?
        var length = 0
        /// By part, where its pieces are.
        var pieces = [[Range<Int>]](repeating: [], count: ShortKey.partCount)
        var failure: FileError?

        mutating func append(_ piece: TablePiece, to part: Int) {
            guard failure == nil else { return }
            do throws(FileError) {
                if file == nil { file = try UnnamedFile() }
                let start = length
                try file?.write(piece.content.span.bytes)
                length += piece.content.count
                pieces[part].append(start..<length)
            } catch {
                failure = error
            }
        }
    }

    /// The bytes that the tables of one tally may take.
    let room: Int
    private let state = Mutex(State())

    /// - Parameter room: the bytes that the tables of one tally may take.
    init(room: Int) { self.room = room }

    /// Whether all tables fitted into memory.
    var isEmpty: Bool { state.withLock { $0.length == 0 && $0.failure == nil } }

    /// How much there is on disk.
    var bytes: Int { state.withLock { $0.length } }

    /// Takes over the tables of a tally. After a failure it forgets them: none can be read any more.
    ///
    /// - Throws: `FileError` where they could not be written, or those of another tally before.
    func take(_ tally: borrowing Tally) throws(FileError) {
        let labels = state.withLock { $0.labels.merge(tally.labels) }
        var splits = (0..<ShortKey.shardCount).map { ShardSplit(tally.shards[$0].pointee) }
        for part in 0..<ShortKey.partCount {
            let piece = TablePiece(part, of: tally, &splits, labels: labels)
            if !piece.isEmpty { state.withLock { $0.append(piece, to: part) } }
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// The labels of all tables. Nothing can be added afterwards.
    func takeLabels() -> InternedLabels {
        state.withLock { state in
            var labels = InternedLabels()
            swap(&labels, &state.labels)
            return labels
        }
    }

    /// Visits the parts one after the other, as many at once as fit into the memory of one tally.
    ///
    /// - Parameters:
    ///   - labels: those of all tables.
    ///   - personKeys: those of identities (``InternedIdentities/personKeys``).
    ///   - body: receives the tables of some parts. It gets the same each time, and records have the same numbers.
    func forEachPart(
        _ labels: borrowing InternedLabels, _ personKeys: [ShortKey: ShortKey],
        _ body: (borrowing PartTables) throws(FileError) -> Void
    ) throws(FileError) {
        let (file, pieces) = state.withLock { ($0.file, $0.pieces) }
        guard let file else { return }
        var next = 0
        while next < pieces.count {
            var tables = PartTables()
            tables.identities.personKeys = personKeys
            var size = 0
            repeat {
                for place in pieces[next] { try SpilledTables.piece(at: place, in: file).add(to: tables, labels) }
                size += pieces[next].reduce(0) { $0 + $1.count }
                next += 1
            } while next < pieces.count && size + pieces[next].reduce(0) { $0 + $1.count } <= room
            for shard in 0..<ShortKey.shardCount { tables.shards[shard].pointee.dropIndexes() }
            try body(tables)
        }
    }

    private static func piece(at place: Range<Int>, in file: UnnamedFile) throws(FileError) -> TablePiece {
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: place.count) { buffer, count in
            do throws(FileError) {
                try file.fill(UnsafeMutableRawBufferPointer(buffer), from: place.lowerBound)
                count = place.count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return TablePiece(bytes)
    }
}

extension Tally {
    /// Moves all tables to disk if they are larger than they may be.
    ///
    /// - Returns: whether they were; no number in them or in the identities holds any more.
    @discardableResult
    mutating func spillIfLarge() throws(FileError) -> Bool {
        guard let spilled, allocatedBytes > spilled.room else { return false }
        try spill(to: spilled)
        return true
    }

    /// Moves what is left to disk, if anything is there.
    ///
    /// - Returns: the tables on disk, whose labels are now this tally's; nil if all is in memory.
    mutating func spillRest() throws(FileError) -> SpilledTables? {
        guard let spilled, !spilled.isEmpty else { return nil }
        try spill(to: spilled)
        labels = spilled.takeLabels()
        return spilled
    }

    private mutating func spill(to spilled: SpilledTables) throws(FileError) {
        defer { empty() }
        try spilled.take(self)
    }

    private mutating func empty() {
        shards = Shards { TallyShard() }
        identities = InternedIdentities()
        // It remembers people by their numbers.
        payloads = PayloadMemo(PayloadReader(person: options.person, name: options.name))
    }

    private var allocatedBytes: Int {
        (0..<ShortKey.shardCount).reduce(identities.allocatedBytes) { $0 + shards[$1].pointee.allocatedBytes }
    }
}
