/// Values to be picked at random in given shares.
struct Shares<Value: Sendable>: Sendable {
    private let values: [(upTo: UInt64, value: Value)]
    private let total: UInt64

    /// - Parameters:
    ///   - shares: values with their weights; at least one weight is not 0.
    ///   - number: gives a value its place among them.
    init(_ shares: [(UInt64, Value)], numbered number: (inout Value, _ place: Int) -> Void = { _, _ in }) {
        var sum: UInt64 = 0
        values = shares.enumerated().map { place, share in
            var value = share.1
            number(&value, place)
            sum += share.0
            return (sum, value)
        }
        total = sum
    }

    /// The values with their weights.
    var entries: [(weight: UInt64, value: Value)] {
        zip(values, [0] + values.map(\.upTo)).map { (weight: $0.upTo - $1, value: $0.value) }
    }

    /// The share of the values that something holds of, in ten-thousandths.
    func share(where holds: (Value) -> Bool) -> UInt64 {
        entries.reduce(0) { $0 + (holds($1.value) ? $1.weight : 0) } * 10_000 / total
    }

    func pick(_ random: inout SplitMix64) -> Value {
        let draw = random.below(total)
        for (upTo, value) in values where draw < upTo { return value }
        return values[values.count - 1].value
    }
}
