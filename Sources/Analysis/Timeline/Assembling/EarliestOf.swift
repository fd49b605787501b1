import TrackingLog

/// The value that decides, of those in a message's rows: see ``EarliestRule``.
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
