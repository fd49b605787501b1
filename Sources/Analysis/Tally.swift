public import TrackingLog

/// What the rows of logs come to, kept so that more rows can be folded in and two tallies merged into one.
///
/// Rows may be split among tallies in any way and folded in any order: merged, they give the same report. The size
/// follows from the messages, not from the rows.
public struct Tally: ~Copyable, Sendable {
    /// How logs are understood.
    public struct Options: Sendable {
        /// Where in a payload the person stands.
        public var person = JSONPointer.userID
        /// Where in a payload the message's name stands.
        public var name = JSONPointer.name

        /// The usual.
        public init() {}
    }

    let options: Options
    /// Split by ``ShortKey/shard`` of the tracking code.
    var shards = Shards { TallyShard() }
    var identities = InternedIdentities()
    var labels = InternedLabels()
    var payloads: PayloadMemo
    var rows = 0
    var rejects = RejectExamples()
    /// What came of fetching ahead: of no meaning, but the reads must have an end.
    var fetched: UInt32 = 0

    /// Whether all is folded in: see ``close()``.
    private var isClosed = false

    /// A tally of nothing yet.
    public init(_ options: Options = Options()) {
        self.options = options
        payloads = PayloadMemo(PayloadReader(person: options.person, name: options.name))
    }

    /// Frees the memory that only folding and merging need. From here on the tally can only be reported on.
    mutating func close() {
        for shard in 0..<ShortKey.shardCount { shards[shard].pointee.dropIndexes() }
        isClosed = true
    }

    /// Stops where rows would be added to a tally that cannot find what it has.
    func requireOpen() { precondition(!isClosed, "the tally is closed") }
}
