/// SplitMix64 (Steele, Lea and Flood, 2014): a stream of 64-bit numbers that depends on its seed alone.
///
/// Numbers are drawn with integers only, by rules of our own: the standard library promises neither the same numbers in the
/// next version nor the same floating point on another machine.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// A number from 0 to below `bound`, which must not be 0.
    mutating func below(_ bound: UInt64) -> UInt64 {
        next().multipliedFullWidth(by: bound).high
    }

    /// A number of seconds from 0 to below `bound`.
    mutating func seconds(below bound: UInt32) -> UInt32 {
        UInt32(truncatingIfNeeded: below(UInt64(bound)))
    }

    /// Whether an event with a chance in ten thousandths happens.
    mutating func chance(_ inTenThousand: UInt64) -> Bool {
        below(10_000) < inTenThousand
    }

    /// The generator's finishing step: a bijection on 64 bits that leaves no pattern.
    static func mix(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
