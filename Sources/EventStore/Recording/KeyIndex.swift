import TrackingLog

/// Finds things of one transaction, which are numbered 0, 1, 2 …, by the keys of their texts.
struct KeyIndex {
    private struct Slot {
        var key: TextKey
        /// 1 more than the thing's number; 0 where the slot is free.
        var position: Int
    }

    private var slots: [Slot]
    private var mask: Int
    private var count = 0

    init() {
        mask = (1 << 10) - 1
        slots = Self.free(mask + 1)
    }

    /// The number kept for a key; nil where there is none.
    func find(_ key: TextKey) -> Int? {
        let position = slots[place(of: key)].position
        return position > 0 ? position - 1 : nil
    }

    /// Keeps a number for a key that ``find(_:)`` has not found.
    mutating func insert(_ number: Int, for key: TextKey) {
        if count * 2 > mask { grow() }
        slots[place(of: key)] = Slot(key: key, position: number + 1)
        count += 1
    }

    /// Forgets everything; the memory is kept for the next transaction.
    mutating func removeAll() {
        guard count > 0 else { return }
        for index in slots.indices { slots[index].position = 0 }
        count = 0
    }

    private func place(of key: TextKey) -> Int {
        var place = Int(truncatingIfNeeded: key.high) & mask
        while slots[place].position != 0, slots[place].key != key { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let former = slots
        mask = mask * 2 + 1
        slots = Self.free(mask + 1)
        for slot in former where slot.position != 0 { slots[place(of: slot.key)] = slot }
    }

    private static func free(_ count: Int) -> [Slot] {
        Array(repeating: Slot(key: TextKey(low: 0, high: 0), position: 0), count: count)
    }
}
