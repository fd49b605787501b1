/// Values to be picked at random in given shares.
struct Shares<Value: Sendable>: Sendable {
    private let values: [(upTo: UInt64, value: Value)]
    private let total: UInt64

    /// - Parameter shares: values with their weights; at least one weight is not 0.
    init(_ shares: [(UInt64, Value)]) {
        var sum: UInt64 = 0
        values = shares.map { weight, value in
            sum += weight
            return (sum, value)
        }
        total = sum
    }

    func pick(_ random: inout SplitMix64) -> Value {
        let draw = random.below(total)
        for (upTo, value) in values where draw < upTo { return value }
        return values[values.count - 1].value
    }
}
