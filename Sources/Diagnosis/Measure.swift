import Analysis

/// A rate that is watched for one cause: what is counted, among what, and how much of a change matters.
struct Measure: Sendable {
    let cause: Cause
    /// What is counted.
    let signal: HealthSignal
    /// Among what.
    let whole: HealthSignal
    var direction = Direction.rise
    /// How many times as much as expected is a change; for falls, how much is left at most.
    var ratio = 1.5
    /// The least change of the rate itself.
    var difference = 0.004
    /// The least number of deliveries beyond, or short of, the expected ones.
    var excess = 20.0
    /// The least number of hours that it lasts, unless it is going on.
    var hours = 1
    /// Whether it may be a matter of one journey: of texts and audiences, not of platforms and apps alone.
    var isOfJourneys = false
    /// Shown by deliveries that have the signal's cause twice: where there are such, it comes by chance or on purpose.
    var twice: HealthSignal?

    /// Whether more or less of it is bad.
    enum Direction: Sendable {
        case rise, fall
    }

    static let deadTokens = Measure(
        cause: .tokenChurn, signal: .deadToken, whole: .reached, ratio: 1.4, difference: 0.006)

    /// All of them, delivery before engagement.
    static let all = [
        deadTokens,
        Measure(cause: .environmentMixup, signal: .foreignToken, whole: .reached),
        Measure(cause: .credentials, signal: .credentials, whole: .reached),
        Measure(cause: .gatewayOutage, signal: .gateway, whole: .reached, ratio: 2, difference: 0.02),
        Measure(cause: .throttling, signal: .throttled, whole: .reached, ratio: 2, difference: 0.02),
        Measure(cause: .payloadTooLarge, signal: .payloadTooLarge, whole: .reached, isOfJourneys: true),
        Measure(cause: .badRequest, signal: .badRequest, whole: .reached, isOfJourneys: true),
        Measure(cause: .unknownReason, signal: .unknownReason, whole: .delivery, isOfJourneys: true),
        Measure(cause: .templateOrAudience, signal: .unreached, whole: .delivery, isOfJourneys: true),
        Measure(cause: .suppressionRise, signal: .suppressed, whole: .delivery, ratio: 1.3, isOfJourneys: true),
        Measure(cause: .stuckInFlight, signal: .stuck, whole: .delivery),
        Measure(cause: .overRetry, signal: .overRetried, whole: .delivery, difference: 0.001, excess: 10),
        Measure(
            cause: .duplicates, signal: .doubled, whole: .delivery, ratio: 3, difference: 0.02, excess: 50,
            isOfJourneys: true, twice: .tripled),
        Measure(cause: .clockSkew, signal: .skewed, whole: .delivery),
        Measure(cause: .tokenMoves, signal: .moved, whole: .returning),
        Measure(
            cause: .confirmationsNotTracked, signal: .received, whole: .accepted, direction: .fall, ratio: 0.75,
            hours: 6),
        Measure(
            cause: .opensDown, signal: .opened, whole: .mature, direction: .fall, ratio: 0.87, hours: 6,
            isOfJourneys: true),
    ]
    /// Whether some hours differ by so much that it matters.
    func isLarge(_ stretch: Stretch) -> Bool {
        guard stretch.excess >= excess, stretch.whole > 0, stretch.excess / stretch.whole >= difference else {
            return false
        }
        return direction == .rise ? stretch.ratio >= ratio : stretch.ratio <= ratio
    }
}
