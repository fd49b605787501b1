import TrackingLog

/// How long something took, delivery by delivery, in whole seconds.
struct LatencyValues: Sendable {
    private var values: [Int] = []
    /// How many came before what they should have followed: left out of the others.
    private var negative = 0

    mutating func add(from start: CompactTime, to end: CompactTime) {
        guard let start = start.timestamp, let end = end.timestamp else { return }
        let seconds = Int(end.secondsSince1970 - start.secondsSince1970)
        if seconds < 0 { negative += 1 } else { values.append(seconds) }
    }

    /// Makes ready for ``latency(_:)``.
    mutating func sort() { values.sort() }

    /// What several lists, each sorted, come to.
    static func latency(_ lists: [LatencyValues]) -> Latency {
        let sorted = lists.map(\.values)
        let count = sorted.reduce(0) { $0 + $1.count }
        func percentile(_ percent: Int) -> Int? {
            count == 0 ? nil : value(at: (percent * count + 99) / 100, in: sorted)
        }
        return Latency(
            count: count, negative: lists.reduce(0) { $0 + $1.negative }, p50: percentile(50), p90: percentile(90),
            p99: percentile(99))
    }

    /// The value at a rank, from 1, among all of some sorted lists: the smallest that has as many values up to it.
    private static func value(at rank: Int, in sorted: [[Int]]) -> Int {
        var low = 0
        var high = sorted.reduce(0) { max($0, $1.last ?? 0) }
        while low < high {
            let middle = (low + high) / 2
            if sorted.reduce(0, { $0 + $1.count(upTo: middle) }) >= rank { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension [Int] {
    /// How many values of a sorted list are not greater than one.
    fileprivate func count(upTo value: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
