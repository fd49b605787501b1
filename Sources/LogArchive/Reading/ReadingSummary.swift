/// What came of a reading.
public struct ReadingSummary: Sendable {
    /// In the order of the inputs.
    public var sources: [LogSource] = []
    /// Inputs that could not be read, or not to their end. All else was read.
    public var failures: [ReadingFailure] = []
    /// Folders and zips in which there was nothing to read.
    public var withoutLog: [String] = []
    /// What people should know besides: a file named twice.
    public var warnings: [String] = []

    /// Of nothing.
    public init() {}
}

/// How far a reading has come.
public struct ReadingProgress: Sendable {
    /// Bytes of the input files as they lie on the disk, compressed ones as such.
    public var bytesRead: Int
    /// The input files' size in bytes; 0 where it is not known (standard input).
    public var bytesTotal: Int
    /// Events so far.
    public var rows: Int
}
