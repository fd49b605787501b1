import Analysis

/// Looks for tokens that are refused after a pause: they died one by one while nothing was sent, and only look like a
/// disaster.
struct SilenceInspection {
    /// What is refused after a pause, and the pause.
    private struct Spike {
        var suspicion: Suspicion
        var pause: Range<Int>

        /// Whether both may be the same, seen in two parts.
        func meets(_ other: Spike) -> Bool {
            suspicion.part.scope.meets(other.suspicion.part.scope) && pause.overlaps(other.pause)
        }
    }

    private var spikes: [Spike] = []

    /// The shortest pause, in hours, and how many messages it lacks at least, by what was sent before.
    private static let shortest = 60
    private static let leastMissing = 50.0
    /// For how many hours after it the dead tokens are refused, before the sender forgets them.
    private static let lengths = [6, 12, 24, 36, 48, 72, 96, 120]

    init(_ series: HealthSeries, _ scopes: Scopes, _ volume: MessageVolume) {
        let parts = scopes.parts.filter { $0.scope.journey == nil && $0.scope.variant == nil }
        let pauses = parts.map { Self.pauses(in: volume.messages(of: $0), endingFrom: series.periodStart) }
        let count = pauses.reduce(0) { $0 + $1.count }
        guard count > 0 else { return }
        let inspection = Inspection(.deadTokens, series, scopes)
        // Only what comes after a pause is compared; of the lengths, half a day and all of the days hardly depend on each other.
        let comparisons = Double(2 * count)
        let limit = Inspection.limit(among: comparisons)
        for (part, pauses) in zip(parts, pauses) where !pauses.isEmpty {
            let course = inspection.course(of: part)
            let scan = Scan(course: course, direction: .rise, start: series.periodStart)
            for pause in pauses {
                let end = pause.upperBound
                let stretches = Self.lengths.map { scan.stretch(end..<min(course.hours, end + $0)) }
                guard
                    let best = stretches.filter(Measure.deadTokens.isLarge).max(by: { $0.score < $1.score }),
                    best.score > limit
                else { continue }
                let suspicion = Suspicion(
                    cause: .silenceSpike, measure: .deadTokens, part: part, stretch: best,
                    likelihood: best.score * best.inflation, comparisons: comparisons)
                add(Spike(suspicion: suspicion, pause: pause))
            }
        }
    }

    /// Adds what is likelier than all that it may be the same as; a larger part counts as likelier where it is about as likely.
    private mutating func add(_ spike: Spike) {
        let rivals = spikes.filter { $0.meets(spike) }
        guard
            rivals.allSatisfy({ rival in
                let isLarger = rival.suspicion.part.scope.covers(spike.suspicion.part.scope)
                return spike.suspicion.likelihood * (isLarger ? 0.97 : 1) > rival.suspicion.likelihood
            })
        else { return }
        spikes.removeAll { $0.meets(spike) }
        spikes.append(spike)
    }

    /// Takes back what is not to be believed.
    mutating func removeAll(where isWrong: (Suspicion) -> Bool) { spikes.removeAll { isWrong($0.suspicion) } }

    /// Adds what was found, in place of what else was suspected of the same refusals and the same pauses.
    func joined(to suspicions: [Suspicion]) -> [Suspicion] {
        let others = suspicions.filter { other in
            !spikes.contains { spike in
                guard spike.suspicion.part.scope.meets(other.part.scope) else { return false }
                switch other.cause {
                case .tokenChurn: return other.stretch.hours.overlaps(spike.suspicion.stretch.hours)
                case .volumeMissing: return other.stretch.hours.overlaps(spike.pause)
                default: return false
                }
            }
        }
        return others + spikes.map(\.suspicion)
    }

    /// The hours without messages, between others, that end in the period.
    private static func pauses(in messages: [Int], endingFrom periodStart: Int) -> [Range<Int>] {
        let usual = messages.filter { $0 > 0 }.sorted()
        guard !usual.isEmpty else { return [] }
        let few = usual[usual.count / 2] / 20
        var pauses: [Range<Int>] = []
        var (start, before) = (0, 0)
        for (hour, count) in messages.enumerated() where count > few {
            let pause = start..<hour
            if pause.count >= shortest, hour >= periodStart, start > 0,
                Double(before) / Double(start) * Double(pause.count) >= leastMissing
            {
                pauses.append(pause)
            }
            (start, before) = (hour + 1, before + count)
        }
        return pauses
    }
}
