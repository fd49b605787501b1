public import TrackingLog

/// Where events are read from.
public enum LogInput: Sendable, Hashable {
    /// A file (CSV, NDJSON, or a zip of them) or a folder of such files.
    case path(String)
    case standardInput
}

/// How the text of an input is spelled.
public enum LogFormat: String, CaseIterable, Sendable {
    /// Told apart by the first bytes.
    case auto
    case csv
    case ndjson
}

/// In which order batches reach the caller.
public enum ReadingOrder: Sendable {
    /// One batch at a time, as they stand in the inputs.
    case asRecorded
    /// Any order, several at once, each worker one at a time.
    case any
}

/// How logs are to be read.
public struct ReadingOptions: Sendable {
    public var format = LogFormat.auto
    public var order = ReadingOrder.any
    /// What times without a zone mean; nil means UTC.
    public var zone: LocalZone?
    /// Whether payloads arrive with CSV's doubled quotes undone.
    public var decodesPayloads = false
    /// How many threads read and work.
    public var workers = 2
    /// A record longer than this many bytes is rejected.
    public var longestRecord = 64 << 20

    public init() {}
}

/// One file, or one entry of a zip, that was read.
public struct LogSource: Sendable {
    public var path: String
    /// The zip's entry; nil for a plain file.
    public var entry: String?
    public var rows = 0
    public var rejected = 0

    public init(path: String, entry: String? = nil) {
        self.path = path
        self.entry = entry
    }

    /// `FILE`, or `FILE(ENTRY)`.
    public var name: String { entry.map { "\(path)(\($0))" } ?? path }
}

/// What came of a reading.
public struct ReadingSummary: Sendable {
    /// In the order of the inputs.
    public var sources: [LogSource] = []
    /// Inputs that could not be read, or not to their end, each with its reason. All else was read.
    public var failures: [(name: String, reason: String)] = []
    /// What people should know: a file named twice, a zip without a log in it.
    public var warnings: [String] = []

    public init() {}
}

/// How far a reading has come, in bytes of the input files as they lie on the disk.
public struct ReadingProgress: Sendable {
    public var bytesRead: Int
    /// 0 where it is not known (standard input).
    public var bytesTotal: Int
    public var rows: Int
}

/// Reads tracking logs, in one pass and bounded memory, from plain files, zips, folders and standard input.
public struct LogReader {
    public var options: ReadingOptions
    /// Told now and then, from whichever thread is reading.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    public init(options: ReadingOptions = ReadingOptions()) {
        self.options = options
    }

    /// Reads every input and hands its batches on.
    ///
    /// - Parameter body: is given the number of the worker that calls (0 to `workers` − 1) and a batch it may change.
    ///   With ``ReadingOrder/any`` several workers call at once. With ``ReadingOrder/asRecorded`` calls come one at a
    ///   time. Its first error ends the reading and is thrown on.
    public func read(
        _ inputs: [LogInput], _ body: @escaping @Sendable (_ worker: Int, _ batch: inout EventBatch) throws -> Void
    ) throws -> ReadingSummary {
        _ = (inputs, body)
        return ReadingSummary()
    }
}
