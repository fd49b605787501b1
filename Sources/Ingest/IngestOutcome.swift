public import LogArchive
import TrackingLog

/// What came of an ingest.
public struct IngestOutcome: Sendable {
    /// Events that are new in the store.
    public var accepted = 0
    /// Events that the store held already.
    public var duplicates = 0
    /// Records that are no events.
    public var rejected = 0
    /// The first of those, ``mostExamples`` at most.
    public var examples: [RejectedRecord] = []
    /// What was read, and what could not be.
    public var summary = ReadingSummary()

    /// How many rejected records are named.
    public static let mostExamples = 20

    /// Nothing ingested.
    public init() {}

    mutating func add(_ reject: Reject, of batch: EventBatch) {
        rejected += 1
        guard examples.count < Self.mostExamples else { return }
        examples.append(
            RejectedRecord(source: batch.source, line: batch.firstLine + Int(reject.line), reason: reject.reason))
    }
}

/// A record that is no event.
public struct RejectedRecord: Sendable {
    /// Which of the summary's sources holds it.
    public var source: Int
    /// The line it begins on; the first one is 1.
    public var line: Int
    /// Why, in words for people.
    public var reason: String
}
