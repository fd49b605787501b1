import TrackingLog

/// How many events have a status that is not known, by status.
public struct UnknownStatuses: Sendable {
    /// The number of events by name; a bounded number of names.
    public private(set) var counts: [String: Int] = [:]
    /// Names beyond it are hardly misspelled statuses, and not worth memory.
    private static let maximumNames = 100

    /// None.
    public init() {}

    /// Counts the rows of a batch.
    mutating func add(_ batch: EventBatch) {
        for row in batch.rows where row.status == .other {
            let name = batch.text[row.statusWord.offsets].withUnsafeBytes { Status.name(ofUnknown: $0) }
            if counts.count < Self.maximumNames || counts[name] != nil { counts[name, default: 0] += 1 }
        }
    }
}
