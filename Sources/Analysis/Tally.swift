public import TrackingLog

/// The rows of logs, summed up so that more rows can be folded in, and two tallies merged.
///
/// Rows may be split among tallies in any way and folded in any order: merged, they give the same report. The size
/// depends on the messages, not on the rows.
public struct Tally: ~Copyable, Sendable {
    /// Where things are found in a log.
    public struct Options: Sendable {
        /// The person's place in a payload.
        public var person = JSONPointer.userID
        /// The place of the message's name in a payload.
        public var name = JSONPointer.name

        /// The defaults.
        public init() {}
    }

    let options: Options
    /// Split by ``ShortKey/shard`` of the tracking code.
    var shards = Shards { TallyShard() }
    var identities = InternedIdentities()
    var labels = InternedLabels()
    var payloads: PayloadMemo
    /// The texts for lines.
    var texts: TextNotes
    var rows = 0
    var rejects = RejectExamples()

    /// Where its tables go when they become too large; nil if they never do.
    let spilled: SpilledTables?

    /// Whether nothing more can be folded: see ``close()``.
    private var isClosed = false

    /// An empty tally.
    public init(_ options: Options = Options()) { self.init(options, needing: .nothing) }

    /// An empty tally.
    ///
    /// - Parameters:
    ///   - options: where things are found in a log.
    ///   - need: the texts that are wanted. With any, nothing is folded after a merge.
    ///   - spilled: where its tables go when they become too large. No texts can be wanted then.
    init(_ options: Options, needing need: TextNotes.Need, spillingTo spilled: SpilledTables? = nil) {
        precondition(spilled == nil || need == .nothing, "texts are noted by places in the tables")
        self.options = options
        self.spilled = spilled
        texts = TextNotes(need)
        payloads = PayloadMemo(PayloadReader(person: options.person, name: options.name))
    }

    /// Takes the aliases of a person for that person, in everything that was folded.
    public mutating func unite(_ aliases: Aliases) { identities.unite(aliases) }

    /// Frees the memory that only folding and merging need. After that the tally can only be reported.
    mutating func close() {
        for shard in 0..<ShortKey.shardCount { shards[shard].pointee.dropIndexes() }
        isClosed = true
    }

    /// Stops the program if rows would be added to a closed tally.
    func requireOpen() { precondition(!isClosed, "the tally is closed") }
}
