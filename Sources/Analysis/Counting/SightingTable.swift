/// A person, or a device, seen in a group's messages, with their tokens.
struct Sighting: BitwiseCopyable {
    var key: ShortKey
    var group: UInt32
    /// The platforms of the tokens seen, and of the valid ones among them.
    var tokens: PlatformSet = []
    var validTokens: PlatformSet = []
}

/// The people or devices seen in each group, each counted once.
struct SightingTable: ~Copyable {
    private struct Slot {
        var sighting: Sighting
        /// Whether it is the key's first slot, which holds the tokens of all groups.
        var isFirst: Bool
        var isTaken: Bool { sighting.group != SightingTable.free }
    }

    private let slots: UnsafeMutableBufferPointer<Slot>
    private let mask: Int
    private(set) var count: DistinctCount

    /// The group of a free slot.
    private static let free = UInt32.max

    /// - Parameter room: the maximum number of sightings.
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
        var place = home(of: sighting.key)
        while slots[place].isTaken {
            if slots[place].isFirst, slots[place].sighting.key == sighting.key {
                slots[place].sighting.tokens.formUnion(sighting.tokens)
                slots[place].sighting.validTokens.formUnion(sighting.validTokens)
                if slots[place].sighting.group != sighting.group { insertFurther(sighting) }
                return
            }
            place = (place + 1) & mask
        }
        slots[place] = Slot(sighting: sighting, isFirst: true)
        count.byGroup[Int(sighting.group)] += 1
        count.total += 1
    }

    /// Inserts a key's further groups, each with a home of its own.
    ///
    /// Along one probe, a device in every group would take time by the square of their number.
    private mutating func insertFurther(_ sighting: Sighting) {
        var place = Int(truncatingIfNeeded: sighting.key.hash(with: Int(sighting.group))) & mask
        while slots[place].isTaken {
            let known = slots[place]
            if !known.isFirst, known.sighting.group == sighting.group, known.sighting.key == sighting.key { return }
            place = (place + 1) & mask
        }
        slots[place] = Slot(sighting: sighting, isFirst: false)
        count.byGroup[Int(sighting.group)] += 1
    }

    /// The sighting of a key in all groups; nil if there is none.
    func find(_ key: ShortKey) -> Sighting? {
        var place = home(of: key)
        while slots[place].isTaken {
            if slots[place].isFirst, slots[place].sighting.key == key { return slots[place].sighting }
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

/// The number of distinct keys, in all and by group.
struct DistinctCount: Sendable {
    var total = 0
    var byGroup: [Int]

    init(groups: Int) {
        byGroup = Array(repeating: 0, count: groups)
    }
}
