import CPrefetch
import Glibc

/// Finds records by hash: open addressing over 8-byte slots, each 32 bits of the hash and a record's number.
///
/// The hash bits in a slot rule out nearly every other record without a look at it. A slot's home follows from them
/// alone, so slots are roughly in the order of their hashes: growing is one walk through both tables, and so is merging.
struct SlotTable: ~Copyable, @unchecked Sendable {
    private var slots: UnsafeMutablePointer<UInt64>?
    private var capacity = 0
    private(set) var count = 0

    deinit { free(slots) }

    /// The record of a hash that matches.
    @inline(__always)
    func find(_ hash: UInt64, _ isMatch: (Int) -> Bool) -> Int? {
        guard let slots else { return nil }
        let tag = hash >> 32
        var position = home(of: tag)
        while true {
            let slot = slots[position]
            if slot == 0 { return nil }
            if slot >> 32 == tag, isMatch(SlotTable.record(in: slot)) { return SlotTable.record(in: slot) }
            position += 1
            if position == capacity { position = 0 }
        }
    }

    /// The bytes that the slots take.
    var allocatedBytes: Int { capacity * MemoryLayout<UInt64>.stride }

    /// Adds a new record.
    mutating func insert(_ hash: UInt64, record: Int) {
        if count >= SlotTable.room(in: capacity) { grow(to: max(64, capacity + capacity / 2)) }
        put(hash & ~0xFFFF_FFFF | UInt64(UInt32(record + 1)))
        count += 1
    }

    /// Reserves room for a total number of records.
    ///
    /// Required before records are added in the order of their hashes: they would crowd one end of a smaller table.
    mutating func reserve(_ records: Int) {
        if records > SlotTable.room(in: capacity) { grow(to: records + records / 4 + 1) }
    }

    /// The records that fill a table. At four fifths, a look-up without a match reads 13 slots: two cache lines.
    private static func room(in capacity: Int) -> Int { capacity * 4 / 5 }

    /// Has the first slot of a look-up brought into the cache.
    @inline(__always)
    func prefetch(_ hash: UInt64) {
        if let slots { prefetch_line(slots + home(of: hash >> 32)) }
    }

    /// The record in the first slot of a look-up if the hash bits agree: most likely the right one.
    @inline(__always)
    func likelyRecord(_ hash: UInt64) -> Int? {
        guard let slots else { return nil }
        let slot = slots[home(of: hash >> 32)]
        return slot >> 32 == hash >> 32 ? SlotTable.record(in: slot) : nil
    }

    /// Visits every record, about in the order of the hashes, and announces each twice before.
    ///
    /// - Parameters:
    ///   - announce: has the memory of a record brought into the cache: first its own, then, by what stands there, other.
    ///   - body: receives the record.
    func forEach(announce: (Int, _ isSecond: Bool) -> Void, _ body: (Int) -> Void) {
        guard let slots else { return }
        // Enough slots for the waits to pass.
        let distance = 24
        for position in 0..<capacity + 2 * distance {
            if position < capacity, slots[position] != 0 { announce(SlotTable.record(in: slots[position]), false) }
            let second = position - distance
            if second >= 0, second < capacity, slots[second] != 0 {
                announce(SlotTable.record(in: slots[second]), true)
            }
            let ready = position - 2 * distance
            if ready >= 0, slots[ready] != 0 { body(SlotTable.record(in: slots[ready])) }
        }
    }

    @inline(__always)
    private static func record(in slot: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: slot)) &- 1 }

    @inline(__always)
    private func home(of tag: UInt64) -> Int {
        // A multiplication spreads 32 bits over any capacity, not only powers of two.
        Int(truncatingIfNeeded: (tag &* UInt64(truncatingIfNeeded: capacity)) >> 32)
    }

    private mutating func put(_ slot: UInt64) {
        guard let slots else { return }
        var position = home(of: slot >> 32)
        while slots[position] != 0 {
            position += 1
            if position == capacity { position = 0 }
        }
        slots[position] = slot
    }

    private mutating func grow(to newCapacity: Int) {
        let old = slots
        let oldCapacity = capacity
        capacity = newCapacity
        guard let block = calloc(capacity, MemoryLayout<UInt64>.stride) else {
            fatalError("out of memory: \(capacity * MemoryLayout<UInt64>.stride) bytes")
        }
        slots = block.assumingMemoryBound(to: UInt64.self)
        guard let old else { return }
        for position in 0..<oldCapacity where old[position] != 0 { put(old[position]) }
        free(old)
    }
}
