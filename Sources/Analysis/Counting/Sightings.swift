import Threading
/// Someone, or some device, that was seen in a group's messages.
struct Sighting {
    var key: ShortKey
    var group: UInt32
}

/// How many different ones were seen.
struct DistinctCount: Sendable {
    var total = 0
    var byGroup: [Int]

    /// Counts sightings, split by ``ShortKey/part``: what is seen again falls to the same part.
    ///
    /// - Parameter sightings: lists, each split by part.
    init(_ sightings: [[[Sighting]]], groups: Int) {
        byGroup = Array(repeating: 0, count: groups)
        let counts = Workers.map(ShortKey.parts) { part in
            DistinctCount(sightings.map { $0[part] }, groups: groups)
        }
        for count in counts {
            total += count.total
            for group in 0..<groups { byGroup[group] += count.byGroup[group] }
        }
    }

    private init(_ lists: [[Sighting]], groups: Int) {
        byGroup = Array(repeating: 0, count: groups)
        let count = lists.reduce(0) { $0 + $1.count }
        guard count > 0 else { return }
        // At most half full. A key's home follows from the key alone, so that its groups lie along one probe.
        let capacity = 1 << (Int.bitWidth - (2 * count - 1).leadingZeroBitCount)
        let unused = Sighting(key: ShortKey(low: 0, high: 0), group: .max)
        withUnsafeTemporaryAllocation(of: Sighting.self, capacity: capacity) { slots in
            slots.initialize(repeating: unused)
            for list in lists {
                for sighting in list { insert(sighting, slots) }
            }
        }
    }

    @inline(__always)
    private mutating func insert(_ sighting: Sighting, _ slots: UnsafeMutableBufferPointer<Sighting>) {
        var place = Int(truncatingIfNeeded: sighting.key.hash) & (slots.count - 1)
        var isKnown = false
        while slots[place].group != .max {
            if slots[place].key == sighting.key {
                if slots[place].group == sighting.group { return }
                isKnown = true
            }
            place = (place + 1) & (slots.count - 1)
        }
        slots[place] = sighting
        byGroup[Int(sighting.group)] += 1
        if !isKnown { total += 1 }
    }
}
