/// How many events have a status that is not known, by status.
public struct UnknownStatuses: Sendable {
    /// The number of events by name; a bounded number of names.
    public private(set) var counts: [String: Int] = [:]
    /// The number of events with other unknown statuses.
    public private(set) var others = 0
    /// Names beyond it are hardly misspelled statuses, and not worth memory.
    private static let maximumNames = 100

    /// The unknown ones among counts by status.
    public init(among counts: [String: Int] = [:]) {
        self.counts = counts.filter { name, _ in !Status.allCases.contains { $0.name == name } }
    }

    /// Counts the rows of a batch, but for some.
    ///
    /// - Parameter refused: the places of rows that were not recorded, in order.
    package mutating func add(_ batch: EventBatch, without refused: [Int] = []) {
        var refused = refused[...]
        for (place, row) in batch.rows.enumerated() {
            if refused.first == place {
                refused.removeFirst()
                continue
            }
            guard row.status == .other else { continue }
            let name = batch.text[row.statusWord.offsets].withUnsafeBytes { Status.name(ofUnknown: $0) }
            if counts.count < Self.maximumNames || counts[name] != nil {
                counts[name, default: 0] += 1
            } else {
                others += 1
            }
        }
    }
}
