public import LogArchive

/// What came of an ingest.
public struct IngestOutcome: Sendable {
    /// Events that are new in the store.
    public var accepted = 0
    /// Events that the store held already.
    public var duplicates = 0
    /// Records that are no events.
    public var rejected = 0
    /// What was read, and what could not be.
    public var summary = ReadingSummary()

    /// Nothing ingested.
    public init() {}
}
