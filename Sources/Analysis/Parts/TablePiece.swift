import Threading
import TrackingLog

/// What a tally knew of one part of its messages, as bytes on disk.
///
/// The process that wrote it reads it: records stand as they are in memory, and keys are the process's.
struct TablePiece {
    /// Its bytes, for the disk.
    private(set) var content: [UInt8]

    /// The numbers in the beginning: for each shard five, for each pool of people two.
    private static let countsOfShard = 5
    private static let headerCount = ShortKey.shardCount * (countsOfShard + 2)

    /// What was read from disk.
    init(_ bytes: [UInt8]) { content = bytes }

    /// - Parameters:
    ///   - part: the part of the messages.
    ///   - tally: knows them.
    ///   - splits: the tally's shards, sorted.
    ///   - labels: for each of the tally's labels, its number in all pieces.
    init(_ part: Int, of tally: borrowing Tally, _ splits: inout [ShardSplit], labels: [UInt32]) {
        var counts: [UInt32] = []
        var people = People()
        content = Array(repeating: 0, count: TablePiece.headerCount * 4)
        for shard in splits.indices {
            let found = splits[shard].part(part, of: tally.shards[shard].pointee, labels: labels) {
                people.number(of: $0, tally.identities)
            }
            let rows = found.rows
            counts += [
                rows.messages.count, rows.ends.count, rows.deliveries.count, rows.refusals.count, rows.rareEvents.count,
            ].map(UInt32.init)
            content.append(records: rows.messages)
            content.append(records: rows.ends)
            content.append(records: rows.deliveries)
            content.append(records: rows.refusals)
            content.append(records: rows.rareEvents)
        }
        for pool in people.pools {
            counts += [UInt32(pool.count), UInt32(pool.texts.count)]
            pool.texts.withUnsafeBufferPointer { content.append(records: $0) }
        }
        for (place, count) in counts.enumerated() { content.store(count, at: 4 * place) }
    }

    /// Whether it has no messages.
    var isEmpty: Bool { content.count == TablePiece.headerCount * 4 }

    /// Adds its messages to the part's tables.
    func add(to tables: borrowing PartTables, _ labels: borrowing InternedLabels) {
        content.withUnsafeBytes { bytes in
            let counts = UnsafeRawBufferPointer(rebasing: bytes[..<(4 * TablePiece.headerCount)])
                .bindMemory(to: UInt32.self)
            var rest = UnsafeRawBufferPointer(rebasing: bytes[(4 * TablePiece.headerCount)...])
            var parts: [ShardPart.Rows] = []
            for shard in 0..<ShortKey.shardCount {
                let counts = counts[(shard * TablePiece.countsOfShard)...].prefix(TablePiece.countsOfShard).map(
                    Int.init)
                parts.append(
                    ShardPart.Rows(
                        messages: rest.take(counts[0]), ends: rest.take(counts[1]), deliveries: rest.take(counts[2]),
                        refusals: rest.take(counts[3]), rareEvents: rest.take(counts[4])))
            }
            var texts: [(count: Int, bytes: UnsafeBufferPointer<UInt8>)] = []
            for pool in 0..<ShortKey.shardCount {
                let place = ShortKey.shardCount * TablePiece.countsOfShard + 2 * pool
                texts.append((Int(counts[place]), rest.take(Int(counts[place + 1]))))
            }
            TablePiece.add(parts, texts, to: tables, labels)
        }
    }

    private static func add(
        _ parts: [ShardPart.Rows], _ texts: [(count: Int, bytes: UnsafeBufferPointer<UInt8>)],
        to tables: borrowing PartTables, _ labels: borrowing InternedLabels
    ) {
        // No two calls have the same pool, or the same shard.
        nonisolated(unsafe) let (parts, texts) = (parts, texts)
        let numbers = Renumbering(
            labels: [],
            identities: Workers.map(ShortKey.shardCount) { pool in
                People.add(texts[pool].bytes, count: texts[pool].count, to: tables.identities.pools[pool])
            })
        Workers.forEach(ShortKey.shardCount) { shard in
            tables.shards[shard].pointee.add(parts[shard], labels, tables.identities) { numbers.identity($0) }
        }
    }
}

/// The people of a piece, by the pools of the identities.
private struct People {
    /// Texts after their keys and lengths.
    private(set) var pools = [(count: Int, texts: [UInt8])](repeating: (0, []), count: ShortKey.shardCount)

    /// The number of a message's person: each message has its own.
    mutating func number(of identity: InternedIdentities.Number, _ identities: borrowing InternedIdentities) -> UInt32 {
        let pool = InternedIdentities.shard(of: identity)
        let text = identities.text(identity)
        withUnsafeBytes(of: identities.key(identity)) { pools[pool].texts.append(contentsOf: $0) }
        pools[pool].texts.append(bytesOf: UInt32(text.count))
        pools[pool].texts.append(text: text)
        pools[pool].count += 1
        return InternedIdentities.number(UInt32(pools[pool].count - 1), in: pool)
    }

    /// Adds texts of a pool to one.
    ///
    /// - Returns: their numbers there.
    static func add(
        _ texts: UnsafeBufferPointer<UInt8>, count: Int, to pool: UnsafeMutablePointer<TextPool>
    ) -> [UInt32] {
        let texts = UnsafeRawBufferPointer(texts)
        var numbers: [UInt32] = []
        numbers.reserveCapacity(count)
        var place = 0
        for _ in 0..<count {
            let key = texts.loadUnaligned(fromByteOffset: place, as: ShortKey.self)
            place += MemoryLayout<ShortKey>.size
            let length = Int(texts.loadUnaligned(fromByteOffset: place, as: UInt32.self))
            place += 4
            let text = UnsafeRawBufferPointer(rebasing: texts[place..<place + length])
            numbers.append(UInt32(pool.pointee.number(of: text, key)))
            place += length
        }
        return numbers
    }
}

extension [UInt8] {
    /// Appends records, at a place that suits them.
    fileprivate mutating func append<Record: BitwiseCopyable>(records: UnsafeBufferPointer<Record>) {
        append(contentsOf: UnsafeRawBufferPointer(records))
        append(contentsOf: repeatElement(0, count: -count & 7))
    }
}

extension UnsafeRawBufferPointer {
    /// Takes records from the beginning.
    fileprivate mutating func take<Record: BitwiseCopyable>(_ count: Int) -> UnsafeBufferPointer<Record> {
        let size = count * MemoryLayout<Record>.stride
        let records = UnsafeRawBufferPointer(rebasing: self[..<size]).bindMemory(to: Record.self)
        self = UnsafeRawBufferPointer(rebasing: self[Swift.min(self.count, size + (-size & 7))...])
        return records
    }
}
