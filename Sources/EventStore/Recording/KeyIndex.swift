import TrackingLog

/// An element that a ``KeyIndex`` can find.
protocol Keyed {
    var key: TextKey { get }
}

/// A hash table from keys to positions in an array of one transaction.
///
/// The array's elements hold the keys. A slot has only 32 bits of the hash and a position: eight bytes keep the table
/// in the processor's caches, and decide nearly every search that finds nothing without touching an element.
struct KeyIndex {
    private struct Slot {
        /// The low bits of the key's ``TextKey/high``.
        var hash: UInt32
        /// 1 more than the element's position; 0 if the slot is free.
        var position: UInt32
    }

    private var slots: [Slot]
    private var mask: UInt32
    private var count = 0

    init() {
        mask = (1 << 10) - 1
        slots = Self.free(mask)
    }

    /// The position of the element with a key; nil if there is none.
    @inline(__always)
    func find(_ key: TextKey, in elements: [some Keyed]) -> Int? {
        let hash = UInt32(truncatingIfNeeded: key.high)
        var place = hash & mask
        while true {
            let slot = slots[Int(place)]
            guard slot.position != 0 else { return nil }
            let position = Int(slot.position) - 1
            if slot.hash == hash, elements[position].key == key { return position }
            place = (place + 1) & mask
        }
    }

    /// Adds an element whose key ``find(_:in:)`` did not find.
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
