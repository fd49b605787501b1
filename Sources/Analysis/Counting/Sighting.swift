/// A person, or a device, seen in a group's messages, with their tokens.
struct Sighting: BitwiseCopyable {
    var key: ShortKey
    var group: UInt32
    /// The platforms of the tokens seen, and of the valid ones among them.
    var tokens: PlatformSet = []
    var validTokens: PlatformSet = []
    /// What the group's messages show of it.
    var facts: Facts = []

    /// What is counted of people and devices.
    struct Facts: OptionSet, BitwiseCopyable {
        let rawValue: UInt8
        /// Of a person: it has a valid token.
        static let isCovered = Facts(rawValue: 1)
        /// Of a device: something was delivered to it.
        static let isDelivered = Facts(rawValue: 2)
        /// Of a device: it confirmed or opened something.
        static let reports = Facts(rawValue: 4)
    }
}

/// A number of people or devices, and for how many of them each fact holds.
struct SightingCount: Sendable {
    private(set) var keys = 0
    private var facts = InlineArray<3, Int>(repeating: 0)

    subscript(fact: Sighting.Facts) -> Int { facts[fact.rawValue.trailingZeroBitCount] }

    @inline(__always)
    mutating func addKey() { keys += 1 }

    /// Adds those facts of a key that are not known of it.
    @inline(__always)
    mutating func add(_ new: Sighting.Facts, to known: inout Sighting.Facts) {
        guard !known.isSuperset(of: new) else { return }
        for fact in facts.indices where new.subtracting(known).rawValue >> UInt8(fact) & 1 != 0 { facts[fact] += 1 }
        known.formUnion(new)
    }

    static func += (left: inout SightingCount, right: SightingCount) {
        left.keys += right.keys
        for fact in left.facts.indices { left.facts[fact] += right.facts[fact] }
    }
}
