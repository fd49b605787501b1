import TrackingLog

/// What a ``KeyIndex`` finds: it keeps its key itself.
protocol Keyed {
    var key: TextKey { get }
}

/// Finds things of one transaction, which stand in an array in the order of their coming, by the keys of their texts.
///
/// Half of all searches are for what is not there: eight bytes of each thing, of which some are of its key, tell nearly all
/// of them without a look at the thing, and fit the processor's caches.
struct KeyIndex {
    private struct Slot {
        /// The low bits of the key's ``TextKey/high``.
        var hash: UInt32
        /// 1 more than the thing's place in the array; 0 where the slot is free.
        var position: UInt32
    }

    private var slots: [Slot]
    private var mask: UInt32
    private var count = 0

    init() {
        mask = (1 << 10) - 1
        slots = Self.free(mask)
    }

    /// The place of the thing with a key; nil where there is none.
    @inline(__always)
    func find(_ key: TextKey, in things: [some Keyed]) -> Int? {
        let hash = UInt32(truncatingIfNeeded: key.high)
        var place = hash & mask
        while true {
            let slot = slots[Int(place)]
            guard slot.position != 0 else { return nil }
            let position = Int(slot.position) - 1
            if slot.hash == hash, things[position].key == key { return position }
            place = (place + 1) & mask
        }
    }

    /// Keeps the place of a thing whose key ``find(_:in:)`` has not found.
    mutating func insert(_ position: Int, for key: TextKey) {
        if count * 2 > Int(mask) { grow() }
        put(Slot(hash: UInt32(truncatingIfNeeded: key.high), position: UInt32(position + 1)))
        count += 1
    }

    /// Forgets everything; the memory is kept for the next transaction.
    mutating func removeAll() {
        guard count > 0 else { return }
        for index in slots.indices { slots[index].position = 0 }
        count = 0
    }

    private mutating func put(_ slot: Slot) {
        var place = slot.hash & mask
        while slots[Int(place)].position != 0 { place = (place + 1) & mask }
        slots[Int(place)] = slot
    }

    private mutating func grow() {
        let former = slots
        mask = mask * 2 + 1
        slots = Self.free(mask)
        for slot in former where slot.position != 0 { put(slot) }
    }

    private static func free(_ mask: UInt32) -> [Slot] {
        Array(repeating: Slot(hash: 0, position: 0), count: Int(mask) + 1)
    }
}
