import TrackingLog

/// Of the values that a message's rows have, the one that decides: the earliest, in one second the first in order.
struct EarliestOf<Value: Comparable> {
    private(set) var value: Value?
    private var time: Timestamp?

    mutating func add(_ candidate: Value?, at moment: Timestamp) {
        guard let candidate else { return }
        if let time, let value, !EarliestRule.decides(at: moment, over: time, inOneSecond: candidate < value) { return }
        value = candidate
        time = moment
    }
}
