public import ForeignLogs
public import TrackingLog

/// How logs are to be read.
public struct ReadingOptions: Sendable {
    /// The format of the text.
    public var format = LogFormat.auto
    /// Another vendor's format that all inputs have; nil where each input is recognized by its content.
    public var foreignFormat: ForeignFormat?
    /// The zone of times that name none; nil means UTC.
    public var zone: LocalZone?
    /// Whether CSV's doubled quotes in payloads are undone.
    public var decodesPayloads = false
    /// Whether an entry of a zip, gzip and UTF-16 are checked completely before their rows are read.
    ///
    /// A damaged entry is then left out completely: for readers that cannot take a row back.
    public var checksEntriesFirst = false
    /// Whether a file is left to the caller, who reads it in another way; asked for files that are neither in a zip nor
    /// compressed. nil where all are read as logs.
    package var setsAside: (@Sendable (SetAsideCandidate) -> Bool)?
    /// What is searched for: rows that the search index beside a zip rules out may be left out. nil where every row is read.
    package var searchTerms: Set<SearchTerm>?
    /// How many threads read and work, 1 or more.
    public var workers = 2
    /// A record longer than this many bytes is rejected.
    public var longestRecord = 64 << 20
    /// About how many bytes are handed to a worker at a time.
    var chunkSize = 1 << 18

    /// The options that the rows of a log depend on, as one text.
    package var rules: String {
        [format.rawValue, zone?.name ?? "UTC", "\(decodesPayloads)", "\(longestRecord)", foreignFormat?.map ?? ""]
            .joined(separator: "\n")
    }

    /// The usual: any format, UTC, two workers.
    public init() {}
}
