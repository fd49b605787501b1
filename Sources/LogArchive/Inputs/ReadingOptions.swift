public import TrackingLog

/// How logs are to be read.
public struct ReadingOptions: Sendable {
    /// How the text is spelled.
    public var format = LogFormat.auto
    /// In which order batches are wanted.
    public var order = ReadingOrder.any
    /// What times without a zone mean; nil means UTC.
    public var zone: LocalZone?
    /// Whether payloads arrive with CSV's doubled quotes undone.
    public var decodesPayloads = false
    /// Whether an entry of a zip is read to its end and held against its length and CRC before any row of it is handed
    /// out, and left out whole where it is damaged: for what cannot be taken back.
    public var checksEntriesFirst = false
    /// How many threads read and work, 1 or more.
    public var workers = 2
    /// A record longer than this many bytes is rejected.
    public var longestRecord = 64 << 20
    /// About how many bytes are handed to a worker at a time.
    var stretchSize = 1 << 20

    /// The usual: any format, any order, UTC, two workers.
    public init() {}
}

/// In which order batches reach the caller.
public enum ReadingOrder: Sendable {
    /// One batch at a time, as they stand in the inputs.
    case asRecorded
    /// Any order, several at once, each worker one at a time.
    case any
}
