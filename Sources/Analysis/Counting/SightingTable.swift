import CPrefetch

/// The people or devices seen in each group, each counted once.
struct SightingTable: ~Copyable {
    private struct Slot {
        var sighting: Sighting
        /// Whether it is the key's first slot, which holds the tokens of all groups.
        var isFirst: Bool
        /// There: what all groups' messages show of the key.
        var facts: Sighting.Facts = []
        var isTaken: Bool { sighting.group != SightingTable.free }
    }

    private let slots: UnsafeMutableBufferPointer<Slot>
    private let mask: Int
    /// All keys.
    private(set) var total = SightingCount()
    /// The keys of each group.
    private(set) var byGroup: [SightingCount]

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
        byGroup = Array(repeating: SightingCount(), count: groups)
    }

    deinit { slots.deallocate() }

    /// Has the memory that inserting a key's sighting will need brought into the cache.
    @inline(__always)
    func prefetch(_ key: ShortKey) {
        if let slots = slots.baseAddress { prefetch_line(slots + home(of: key)) }
    }

    @inline(__always)
    mutating func insert(_ sighting: Sighting) {
        var place = home(of: sighting.key)
        while slots[place].isTaken {
            if slots[place].isFirst, slots[place].sighting.key == sighting.key {
                slots[place].sighting.tokens.formUnion(sighting.tokens)
                slots[place].sighting.validTokens.formUnion(sighting.validTokens)
                total.add(sighting.facts, to: &slots[place].facts)
                if slots[place].sighting.group == sighting.group {
                    byGroup[Int(sighting.group)].add(sighting.facts, to: &slots[place].sighting.facts)
                } else {
                    insertFurther(sighting)
                }
                return
            }
            place = (place + 1) & mask
        }
        take(place, for: sighting, isFirst: true)
        total.addKey()
        total.add(sighting.facts, to: &slots[place].facts)
    }

    /// Inserts a key's further groups, each with a home of its own.
    ///
    /// Along one probe, a device in every group would take time by the square of their number.
    private mutating func insertFurther(_ sighting: Sighting) {
        var place = Int(truncatingIfNeeded: sighting.key.hash(with: Int(sighting.group))) & mask
        while slots[place].isTaken {
            let known = slots[place]
            if !known.isFirst, known.sighting.group == sighting.group, known.sighting.key == sighting.key {
                byGroup[Int(sighting.group)].add(sighting.facts, to: &slots[place].sighting.facts)
                return
            }
            place = (place + 1) & mask
        }
        take(place, for: sighting, isFirst: false)
    }

    @inline(__always)
    private mutating func take(_ place: Int, for sighting: Sighting, isFirst: Bool) {
        slots[place] = Slot(sighting: sighting, isFirst: isFirst)
        slots[place].sighting.facts = []
        byGroup[Int(sighting.group)].addKey()
        byGroup[Int(sighting.group)].add(sighting.facts, to: &slots[place].sighting.facts)
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
