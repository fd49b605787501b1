public import ForeignLogs

/// One file, or one entry of a zip, that was read.
public struct LogSource: Sendable {
    /// The file, as it was named.
    public var path: String
    /// The zip's entry; nil for a plain file.
    public var entry: String?
    /// The place of the zip's entry in the directory, from 0; nil for a plain file.
    package var member: Int?
    /// The format of another vendor that it has; nil for a tracking log.
    public var format: ForeignFormat?
    /// The name of that format; nil for a tracking log.
    public var vendor: String? { format?.name }
    /// What it was taken for, in words for people: `CSV separated by semicolons`.
    public var kind = ""
    /// Records that were left out on purpose, by reason.
    public var skipped: [String: Int] = [:]
    /// How many of the events are successes, where the vendor logs only a sample of them.
    public var sampledSuccesses = 0
    /// How many of its blocks were inflated by themselves, by the index of its zip; 0 where it was read as one stream.
    package var blocks = 0
    /// Whether the zip's index is wrong about its blocks. It was then read as one stream, or is damaged.
    package var hasWrongIndex = false
    /// How many rows it holds by its search index, where it was read by that; nil where it was read whole.
    package var indexedRows: Int?
    /// How many rows were not read, since the search index rules them out.
    public var ruledOut: Int { max(0, (indexedRows ?? 0) - rows - rejected) }
    /// How many events it held.
    public var rows = 0
    /// How many of its records could not be read.
    public var rejected = 0

    /// A source before reading.
    public init(path: String, entry: String? = nil) {
        self.path = path
        self.entry = entry
    }

    /// `FILE`, or `FILE(ENTRY)`.
    public var name: String { entry.map { "\(path)(\($0))" } ?? path }
}
