/// What was looked up lately by a number of the store: the one place of a number holds it until another number takes it.
struct NumberCache<Value> {
    private var slots: [(number: Int64, value: Value)?]

    /// - Parameter bits: there are 2 to the power of this many places.
    init(bits: Int) { slots = Array(repeating: nil, count: 1 << bits) }

    /// What is kept of a number; nil where it is not, or not any more.
    subscript(number: Int64) -> Value? {
        get {
            guard let slot = slots[place(of: number)], slot.number == number else { return nil }
            return slot.value
        }
        set { slots[place(of: number)] = newValue.map { (number, $0) } }
    }

    private func place(of number: Int64) -> Int { Int(truncatingIfNeeded: number) & (slots.count - 1) }
}
