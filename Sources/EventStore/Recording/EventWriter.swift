import GRDB
import TrackingLog

/// Writes the events of one transaction after the other into the tables.
///
/// The rows of a transaction are drafted first, which needs no database: what texts and deliveries they speak of. Then
/// all that is unknown is looked up together, each table in its own order; rows that leave out their app get one; and it is
/// decided row by row what is new and what deviates. What is new is written at the end, again table by table. A bounded
/// number of what was met lately is remembered, so that memory grows with the transactions, never with the store.
struct EventWriter {
    var identifiers: TextRegister
    var payloads: TextRegister
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
    var appless: [ApplessDraft] = []
    var applessIndex = KeyIndex()
    /// The senders of the transaction under way; without any, all of it is one's.
    var parts: [PartDraft] = []

    var recorded: [RecordedEvent] = []
    /// How many of those are in the table by now.
    var written = 0
    /// How many of those were not there before.
    var accepted = 0
    /// The number of the last event recorded before the transaction.
    var lastSeq: Int64 = 0
    var nights = NightRule(open: .min, clock: .max)
    /// Whether events that are there already come to belong to the night that the rule gives them.
    var isRecovering = false
    var sums = EventSums()
    var removedSums = EventSums()

    /// How far the store was pruned when the drafting of this transaction began.
    var pruning: PruningState?
    /// How far ahead of the clock events may lie; nil means any distance.
    var limit: ClockLimit?

    init(_ database: Database) throws {
        let digest = try ContentDigest(database)
        let fingerprint = try Fingerprint(database)
        identifiers = try TextRegister(
            database, digest: digest, fingerprint: fingerprint, table: "identifier", columns: ["text"], bits: 16)
        payloads = try TextRegister(
            database, digest: digest, fingerprint: fingerprint, table: "payload", columns: ["body"], bits: 15)
        messages = try MessageRegister(database, digest: digest, fingerprint: fingerprint, bits: 16)
        deliveries = try DeliveryRegister(database, bits: 16)
        apps = try AppRegister(database, fingerprint: fingerprint, bits: 10)
        outcomes = try OutcomeRegister(database, fingerprint: fingerprint, bits: 12)
        events = try EventRegister(database, fingerprint: fingerprint)
        self.fingerprint = fingerprint
        self.database = database
    }

    /// How many rows are drafted.
    var count: Int { rows.count }

    /// Whether nothing is drafted, not even a part all of whose rows were refused.
    var isEmpty: Bool { rows.isEmpty && parts.isEmpty }

    /// Makes ready to draft the rows of a transaction.
    ///
    /// - Parameters:
    ///   - pruning: how far the store is pruned: numbers remembered from before that may not be true any more.
    ///   - limit: how far ahead of the clock events may lie; nil means any distance.
    mutating func begin(_ pruning: PruningState, limit: ClockLimit?) {
        if self.pruning != pruning || !pruning.isQuiet { forget() }
        self.pruning = pruning
        self.limit = limit
    }

    /// Does what has to be done with the drafted rows before they are written, and needs no transaction.
    mutating func arrange() {
        identifiers.arrange()
        payloads.arrange()
        messages.arrange()
    }

    /// Writes the drafted rows, which are arranged, in a transaction that has just begun.
    ///
    /// - Parameters:
    ///   - lastSeq: the number of the last event recorded before.
    ///   - nights: decides which nights the events belong to.
    ///   - pruning: how far the store is pruned by now.
    /// - Returns: what came of each part, and the number of the last event now.
    mutating func write(
        after lastSeq: Int64, _ nights: NightRule, _ pruning: PruningState
    ) throws -> (parts: [PartRecording], lastSeq: Int64) {
        guard self.pruning?.holds(in: pruning) ?? true else { throw StoreError.prunedMeanwhile }
        self.lastSeq = lastSeq
        self.nights = nights
        try identifiers.begin()
        try payloads.begin()
        try messages.begin()
        // Rows that were drafted before any part are one of their own.
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
        end()
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

    /// Brings what was decided into the table of events.
    mutating func flush() throws {
        let new = recorded[written...]
        written = recorded.count
        accepted += try events.add(new, after: lastSeq + Int64(accepted), to: &sums)
        if isRecovering { try moveNights(of: new) }
    }

    /// Forgets all that was drafted and remembered: the transaction it may come from was undone.
    mutating func forget() {
        identifiers.forget()
        payloads.forget()
        messages.forget()
        deliveries.forget()
        apps.forget()
        outcomes.forget()
        end()
    }

    private mutating func end() {
        rows.removeAll(keepingCapacity: true)
        details.removeAll(keepingCapacity: true)
        appless.removeAll(keepingCapacity: true)
        applessIndex.removeAll()
        recorded.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        (written, accepted) = (0, 0)
        sums = EventSums()
        removedSums = EventSums()
    }
}
