import Analysis
import Testing
import TrackingLog

@testable import Diagnosis

@Suite("Refusals after a pause")
struct SilenceTests {
    /// Traffic of which one app pauses for some hours, and whose dead tokens are refused so many times as often for two days
    /// afterwards.
    private func traffic(pause: Range<Int>, factor: Double, app: String = "B") -> Traffic {
        var traffic = Traffic()
        traffic.volume = { hour, stratum in stratum.app == app && pause.contains(hour) ? 0 : 1 }
        traffic.factor = { signal, hour, stratum in
            let isAfter = (pause.upperBound..<pause.upperBound + 48).contains(hour)
            return signal == .deadToken && stratum.app == app && isAfter ? factor : 1
        }
        return traffic
    }

    /// Everything that is suspicious, with what pauses explain.
    private func suspicions(_ traffic: Traffic, seed: UInt64) -> [Suspicion] {
        let series = traffic.series(seed: seed)
        let (scopes, volume) = (Scopes(series), MessageVolume(series))
        let others = Inspection.suspicions(series, scopes) + VolumeInspection(series, scopes, volume).suspicions()
        return SilenceInspection(series, scopes, volume).joined(to: others)
    }

    @Test("are one finding, wherever the pause began", arguments: [200..<280, 60..<150, 150..<300])
    func found(pause: Range<Int>) {
        for seed in 1...10 {
            let found = suspicions(traffic(pause: pause, factor: 3), seed: UInt64(seed))
            #expect(found.map(\.cause) == [.silenceSpike], "seed \(seed)")
            #expect(found.first?.part.scope == .init(app: "B"))
            #expect(found.first?.stretch.hours.lowerBound == pause.upperBound)
        }
    }

    @Test("are none where no more are refused than before, or the pause is short")
    func none() {
        for seed in 1...10 {
            let quiet = suspicions(traffic(pause: 200..<280, factor: 1), seed: UInt64(seed))
            #expect(!quiet.contains { $0.cause == .silenceSpike }, "seed \(seed)")
            #expect(quiet.contains { $0.cause == .volumeMissing })
            let short = suspicions(traffic(pause: 200..<240, factor: 3), seed: UInt64(seed))
            #expect(!short.contains { $0.cause == .silenceSpike } && short.contains { $0.cause == .tokenChurn })
        }
    }

    @Test("of everything are of everything")
    func everything() {
        var traffic = Traffic()
        traffic.volume = { hour, _ in (200..<290).contains(hour) ? 0 : 1 }
        traffic.factor = { signal, hour, _ in signal == .deadToken && hour >= 290 ? 3 : 1 }
        for seed in 1...10 {
            let found = suspicions(traffic, seed: UInt64(seed))
            #expect(found.map(\.cause) == [.silenceSpike] && found.first?.part.scope == .init(), "seed \(seed)")
        }
    }
}
