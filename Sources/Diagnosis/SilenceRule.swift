import Analysis

/// Tokens that are refused after a pause: they died one by one while nothing was sent, and only look like a disaster.
struct SilenceRule {
    /// The shortest pause, in hours, and how soon after it the refusals begin.
    private static let shortest = 60
    private static let delay = 26

    /// Turns a rise of dead tokens after a pause into what it is, and takes the pause out of what is missing.
    static func apply(to suspicions: [Suspicion], _ series: HealthSeries) -> [Suspicion] {
        var suspicions = suspicions
        var pauses: [(scope: Finding.Scope, hours: Range<Int>)] = []
        for place in suspicions.indices where suspicions[place].cause == .tokenChurn {
            guard let pause = pause(before: suspicions[place], series) else { continue }
            suspicions[place].cause = .silenceSpike
            let end = max(pause.upperBound + 1, suspicions[place].stretch.hours.upperBound)
            suspicions[place].stretch.hours = pause.upperBound..<end
            pauses.append((suspicions[place].part.scope, pause))
        }
        return suspicions.filter { gap in
            gap.cause != .volumeMissing
                || !pauses.contains { gap.part.scope.meets($0.scope) && gap.stretch.hours.overlaps($0.hours) }
        }
    }

    /// The hours without messages before the refusals; nil if there is no pause.
    private static func pause(before suspicion: Suspicion, _ series: HealthSeries) -> Range<Int>? {
        let begin = suspicion.stretch.hours.lowerBound
        var strata = [Bool](repeating: false, count: series.strata.count)
        for place in suspicion.part.strata { strata[place] = true }
        var messages = [Int](repeating: 0, count: series.hours.count)
        for cell in series.cells where strata[cell.stratum] { messages[cell.hour] += cell.counts[.message] }
        let usual = messages[..<begin].filter { $0 > 0 }.sorted()
        guard !usual.isEmpty else { return nil }
        let few = max(0, usual[usual.count / 2] / 20)
        // The pause may have ended some hours before the refusals are seen.
        var end = begin
        while end > 0, begin - end < delay, messages[end - 1] > few { end -= 1 }
        var start = end
        while start > 0, messages[start - 1] <= few { start -= 1 }
        return end - start >= shortest && start > 0 ? start..<end : nil
    }
}
