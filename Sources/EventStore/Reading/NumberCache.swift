/// A direct-mapped cache of values looked up by row number: a number evicts the one that shares its slot.
struct NumberCache<Value> {
    private var slots: [(number: Int64, value: Value)?]

    /// - Parameter bits: the cache has 2 to the power of this many slots.
    init(bits: Int) { slots = Array(repeating: nil, count: 1 << bits) }

    /// The cached value; nil where there is none, or it was evicted.
    subscript(number: Int64) -> Value? {
        get {
            guard let slot = slots[slot(of: number)], slot.number == number else { return nil }
            return slot.value
        }
        set { slots[slot(of: number)] = newValue.map { (number, $0) } }
    }

    private func slot(of number: Int64) -> Int { Int(truncatingIfNeeded: number) & (slots.count - 1) }
}
