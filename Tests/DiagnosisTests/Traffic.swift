import Analysis
import Glibc
import TrackingLog

@testable import Diagnosis

/// A made-up course of deliveries: so many an hour in each stratum, with such rates.
struct Traffic {
    var days = 14
    var perHour = 60
    var strata = [
        HealthStratum(platform: .ios, app: "A", journey: "Cart"),
        HealthStratum(platform: .ios, app: "B", journey: "Cart"),
        HealthStratum(platform: .android, app: "A", journey: "Cart"),
        HealthStratum(platform: .android, app: "B", journey: "News"),
    ]
    /// The usual rate of each signal.
    var rates: [HealthSignal: Double] = [
        .deadToken: 0.02, .gateway: 0.004, .suppressed: 0.03, .unreached: 0.01, .opened: 0.08, .received: 0.5,
        .doubled: 0.001, .stuck: 0.001,
    ]
    /// By signal: the rate's factor in an hour of a stratum.
    var factor: (HealthSignal, Int, HealthStratum) -> Double = { _, _, _ in 1 }
    /// How much is sent in an hour of a stratum, of what is usual.
    var volume: (Int, HealthStratum) -> Double = { _, _ in 1 }

    /// The series; each seed has its own chance.
    func series(seed: UInt64, baselineDays: Int = 4) -> HealthSeries {
        var chance = Chance(state: seed)
        var cells: [HealthSeries.Cell] = []
        // 2026-11-02 was a Monday.
        let first: Int64 = 20_759 * 24
        for hour in 0..<days * 24 {
            for (place, stratum) in strata.enumerated() {
                var counts = HealthCounts()
                let mean = Double(perHour) * (0.4 + 0.6 * Double(min(hour % 24, 24 - hour % 24)) / 12)
                let count = chance.count(mean * volume(hour, stratum))
                counts[.message] = count
                counts[.delivery] = count
                counts[.reached] = count
                counts[.accepted] = count
                counts[.mature] = count
                for (signal, rate) in rates.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                    counts[signal] = min(count, chance.count(Double(count) * rate * factor(signal, hour, stratum)))
                }
                if count > 0 { cells.append(HealthSeries.Cell(stratum: place, hour: hour, counts: counts)) }
            }
        }
        let hours = (0..<days * 24).map { first + Int64($0) }
        return HealthSeries(
            hours: hours, periodStart: baselineDays * 24,
            end: Timestamp(secondsSince1970: (hours[hours.count - 1] + 1) * 3_600 - 1), strata: strata, cells: cells)
    }

    /// What is suspicious in it.
    func suspicions(seed: UInt64) -> [Suspicion] {
        let series = series(seed: seed)
        return Inspection.suspicions(series, Scopes(series)).sorted { $0.likelihood > $1.likelihood }
    }
}

/// Chance that is the same for the same seed.
private struct Chance {
    var state: UInt64

    mutating func next() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((bits ^ (bits >> 31)) >> 11) / Double(1 << 53)
    }

    /// A count with such a mean, about as a Poisson distribution has it.
    mutating func count(_ mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        if mean > 30 {
            // The sum of twelve uniform values has variance 1.
            let normal = (0..<12).reduce(-6.0) { sum, _ in sum + next() }
            return max(0, Int((mean + normal * mean.squareRoot()).rounded()))
        }
        var (count, product) = (0, next())
        let limit = exp(-mean)
        while product > limit {
            count += 1
            product *= next()
        }
        return count
    }
}
