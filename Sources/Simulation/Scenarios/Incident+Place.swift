import TrackingLog

extension Incident {
    /// How long an incident lasts, in minutes.
    enum Length: Sendable {
        case toTheEnd
        case minutes(ClosedRange<UInt64>)

        static func hours(_ hours: ClosedRange<UInt64>) -> Length {
            .minutes(hours.lowerBound * 60...hours.upperBound * 60)
        }
        static func days(_ days: ClosedRange<UInt64>) -> Length {
            .hours(days.lowerBound * 24...days.upperBound * 24)
        }
    }

    /// Where a scenario's incidents happen, and for how long.
    struct Places: Sendable {
        let scopes: Shares<Scope.Kind>
        let lengths: Shares<Length>
        /// Which scopes of these kinds are plausible.
        let isPlausible: @Sendable (Scope) -> Bool

        init(
            _ scopes: [(UInt64, Scope.Kind)], _ lengths: [(UInt64, Length)],
            where isPlausible: @escaping @Sendable (Scope) -> Bool = { $0.share >= Scope.usualShare }
        ) {
            self.scopes = Shares(scopes)
            self.lengths = Shares(lengths)
            self.isPlausible = isPlausible
        }
    }
}

extension Scenario {
    /// Where its incidents happen, and for how long; nil where none does.
    var places: Incident.Places? {
        switch self {
        case .healthy: nil
        case .tokenChurn: .init([(60, .platform), (40, .applicationOnPlatform)], [(1, .toTheEnd)])
        case .credentials:
            .init([(1, .applicationOnPlatform)], [(50, .toTheEnd), (50, .minutes(40...2_880))])
        case .environmentMixup: .init([(1, .applicationOnPlatform)], [(50, .toTheEnd), (50, .hours(6...72))])
        case .gatewayOutage: .init([(1, .platform)], [(1, .minutes(40...360))])
        case .throttling: .init([(30, .platform), (70, .applicationOnPlatform)], [(1, .hours(1...10))])
        case .payloadTooLarge, .templateOrAudience:
            .init([(80, .journey), (20, .variant)], [(55, .toTheEnd), (45, .days(1...3))])
        case .badRequest:
            .init([(40, .application), (60, .applicationOnPlatform)], [(50, .toTheEnd), (50, .hours(3...48))])
        case .suppressionRise:
            .init([(25, .everything), (45, .application), (30, .journey)], [(60, .toTheEnd), (40, .days(1...3))])
        case .opensDown:
            .init(
                [
                    (10, .everything), (20, .platform), (30, .application), (30, .journey),
                    (10, .applicationOnPlatform),
                ], [(1, .toTheEnd)])
        case .opensNotTracked: .init([(1, .applicationOnPlatform)], [(1, .toTheEnd)])
        case .confirmationsNotTracked:
            .init([(1, .applicationOnPlatform)], [(1, .toTheEnd)]) {
                $0.uses { $0.confirmsArrival } && $0.share >= Scope.usualShare * 8 / 10
            }
        case .volumeMissing:
            .init(
                [(20, .everything), (35, .application), (45, .journey)],
                [(60, .days(1...3)), (40, .hours(6...18))])
        case .stuckInFlight:
            .init(
                [(30, .platform), (30, .application), (40, .applicationOnPlatform)],
                [(50, .toTheEnd), (50, .hours(2...48))])
        case .duplicates:
            .init([(20, .everything), (40, .application), (40, .journey)], [(50, .toTheEnd), (50, .hours(3...48))])
        case .clockSkew:
            .init(
                [(20, .everything), (40, .application), (40, .applicationOnPlatform)],
                [(60, .toTheEnd), (40, .hours(6...48))])
        case .overRetry:
            // Attempts are counted by the hand-offs that an app records.
            .init([(60, .application), (40, .applicationOnPlatform)], [(60, .toTheEnd), (40, .hours(6...48))]) {
                $0.uses { $0.recordsHandOff } && $0.share >= Scope.usualShare
            }
        case .silenceSpike: .init([(70, .application), (30, .everything)], [(1, .toTheEnd)])
        case .tokenMoves: .init([(50, .application), (50, .applicationOnPlatform)], [(1, .toTheEnd)])
        case .unknownReason: .init([(1, .application)], [(1, .toTheEnd)])
        case .mixShift:
            .init(
                [(40, .application), (60, .applicationOnPlatform)], [(70, .toTheEnd), (30, .days(2...4))],
                // What is large already has no others to shift the mix against.
                where: { Scope.usualShare...1_650 ~= $0.share })
        }
    }
}

extension Scope {
    /// Whether it is an app of which something holds.
    fileprivate func uses(_ holds: (Application) -> Bool) -> Bool {
        application.map { holds(Application.all.entries[$0].value) } ?? false
    }
}
