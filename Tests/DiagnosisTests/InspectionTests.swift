import Analysis
import Testing
import TrackingLog

@testable import Diagnosis

@Suite("What is suspicious")
struct InspectionTests {
    @Test("nothing, in a hundred healthy fortnights")
    func healthy() {
        for seed in 1...100 {
            let found = Traffic().suspicions(seed: UInt64(seed))
            #expect(found.isEmpty, "seed \(seed): \(found.map { ($0.cause, $0.part.scope, $0.stretch) })")
        }
    }

    /// A signal that rises or falls, from an hour on, in some strata.
    struct Change: Sendable, CustomTestStringConvertible {
        var signal: HealthSignal
        var factor: Double
        var cause: Cause
        var scope: Finding.Scope
        var testDescription: String { cause.rawValue }

        func isIn(_ stratum: HealthStratum) -> Bool { scope.contains(stratum) }
    }

    static let changes = [
        Change(signal: .deadToken, factor: 3, cause: .tokenChurn, scope: .init(platform: .ios)),
        Change(signal: .gateway, factor: 20, cause: .gatewayOutage, scope: .init(platform: .android)),
        Change(signal: .unreached, factor: 8, cause: .templateOrAudience, scope: .init(journey: "Cart")),
        Change(signal: .suppressed, factor: 3, cause: .suppressionRise, scope: .init(app: "B")),
        Change(signal: .opened, factor: 0.5, cause: .opensDown, scope: .init(platform: .ios, journey: "Cart")),
        Change(signal: .received, factor: 0.1, cause: .confirmationsNotTracked, scope: .init(platform: .ios, app: "B")),
        Change(signal: .stuck, factor: 60, cause: .stuckInFlight, scope: .init()),
    ]

    @Test("a change is found where and when it was, and it alone", arguments: changes, [60, 400])
    func change(_ change: Change, perHour: Int) {
        var right = 0
        for seed in 1...10 {
            var traffic = Traffic()
            traffic.perHour = perHour
            let start = 8 * 24 + seed * 3
            traffic.factor = { signal, hour, stratum in
                signal == change.signal && hour >= start && change.isIn(stratum) ? change.factor : 1
            }
            let found = traffic.suspicions(seed: UInt64(seed))
            guard let first = found.first, first.cause == change.cause, first.part.scope == change.scope else {
                continue
            }
            if abs(first.stretch.hours.lowerBound - start) <= 1, found.count == 1 { right += 1 }
        }
        // In little traffic, chance hides the hour once, and that of a few opens an hour twice.
        let least = perHour == 400 ? 10 : change.signal == .opened ? 8 : 9
        #expect(right >= least)
    }

    @Test("what lasts some hours ends when it did")
    func end() throws {
        var traffic = Traffic()
        traffic.factor = { signal, hour, _ in signal == .gateway && (200..<205).contains(hour) ? 40 : 1 }
        let found = try #require(traffic.suspicions(seed: 3).first)
        #expect(found.cause == .gatewayOutage && found.stretch.hours == 200..<205 && found.part.scope == .init())
    }

    @Test("what never happened before is found in its first hour, and in its own part alone")
    func new() {
        for seed in 1...10 {
            var traffic = Traffic()
            traffic.perHour = 25
            traffic.rates[.throttled] = 0.15
            let start = 200 + seed * 7
            traffic.factor = { signal, hour, stratum in
                signal != .throttled || hour >= start && stratum.platform == .android && stratum.app == "A" ? 1 : 0
            }
            let found = traffic.suspicions(seed: UInt64(seed))
            #expect(found.count == 1 && found.first?.cause == .throttling)
            #expect(found.first?.part.scope == .init(platform: .android, app: "A"))
            #expect((found.first?.stretch.hours.lowerBound ?? 0) - start <= 2)
            #expect((found.first?.stretch.hours.lowerBound ?? 0) >= start)
        }
    }

    @Test("two changes of one kind in different traffic are two")
    func two() {
        var traffic = Traffic()
        traffic.factor = { signal, hour, stratum in
            guard signal == .gateway else { return 1 }
            return stratum.platform == .ios
                ? (150..<160).contains(hour) ? 30 : 1 : (250..<258).contains(hour) ? 30 : 1
        }
        let found = traffic.suspicions(seed: 5)
        #expect(found.count == 2)
        #expect(Set(found.map(\.part.scope)) == [.init(platform: .ios), .init(platform: .android)])
    }

    @Test("a slow rise is no incident")
    func slope() {
        var traffic = Traffic()
        traffic.factor = { signal, hour, _ in signal == .deadToken ? 1 + Double(hour) / 336 : 1 }
        for seed in 1...10 { #expect(traffic.suspicions(seed: UInt64(seed)).isEmpty, "seed \(seed)") }
    }

    @Test("a new mix of platforms is no change of any rate")
    func mix() {
        var traffic = Traffic()
        traffic.factor = { signal, _, stratum in signal == .deadToken && stratum.platform == .android ? 5 : 1 }
        traffic.volume = { hour, stratum in hour >= 200 && stratum.platform == .android ? 4 : 1 }
        for seed in 1...10 {
            let series = traffic.series(seed: UInt64(seed))
            let scopes = Scopes(series)
            #expect(Inspection.suspicions(series, scopes).isEmpty)
        }
    }

    @Test("little traffic shows nothing, and does not fail")
    func little() {
        var traffic = Traffic()
        traffic.perHour = 0
        #expect(traffic.suspicions(seed: 1).isEmpty)
        (traffic.perHour, traffic.days) = (1, 5)
        #expect(traffic.suspicions(seed: 1).isEmpty)
    }
}
