/// What follows from something else is no finding beside it.
enum Consequences {
    /// What each cause brings with it.
    private static let followers: [Cause: Set<Cause>] = [
        .gatewayOutage: [.overRetry, .stuckInFlight, .throttling],
        .throttling: [.overRetry, .stuckInFlight],
        .credentials: [.overRetry, .stuckInFlight],
        .overRetry: [.gatewayOutage, .throttling],
        .duplicates: [.opensDown, .tokenMoves],
        .clockSkew: [.opensDown, .opensNotTracked, .volumeMissing],

        .silenceSpike: [.volumeMissing, .mixShift],
        .volumeMissing: [.mixShift],
    ]

    /// How soon after its cause a consequence begins, in hours.
    private static let delay = 3

    /// What is left without the consequences of what weighs more.
    static func removed(from suspicions: [Suspicion]) -> [Suspicion] {
        suspicions.filter { suspicion in
            !suspicions.contains { other in
                // Where others send more, one may send less without any being missing; where nothing is sent, the mix moves.
                if suspicion.cause == .volumeMissing, other.cause == .mixShift, suspicion.stretch.ratio > 0.1 {
                    return abs(other.stretch.hours.lowerBound - suspicion.stretch.hours.lowerBound) <= 12
                }
                return followers[other.cause, default: []].contains(suspicion.cause)
                    && other.likelihood > suspicion.likelihood
                    && other.part.scope.meets(suspicion.part.scope)
                    && other.stretch.hours.lowerBound - delay...other.stretch.hours.upperBound + delay
                        ~= suspicion.stretch.hours.lowerBound
            }
        }
    }
}
