import TrackingLog

/// How long something took, delivery by delivery, in whole seconds: how often each value occurs.
struct LatencyValues: Sendable {
    /// By the value, for those below ``common``.
    private var counts: [UInt32] = []
    /// The others.
    private var long: [Int] = []
    /// How many came before what they should have followed: left out of the others.
    private var negative = 0

    /// Nine hours: most answers come within them.
    private static let common = 1 << 15

    @inline(__always)
    mutating func add(from start: CompactTime, to end: CompactTime) {
        guard let start = start.timestamp, let end = end.timestamp else { return }
        let seconds = Int(end.secondsSince1970 - start.secondsSince1970)
        if seconds < 0 {
            negative += 1
        } else if seconds < LatencyValues.common {
            if counts.isEmpty { counts = Array(repeating: 0, count: LatencyValues.common) }
            counts[seconds] += 1
        } else {
            long.append(seconds)
        }
    }

    /// What several tallies of values come to.
    static func latency(_ tallies: [LatencyValues]) -> Latency {
        var all = LatencyValues()
        all.counts = Array(repeating: 0, count: common)
        for tally in tallies {
            for (value, count) in tally.counts.enumerated() { all.counts[value] += count }
            all.long += tally.long
            all.negative += tally.negative
        }
        all.long.sort()
        let count = all.counts.reduce(0) { $0 + Int($1) } + all.long.count
        func percentile(_ percent: Int) -> Int? { count == 0 ? nil : all.value(at: (percent * count + 99) / 100) }
        return Latency(
            count: count, negative: all.negative, p50: percentile(50), p90: percentile(90), p99: percentile(99))
    }

    /// The value at a rank, from 1; ``long`` has to be sorted.
    private func value(at rank: Int) -> Int {
        var left = rank
        for (value, count) in counts.enumerated() {
            left -= Int(count)
            if left <= 0 { return value }
        }
        return long[left - 1]
    }
}
