/// Values to be picked at random in given shares.
struct Shares<Value: Sendable>: Sendable {
    private let values: [Value]
    /// For each value the sum of the weights up to and with its own.
    private let limits: [UInt64]
    private let total: UInt64

    /// - Parameters:
    ///   - shares: values with their weights; at least one weight is not 0.
    ///   - number: gives a value its place among them.
    init(_ shares: [(UInt64, Value)], numbered number: (inout Value, _ place: Int) -> Void = { _, _ in }) {
        values = shares.enumerated().map { place, share in
            var value = share.1
            number(&value, place)
            return value
        }
        limits = shares.reduce(into: []) { $0.append(($0.last ?? 0) + $1.0) }
        total = limits[limits.count - 1]
    }

    /// The values with their weights.
    var entries: [(weight: UInt64, value: Value)] {
        zip(values, zip(limits, [0] + limits)).map { (weight: $1.0 - $1.1, value: $0) }
    }

    /// The share of the values that something holds of, in ten-thousandths.
    func share(where holds: (Value) -> Bool) -> UInt64 {
        entries.reduce(0) { $0 + (holds($1.value) ? $1.weight : 0) } * 10_000 / total
    }

    func pick(_ random: inout SplitMix64) -> Value {
        let draw = random.below(total)
        var place = 0
        while draw >= limits[place] { place += 1 }
        return values[place]
    }
}
