import TrackingLog

/// Deliveries by the number of their attempts.
public struct Attempts: Sendable, Equatable {
    /// By the number of attempts less one, up to ``maximum``; then those with more.
    private var counts = [Int](repeating: 0, count: Attempts.maximum + 1)

    /// The highest number that is no anomaly.
    public static let maximum = SenderRules.maximumAttempts

    /// None.
    public init() {}

    /// The deliveries with so many attempts, from 1 to ``maximum``.
    public subscript(attempts: Int) -> Int { counts[attempts - 1] }

    /// The deliveries with more attempts than ``maximum``.
    public var overMaximum: Int { counts[Attempts.maximum] }

    /// Counts one delivery, unless it was never attempted.
    mutating func add(_ attempts: Int) {
        if attempts > 0 { counts[min(attempts, Attempts.maximum + 1) - 1] += 1 }
    }

    mutating func add(_ other: Attempts) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }
}
