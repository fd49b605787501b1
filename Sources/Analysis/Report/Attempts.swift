import TrackingLog

/// How many deliveries were handed to the gateway how often.
public struct Attempts: Sendable, Equatable {
    /// By the number of attempts less one, up to ten; then those of more.
    private var counts = [Int](repeating: 0, count: Attempts.most + 1)

    /// Senders retry up to this often; more is an anomaly.
    public static let most = SenderRules.maximumAttempts

    /// None.
    public init() {}

    /// How many deliveries were attempted so often, from 1 to ``most``.
    public subscript(attempts: Int) -> Int { counts[attempts - 1] }

    /// How many were attempted more often than ``most``.
    public var overMost: Int { counts[Attempts.most] }

    /// Counts one delivery; one never attempted is not counted.
    mutating func add(_ attempts: Int) {
        if attempts > 0 { counts[min(attempts, Attempts.most + 1) - 1] += 1 }
    }

    mutating func add(_ other: Attempts) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }
}
