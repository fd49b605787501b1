/// One file, or one entry of a zip, that was read.
public struct LogSource: Sendable {
    /// The file, as it was named.
    public var path: String
    /// The zip's entry; nil for a plain file.
    public var entry: String?
    /// How many events it held.
    public var rows = 0
    /// How many of its records could not be read.
    public var rejected = 0

    /// A source of which nothing is read yet.
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
