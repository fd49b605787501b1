import Analysis
import Testing
import TrackingLog

@testable import Diagnosis

@Suite("Messages that are missing")
struct VolumeTests {
    private func found(_ traffic: Traffic, seed: UInt64 = 1) -> [Suspicion] {
        let series = traffic.series(seed: seed)
        return VolumeInspection(series, Scopes(series), MessageVolume(series)).suspicions()
    }

    @Test("none, in healthy fortnights with quiet weekends")
    func healthy() {
        for seed in 1...50 {
            var traffic = Traffic()
            traffic.volume = { hour, _ in (hour / 24) % 7 >= 5 ? 0.2 : 1 }
            #expect(found(traffic, seed: UInt64(seed)).isEmpty, "seed \(seed)")
        }
    }

    @Test("a day without a job's messages")
    func day() throws {
        var traffic = Traffic()
        traffic.volume = { hour, stratum in stratum.journey == "News" && (240..<264).contains(hour) ? 0 : 1 }
        let first = try #require(found(traffic).first)
        #expect(first.cause == .volumeMissing && first.stretch.hours == 240..<264)
        #expect(first.part.scope == .init(journey: "News"))
    }

    @Test("some hours of everything")
    func hours() throws {
        var traffic = Traffic()
        traffic.volume = { hour, _ in (250..<255).contains(hour) ? 0 : 1 }
        let first = try #require(found(traffic).first)
        #expect(first.stretch.hours == 250..<255 && first.part.scope == .init())
    }

    @Test("a campaign that came once is not missing afterwards")
    func once() {
        var traffic = Traffic()
        traffic.strata.append(HealthStratum(platform: .ios, app: "A", journey: "Sale"))
        traffic.volume = { hour, stratum in stratum.journey == "Sale" ? (60..<66).contains(hour) ? 5 : 0 : 1 }
        #expect(found(traffic).isEmpty)
    }
}
