import GRDB
import TrackingLog

/// Writes the events of one transaction after another into the tables.
///
/// The rows of a transaction are drafted first, which needs no database: their texts and deliveries. Then all unknown
/// ones are looked up together, each table in its own order; rows without an app get one; and each row is compared with
/// what is known. What is new is written at the end, again table by table. A bounded number of recently met things is
/// remembered, so memory grows with the transactions, never with the store.
struct EventWriter {
    var identifiers: TextRegister<IdentifierColumns>
    var payloads: TextRegister<PayloadColumns>
    var messages: MessageRegister
    var deliveries: DeliveryRegister
    var apps: AppRegister
    var outcomes: OutcomeRegister
    let events: EventRegister
    let fingerprint: Fingerprint
    let database: Database

    var rows: [RowDraft] = []
    var details: [DeliveryDetails] = []
    /// Deliveries of rows without an app, found by tracking code and hwid.
    var appless = DraftTable<ApplessDraft>()
    /// The senders of the current transaction; where there are none, all rows have the same sender.
    var parts: [PartDraft] = []

    var recorded: [RecordedEvent] = []
    /// The number of recorded events in the table so far.
    var written = 0
    /// The number of recorded events that are new.
    var accepted = 0
    /// The number of the last event recorded before the transaction.
    var lastSeq: Int64 = 0
    var nights = NightRule(open: .min, clock: .max)
    /// Whether events that are there already move to the night of the rule.
    var isRecovering = false
    var sums = EventSums()
    var removedSums = EventSums()

    /// The state of pruning when the drafting of this transaction began.
    var pruning: PruningState?
    /// The limit for events ahead of the clock; nil means none.
    var limit: ClockLimit?

    init(_ database: Database) throws {
        let digest = try ContentDigest(database)
        let fingerprint = try Fingerprint(database)
        identifiers = try TextRegister(database, digest: digest, fingerprint: fingerprint, bits: 16)
        payloads = try TextRegister(database, digest: digest, fingerprint: fingerprint, bits: 15)
        messages = try MessageRegister(database, digest: digest, fingerprint: fingerprint, bits: 16)
        deliveries = try DeliveryRegister(database, bits: 16)
        apps = try AppRegister(database, fingerprint: fingerprint, bits: 10)
        outcomes = try OutcomeRegister(database, fingerprint: fingerprint, bits: 12)
        events = try EventRegister(database, fingerprint: fingerprint)
        self.fingerprint = fingerprint
        self.database = database
    }

    /// The number of drafted rows.
    var count: Int { rows.count }

    /// Whether nothing is drafted, not even a part all of whose rows were refused.
    var isEmpty: Bool { rows.isEmpty && parts.isEmpty }

    /// Gets ready to draft the rows of a transaction.
    ///
    /// - Parameters:
    ///   - pruning: the state of pruning: remembered numbers from before a change may be wrong.
    ///   - limit: the limit for events ahead of the clock; nil means none.
    mutating func begin(_ pruning: PruningState, limit: ClockLimit?) {
        if self.pruning != pruning || !pruning.isQuiet { forget() }
        self.pruning = pruning
        self.limit = limit
    }

    /// Prepares the look-ups of the drafted rows, which needs no transaction.
    mutating func prepareLookup() {
        identifiers.prepareLookup()
        payloads.prepareLookup()
        messages.prepareLookup()
    }

    /// Writes the drafted rows, whose look-ups are prepared, in a transaction that has just begun.
    ///
    /// - Parameters:
    ///   - lastSeq: the number of the last event recorded before.
    ///   - nights: decides which nights the events belong to.
    ///   - pruning: the state of pruning now.
    /// - Returns: the result of each part, and the number of the last event now.
    mutating func write(
        after lastSeq: Int64, _ nights: NightRule, _ pruning: PruningState
    ) throws -> (parts: [PartRecording], lastSeq: Int64) {
        guard self.pruning?.holds(in: pruning) ?? true else { throw StoreError.prunedMeanwhile }
        self.lastSeq = lastSeq
        self.nights = nights
        try identifiers.begin()
        try payloads.begin()
        try messages.begin()
        // Rows that were drafted before any part are a part of their own.
        if parts.first?.start != 0 { parts.insert(PartDraft(start: 0), at: 0) }
        try lookUp()
        var results: [PartRecording] = []
        for index in parts.indices { results.append(try write(part: index)) }
        try deliveries.store()
        try messages.store(after: lastSeq)
        try identifiers.store()
        try payloads.store()
        apps.store()
        outcomes.store()
        try sums.store(in: database)
        try removedSums.store(in: database, removing: true)
        let last = self.lastSeq + Int64(accepted)
        reset()
        return (results, last)
    }

    private mutating func write(part index: Int) throws -> PartRecording {
        let before = accepted
        let (decided, replaced) = try decide(part: index)
        try flush()
        let new = accepted - before - replaced
        return PartRecording(
            recording: Recording(accepted: new, duplicates: decided - new), refused: parts[index].refused)
    }

    /// Writes the decided events into their table.
    mutating func flush() throws {
        let new = recorded[written...]
        written = recorded.count
        accepted += try events.add(new, after: lastSeq + Int64(accepted), to: &sums)
        if isRecovering { try moveNights(of: new) }
    }

    /// Forgets all that was drafted and remembered: its transaction may have been rolled back.
    mutating func forget() {
        identifiers.forget()
        payloads.forget()
        messages.forget()
        deliveries.forget()
        apps.forget()
        outcomes.forget()
        reset()
    }

    private mutating func reset() {
        rows.removeAll(keepingCapacity: true)
        details.removeAll(keepingCapacity: true)
        appless.removeAll()
        recorded.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        (written, accepted) = (0, 0)
        sums = EventSums()
        removedSums = EventSums()
    }
}
