import TrackingLog

/// What is planted in a traffic.
struct Incidents: Sendable {
    /// In the order of ``Scenario``.
    let all: [Incident]

    /// Draws the incidents from the traffic's seed: the same scenario has the same place in the same traffic.
    ///
    /// A second one is drawn again while it would hide behind the first, as far as their scopes allow.
    init(_ traffic: Traffic) {
        var all: [Incident] = []
        for scenario in Scenario.allCases where traffic.scenarios.contains(scenario) {
            guard let places = scenario.places else { continue }
            var random = SplitMix64(seed: SplitMix64.mix(traffic.seed &+ SplitMix64.mix(scenario.lot &+ 0x1A17)))
            var incident = Self.draw(scenario, at: places, in: traffic, &random)
            for _ in 0..<128 where all.contains(where: { $0.overlaps(incident) }) {
                incident = Self.draw(scenario, at: places, in: traffic, &random)
            }
            all.append(incident)
        }
        self.all = all
    }

    private static func draw(
        _ scenario: Scenario, at places: Incident.Places, in traffic: Traffic, _ random: inout SplitMix64
    ) -> Incident {
        let minutes = UInt64(traffic.days) * 1440
        let (earliest, latest) = (minutes * 2 / 5, minutes * 17 / 20)
        let scopes = Scope.all(places.scopes.pick(&random)).filter(places.isPlausible)
        let scope = scopes[Int(truncatingIfNeeded: random.below(UInt64(scopes.count)))]
        var (pause, soonest): (UInt64?, UInt64) = (nil, earliest)
        if scenario == .silenceSpike {
            // Four to eight days; less in short traffic.
            let most = min(8 * 1440, minutes * 9 / 20)
            let least = min(4 * 1440, most / 2)
            let drawn = least + random.below(most - least + 1)
            // Something is to precede it.
            (pause, soonest) = (drawn, max(earliest, drawn + minutes / 7))
        }
        var (since, length): (UInt64, UInt64?) = (0, nil)
        // Hours at night, or of a small app, hold too little to be an incident; and what begins while nothing is sent begins
        // for everybody when sending does.
        for _ in 0..<64 {
            since = soonest + random.below(latest - soonest)
            // After a pause, until all dead tokens are forgotten.
            length =
                pause == nil
                ? places.lengths.pick(&random).minutes(of: minutes, &random) : UInt64(Incident.forgetting.longest) / 60
            let hours = length.flatMap { $0 < 1440 ? $0 : nil }
            if isBusy(since..<since + 120, from: traffic.start),
                hours.map({ isNoticeable(since..<since + $0, of: scope, from: traffic.start) }) ?? true
            {
                break
            }
        }
        let until = length.map { since + $0 }.flatMap { $0 < minutes ? $0 : nil }
        return Incident(
            scenario: scenario, strength: traffic.strength, scope: scope,
            since: UInt32(truncatingIfNeeded: since * 60), until: until.map { UInt32(truncatingIfNeeded: $0 * 60) },
            silentSince: pause.map { UInt32(truncatingIfNeeded: (since - $0) * 60) },
            form: random.next(), seed: random.next())
    }

    /// Whether a scope sends in some minutes at least what everybody sends in twenty, and six tenths of what it sends on
    /// average.
    private static func isNoticeable(_ minutes: Range<UInt64>, of scope: Scope, from start: Timestamp) -> Bool {
        Rhythm.averageMinutes(in: minutes, from: start) * scope.share >= 20 * 10_000 && isBusy(minutes, from: start)
    }

    /// Whether six tenths of the average are sent in some minutes.
    private static func isBusy(_ minutes: Range<UInt64>, from start: Timestamp) -> Bool {
        Rhythm.averageMinutes(in: minutes, from: start) * 10 >= UInt64(minutes.count) * 6
    }

    /// How much earlier than its place in the traffic an event may be dated, in seconds.
    var lookBack: UInt32 {
        all.contains { $0.scenario == .clockSkew } ? Incident.longestSkew : 0
    }
}

extension Incident {
    /// Whether one may hide the other.
    fileprivate func overlaps(_ other: Incident) -> Bool {
        scope.overlaps(other.scope) && disturbed.overlaps(other.disturbed)
    }
}

extension Incident.Length {
    /// Draws the length; nil if it goes on to the end. In short traffic it takes a quarter of the time at most.
    ///
    /// - Parameters:
    ///   - total: the length of the traffic, in minutes.
    ///   - random: what it is drawn by.
    fileprivate func minutes(of total: UInt64, _ random: inout SplitMix64) -> UInt64? {
        guard case .minutes(let range) = self else { return nil }
        return min(range.lowerBound + random.below(range.upperBound - range.lowerBound + 1), total / 4)
    }
}
