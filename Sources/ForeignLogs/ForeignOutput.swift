public import TrackingLog

/// What a translator makes of records: events, rejects and counts.
public struct ForeignOutput: Sendable {
    /// The events, as places in the text of their batch. Their lines are for the reader to set.
    public var rows: [EventRow] = []
    /// Texts that stand in no record as they are: unescaped, or put together.
    public var decoded: [UInt8] = []
    /// The offset of ``decoded`` in the batch's text.
    public let decodedBase: Int
    /// Why records are no events, a reason for each such record.
    public var rejects: [String] = []
    /// How many records were left out on purpose, by reason: `topic fan-out`.
    public var skipped: [String: Int] = [:]
    /// How many events are a sample: the vendor logs only some of its successes.
    public var sampledSuccesses = 0

    /// The maximum bytes of ``decoded``: a record of a few megabytes could give terabytes.
    static let maximumDecodedBytes = 256 << 20

    /// An empty output.
    ///
    /// - Parameter decodedBase: the offset that the decoded text will have in the batch's text.
    public init(decodedBase: Int) { self.decodedBase = decodedBase }
}
