import EventStore
public import Ledger
public import TrackingLog

/// What an erasure would erase.
public struct ErasureFindings: Sendable {
    /// The number of rows in the archive.
    public let rows: Int
    /// The nights that have them, in their order.
    public let nights: [Day]
    /// The number of events in the store.
    public let events: Int
    /// The number of finished logs that have such rows.
    public let results: Int
    /// Whether the store has traces without events: what pruning leaves.
    public let hasTraces: Bool
    /// Whether an erasure was stopped, and none was completed since.
    public let isUnfinished: Bool

    init(_ found: ErasureRun.Found, isUnfinished: Bool) {
        rows = found.archive.nights.reduce(0) { $0 + $1.count }
        nights = found.archive.nights.map(\.night.day)
        events = found.store.count
        results = found.results.others
        hasTraces = !found.store.isEmpty
        self.isUnfinished = isUnfinished
    }

    /// Whether there is nothing.
    public var isEmpty: Bool { rows == 0 && !hasTraces && results == 0 }
}

/// What an erasure erased.
public struct ErasureOutcome: Sendable {
    /// When it was.
    public let time: Timestamp
    /// The number of rows in the archive.
    public let rows: Int
    /// The number of nights that had them.
    public let nights: Int
    /// The number of events in the store.
    public let events: Int
    /// The number of finished logs that are made again.
    public let results: Int
    /// Whether the store had events, or traces of pruned ones.
    public let hasTraces: Bool
    /// The ledger's new entries; none where nothing was erased from the archive.
    public let entries: [PublishedErasure]
    /// Whether an erasure had been stopped before, for the same people or for others.
    public let wasStopped: Bool
    /// The ledger's checkpoint, a signed note; nil without an archive.
    public let checkpoint: String?

    /// Whether nothing was found.
    public var isEmpty: Bool { rows == 0 && !hasTraces && results == 0 }
}
