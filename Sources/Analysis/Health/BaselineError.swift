public import TrackingLog

/// A baseline that is not of a time before the logs that are compared with it: rows of both would count twice.
public struct BaselineError: Error, Equatable, CustomStringConvertible {
    /// The first and the last message of the baseline.
    public let baseline: ClosedRange<Timestamp>
    /// Those of the logs to judge.
    public let judged: ClosedRange<Timestamp>

    /// What is wrong, in one line.
    public var description: String {
        let place = baseline.lowerBound < judged.lowerBound ? "reaches into the period" : "is not before the period"
        return
            "the baseline \(place): it has messages of \(baseline.lowerBound) to \(baseline.upperBound), and the logs begin "
            + "\(judged.lowerBound) (UTC)"
    }
}
