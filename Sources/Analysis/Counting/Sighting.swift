/// Someone, or some device, that was seen in a group's messages, with what tokens.
struct Sighting: BitwiseCopyable {
    var key: ShortKey
    var group: UInt32
    /// The platforms of the tokens seen, and of the valid ones among them.
    var tokens: PlatformSet = []
    var validTokens: PlatformSet = []
}

/// How many different ones were seen.
struct DistinctCount: Sendable {
    var total = 0
    var byGroup: [Int]

    init(groups: Int) {
        byGroup = Array(repeating: 0, count: groups)
    }

    mutating func add(_ other: DistinctCount) {
        total += other.total
        for group in byGroup.indices { byGroup[group] += other.byGroup[group] }
    }
}

/// Who was seen in which groups, each counted once.
struct SightingTable: ~Copyable {
    private struct Slot {
        var sighting: Sighting
        /// Whether it is the key's first: what is known of the key whatever the group is kept there.
        var isFirst: Bool
    }

    private let slots: UnsafeMutableBufferPointer<Slot>
    private let mask: Int
    private(set) var count: DistinctCount

    /// The group of a slot that is free.
    private static let free = UInt32.max

    /// - Parameter room: how many sightings there will be at most.
    init(room: Int, groups: Int) {
        // At most half full.
        let capacity = 1 << (Int.bitWidth - max(1, 2 * room - 1).leadingZeroBitCount)
        slots = .allocate(capacity: capacity)
        let unused = Sighting(key: ShortKey(low: 0, high: 0), group: SightingTable.free)
        slots.initialize(repeating: Slot(sighting: unused, isFirst: false))
        mask = capacity - 1
        count = DistinctCount(groups: groups)
    }

    deinit { slots.deallocate() }

    @inline(__always)
    mutating func insert(_ sighting: Sighting) {
        // A key's home follows from the key alone, so that its groups lie along one probe, the first one first.
        var place = home(of: sighting.key)
        var first: Int?
        while slots[place].sighting.group != SightingTable.free {
            if slots[place].sighting.key == sighting.key {
                if first == nil {
                    first = place
                    slots[place].sighting.tokens.formUnion(sighting.tokens)
                    slots[place].sighting.validTokens.formUnion(sighting.validTokens)
                }
                if slots[place].sighting.group == sighting.group { return }
            }
            place = (place + 1) & mask
        }
        slots[place] = Slot(sighting: sighting, isFirst: first == nil)
        count.byGroup[Int(sighting.group)] += 1
        if first == nil { count.total += 1 }
    }

    /// What is known of a key; nil where it was never seen.
    func find(_ key: ShortKey) -> Sighting? {
        var place = home(of: key)
        while slots[place].sighting.group != SightingTable.free {
            if slots[place].sighting.key == key { return slots[place].sighting }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Visits every key once.
    func forEach(_ body: (Sighting) -> Void) {
        for slot in slots where slot.isFirst { body(slot.sighting) }
    }

    private func home(of key: ShortKey) -> Int { Int(truncatingIfNeeded: key.hash) & mask }
}
