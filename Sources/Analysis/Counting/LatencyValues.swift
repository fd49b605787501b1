import TrackingLog

/// Durations in whole seconds, and how often each occurs.
struct LatencyValues: Sendable {
    /// By value, for values below ``common``.
    private var counts: [Int] = []
    /// The other values.
    private var long: [Int] = []
    /// The number of negative values, which are left out of the others.
    private var negative = 0

    /// Nine hours, which most values are below.
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

    mutating func merge(_ other: LatencyValues) {
        if counts.isEmpty {
            counts = other.counts
        } else {
            for (value, count) in other.counts.enumerated() { counts[value] += count }
        }
        long += other.long
        negative += other.negative
    }

    /// The latency by several tallies of values.
    static func latency(_ tallies: [LatencyValues]) -> Latency {
        var all = LatencyValues()
        for tally in tallies { all.merge(tally) }
        all.long.sort()
        let count = all.counts.reduce(0, +) + all.long.count
        func percentile(_ percent: Int) -> Int? { count == 0 ? nil : all.value(at: (percent * count + 99) / 100) }
        return Latency(
            count: count, negative: all.negative, p50: percentile(50), p90: percentile(90), p99: percentile(99),
            bins: count == 0 ? [] : all.bins)
    }

    /// The shortest values of the bins, in seconds: figures that people say, each about twice the one before.
    private static let binStarts = [
        0, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 5 * 3_600, 12 * 3_600, 86_400,
        2 * 86_400, 5 * 86_400, 14 * 86_400,
    ]

    /// The values by how long they are.
    private var bins: [Latency.Bin] {
        var bins = zip(Self.binStarts, Self.binStarts.dropFirst().map { $0 } + [nil]).map {
            Latency.Bin(from: $0, to: $1, count: 0)
        }
        var bin = 0
        func add(_ value: Int, _ count: Int) {
            while let end = bins[bin].to, value >= end { bin += 1 }
            bins[bin].count += count
        }
        // In order: the common ones, then the long ones, which are sorted.
        for (value, count) in counts.enumerated() where count > 0 { add(value, count) }
        for value in long { add(value, 1) }
        return bins
    }

    /// The value at a rank, from 1; ``long`` must be sorted.
    private func value(at rank: Int) -> Int {
        var left = rank
        for (value, count) in counts.enumerated() {
            left -= count
            if left <= 0 { return value }
        }
        return long[left - 1]
    }
}
