/// What a reading has read, and what it could not read.
public struct ReadingSummary: Sendable {
    /// In the order of the inputs.
    public var sources: [LogSource] = []
    /// Inputs that could not be read, or not to their end.
    public var failures: [ReadingFailure] = []
    /// Folders and zips without a log.
    public var withoutLog: [String] = []
    /// Files in folders and zips that were not read.
    public var leftOut: [LeftOutFile] = []
    /// What people should know: a file was named twice.
    public var warnings: [String] = []

    /// What only those need to know who ask for more: what came from a cache.
    public var details: [String] = []
    /// Inputs that were left to the caller, in the order of the inputs.
    package var setAside: [SetAsideInput] = []

    /// An empty summary.
    public init() {}

    /// Adds the summary of another reading; its sources come after those that are there.
    package mutating func add(_ other: ReadingSummary) {
        failures += other.failures.map { failure in
            var failure = failure
            failure.source = failure.source.map { $0 + sources.count }
            return failure
        }
        sources += other.sources
        withoutLog += other.withoutLog
        leftOut += other.leftOut
        warnings += other.warnings
        details += other.details
    }
}

/// The progress of a reading.
public struct ReadingProgress: Sendable {
    /// Bytes read of the input files, compressed where they are compressed.
    public var bytesRead: Int
    /// The input files' size in bytes; 0 for standard input.
    public var bytesTotal: Int
    /// Events so far.
    public var rows: Int
}
