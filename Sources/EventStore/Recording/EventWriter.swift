import GRDB
import TrackingLog

/// Writes the events of one transaction after the other into the tables.
///
/// The rows of a transaction are drafted first, which needs no database: what texts and deliveries they speak of. Then
/// all that is unknown is looked up together, each table in its own order, and it is decided row by row what is new
/// and what deviates. What is new is written at the end, again table by table. A bounded number of what was met lately
/// is remembered, so that memory grows with the transactions, never with the store.
struct EventWriter {
    private var identifiers: TextRegister
    private var payloads: TextRegister
    private var messages: MessageRegister
    private var deliveries: DeliveryRegister
    private var apps: AppRegister
    private var outcomes: OutcomeRegister
    private let events: EventRegister

    private var rows: [RowDraft] = []
    private var tellings: [Telling] = []
    private var recorded: [RecordedEvent] = []
    /// What is told apart of the transaction at hand; without any, all of it is one.
    private var parts: [PartDraft] = []
    /// How far the store was pruned when the drafting of this transaction began.
    private var pruning: PruningState?

    init(_ database: Database) throws {
        let key = try PreparedStatement(database, "SELECT low, high FROM digest_key")
        defer { key.reset() }
        guard try key.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "its key is lost") }
        let digest = ContentDigest(
            low: UInt64(bitPattern: key.integer(0)), high: UInt64(bitPattern: key.integer(1)))
        identifiers = try TextRegister(database, digest: digest, table: "identifier", columns: ["text"], bits: 16)
        payloads = try TextRegister(database, digest: digest, table: "payload", columns: ["body"], bits: 15)
        messages = try MessageRegister(database, digest: digest, bits: 16)
        deliveries = try DeliveryRegister(database, bits: 16)
        apps = try AppRegister(database, bits: 10)
        outcomes = try OutcomeRegister(database, bits: 12)
        events = try EventRegister(database)
    }

    /// How many rows are drafted.
    var count: Int { rows.count }

    /// Whether nothing is drafted, not even a part all of whose rows were refused.
    var isEmpty: Bool { rows.isEmpty && parts.isEmpty }

    /// Makes ready to draft the rows of a transaction.
    ///
    /// - Parameter pruning: how far the store is pruned: numbers remembered from before that may not be true any more.
    mutating func begin(_ pruning: PruningState) {
        if self.pruning != pruning || !pruning.isQuiet { forget() }
        self.pruning = pruning
    }

    /// Drafts the rows of a batch, after those drafted before.
    ///
    /// - Returns: those that cannot be events.
    mutating func draft(_ batch: EventBatch) -> [RefusedRow] {
        precondition(parts.isEmpty, "rows after a part would be taken for its own")
        var refused: [RefusedRow] = []
        batch.text.withUnsafeBytes { buffer in
            for (number, row) in batch.rows.enumerated() {
                if let reason = reasonToRefuse(row) {
                    refused.append(RefusedRow(row: number, reason: reason))
                } else {
                    draft(RowText(row: row, buffer: buffer))
                }
            }
        }
        return refused
    }

    /// Drafts the rows of a batch as a part of its own, after those drafted before.
    ///
    /// - Parameter apps: the apps that its rows have to be of; nil means any.
    mutating func draftPart(_ batch: EventBatch, boundTo apps: Set<String>?) {
        var part = PartDraft(start: rows.count)
        let codes = apps?.sorted().map { Array($0.utf8) }
        part.apps = codes?.map { code in code.withUnsafeBytes { self.apps.position(of: $0) } }
        batch.text.withUnsafeBytes { buffer in
            for (number, row) in batch.rows.enumerated() {
                let text = RowText(row: row, buffer: buffer)
                if let reason = reasonToRefuse(row) ?? codes.flatMap({ text.reasonToRefuse(boundTo: $0) }) {
                    part.refused.append(RefusedRow(row: number, reason: reason))
                } else {
                    draft(text)
                    if codes != nil { part.numbers.append(number) }
                }
            }
        }
        parts.append(part)
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
    ///   - pruning: how far the store is pruned by now.
    /// - Returns: what came of each part, and when the events happened.
    mutating func write(
        after lastSeq: Int64, _ pruning: PruningState
    ) throws -> (parts: [PartRecording], times: ClosedRange<Int64>?) {
        guard self.pruning?.holds(in: pruning) ?? true else { throw StoreError.prunedMeanwhile }
        try identifiers.begin()
        try payloads.begin()
        try messages.begin()
        try lookUp()
        // Rows that were drafted before any part are one of their own.
        if parts.first?.start != 0 { parts.insert(PartDraft(start: 0), at: 0) }
        var results: [PartRecording] = []
        var accepted = 0
        for index in parts.indices {
            let start = recorded.count
            let count = try decide(part: index)
            let new = try events.add(recorded[start...], after: lastSeq + Int64(accepted))
            accepted += new
            results.append(
                PartRecording(
                    recording: Recording(accepted: new, duplicates: count - new), refused: parts[index].refused))
        }
        try deliveries.store()
        try messages.store()
        try identifiers.store()
        try payloads.store()
        apps.store()
        outcomes.store()
        let times = recorded.lazy.map(\.time)
        let range = times.min().flatMap { first in times.max().map { first...$0 } }
        end()
        return (results, range)
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
        tellings.removeAll(keepingCapacity: true)
        recorded.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
    }
}

// MARK: - The rows, as they come

/// Rows of the transaction at hand that are told apart from others.
private struct PartDraft {
    /// The first of its rows.
    var start: Int
    /// The positions of the apps that its rows have to be of; nil means any.
    var apps: [Int]?
    /// Where its rows stand in their batch; only where it is bound to apps.
    var numbers: [Int] = []
    var refused: [RefusedRow] = []
}

/// A row of the transaction at hand.
private struct RowDraft {
    var time: Int64
    /// Its outcome's position in the transaction.
    var outcome: Int
    var isCreation: Bool
    /// Its delivery's position in the transaction.
    var delivery: Int
    /// The position of what it tells of its delivery; -1 where that is known to be the usual.
    var telling: Int
}

/// What rows tell of their delivery, beyond what makes it the delivery it is.
private struct Telling {
    var key: (low: UInt64, high: UInt64)
    var missing: EventRow.Missing
    var target: TextReference
    /// The app code's position in the transaction.
    var app: Int
    var payload: TextReference
}

extension EventWriter {
    /// Why a row cannot be an event of this store; nil where it can.
    private func reasonToRefuse(_ row: EventRow) -> String? {
        if row.trackingCode.isEmpty { return "the tracking code is empty" }
        if row.statusWord.isEmpty { return "the status is empty" }
        if let before = pruning?.before, row.time < before {
            return "it happened before \(before), and events before that are pruned: it may have been among them"
        }
        return nil
    }

    private mutating func draft(_ text: RowText) {
        let codeKey = KeyedHash.of(text.trackingCode)
        let hwidKey = KeyedHash.of(text.hwid)
        let key = codeKey.combined(with: hwidKey)
        let delivery = deliveries.position(key) ?? addDelivery(of: text, codeKey, hwidKey, key)
        rows.append(
            RowDraft(
                time: text.row.time.secondsSince1970, outcome: outcomes.position(of: text),
                isCreation: text.row.status == .created, delivery: delivery,
                telling: telling(of: text, in: delivery)))
    }

    private mutating func addDelivery(of text: RowText, _ codeKey: TextKey, _ hwidKey: TextKey, _ key: TextKey) -> Int {
        let known = deliveries.recent(key)
        let message = messages.position(of: text.trackingCode, key: codeKey, number: known?.message)
        let hwid = known == nil ? identifiers.reference(to: text.hwid, key: hwidKey) : .empty
        return deliveries.add(
            DeliveryDraft(
                key: key, message: message, hwid: hwid, state: known == nil ? .unknown : .stored,
                known: known ?? KnownDelivery(message: 0, device: 0)))
    }

    /// The position of what a row tells of its delivery; -1 where that is known to be the usual.
    private mutating func telling(of text: RowText, in delivery: Int) -> Int {
        let draft = deliveries.drafts[delivery]
        let key = text.tellingKey
        if draft.known.usual == key { return -1 }
        if draft.telling >= 0, tellings[draft.telling].key == key { return draft.telling }
        let missing = text.row.missing
        let telling = Telling(
            key: key, missing: missing,
            target: missing.contains(.target)
                ? .empty : identifiers.reference(to: text.target, key: KeyedHash.of(text.target)),
            app: missing.contains(.appCode) ? -1 : apps.position(of: text.appCode),
            payload: missing.contains(.payload)
                ? .empty
                : payloads.reference(
                    to: text.payload, key: text.payloadKey, isEscaped: text.row.isPayloadEscaped))
        let position = tellings.count
        tellings.append(telling)
        if draft.telling < 0 { deliveries.change(delivery) { $0.telling = position } }
        return position
    }

    private mutating func lookUp() throws {
        try apps.settle()
        try outcomes.settle()
        try messages.lookUp()
        try identifiers.lookUp()
        try payloads.lookUp()
        var possible: [Int] = []
        for (position, draft) in deliveries.drafts.enumerated() where draft.state == .unknown {
            guard messages.isStored(draft.message), !identifiers.isUnknown(draft.hwid) else { continue }
            let message = messages.number(draft.message)
            let device = identifiers.number(of: draft.hwid)
            deliveries.change(position) {
                $0.known.message = message
                $0.known.device = device
            }
            possible.append(position)
        }
        try deliveries.lookUp(possible)
    }
}

// MARK: - The rows, decided on

extension EventWriter {
    /// Decides what the rows of a part come to.
    ///
    /// - Returns: how many of them were not refused.
    private mutating func decide(part index: Int) throws -> Int {
        let start = parts[index].start
        let end = index + 1 < parts.count ? parts[index + 1].start : rows.count
        guard let apps = parts[index].apps?.map({ self.apps.number($0) }) else {
            for position in start..<end { try decide(rows[position]) }
            return end - start
        }
        var refused = 0
        for position in start..<end {
            if let reason = try reasonToRefuse(rows[position], boundTo: apps) {
                parts[index].refused.append(
                    RefusedRow(row: parts[index].numbers[position - start], reason: reason))
                refused += 1
            } else {
                try decide(rows[position])
            }
        }
        return end - start - refused
    }

    /// Why a row is not to be recorded by somebody who is bound to some apps; nil where it may be.
    private mutating func reasonToRefuse(_ row: RowDraft, boundTo apps: [Int64]) throws -> String? {
        let delivery = deliveries.drafts[row.delivery]
        let app = row.telling >= 0 ? try app(tellings[row.telling], of: delivery.message) : delivery.known.app
        if app == 0 { return "app_code is missing, and the message is not known to be of an app" }
        // A row of another app's message would change what is known of that message.
        let owner = try messages.names(delivery.message).app
        guard apps.contains(app), owner == 0 || apps.contains(owner) else {
            return "the message is another app's than the token is bound to"
        }
        return nil
    }

    /// Decides what a row comes to, all rows before it having been decided on.
    private mutating func decide(_ row: RowDraft) throws {
        let isFirst = deliveries.drafts[row.delivery].state == .unknown
        if isFirst { try begin(row.delivery, with: tellings[row.telling]) }
        let delivery = deliveries.drafts[row.delivery]
        let outcome = outcomes.outcome(row.outcome)
        var event = RecordedEvent(
            time: row.time, message: delivery.known.message, device: delivery.known.device,
            outcome: outcome.identity)
        if outcome.spelling != outcome.identity { event.spelling = outcome.spelling }
        if !isFirst, row.telling >= 0 {
            guard try compare(&event, tellings[row.telling], row.delivery) else { return }
        }
        messages.note(delivery.message, time: row.time, isCreation: row.isCreation)
        recorded.append(event)
    }

    /// Begins a delivery with what its first row tells.
    private mutating func begin(_ position: Int, with telling: Telling) throws {
        let draft = deliveries.drafts[position]
        let message = messages.number(draft.message)
        let device = identifiers.number(of: draft.hwid)
        let target = try target(telling, of: draft.message)
        let app = try app(telling, of: draft.message)
        let payload = payloads.number(of: telling.payload)
        try messages.note(draft.message, target: target, app: app)
        deliveries.change(position) {
            $0.state = .new
            $0.known = KnownDelivery(
                message: message, device: device, target: target, app: app, payload: payload,
                usual: telling.missing.isEmpty ? telling.key : (0, 0))
        }
    }

    /// Marks where an event deviates from what is usual of its delivery.
    ///
    /// - Returns: false where it turns out to be there already.
    private mutating func compare(_ event: inout RecordedEvent, _ telling: Telling, _ position: Int) throws -> Bool {
        let delivery = deliveries.drafts[position]
        if delivery.state == .stored, identifiers.isUnknown(telling.target) || payloads.isUnknown(telling.payload) {
            // The new texts of an event that is not kept are not to be kept either.
            if try events.contains(event) { return false }
        }
        let target = try target(telling, of: delivery.message)
        let app = try app(telling, of: delivery.message)
        let payload =
            telling.missing.contains(.payload) ? delivery.known.payload : payloads.number(of: telling.payload)
        if target != delivery.known.target { event.target = target }
        if app != delivery.known.app { event.app = app }
        if payload != delivery.known.payload { event.payload = payload }
        if event.target != nil || event.app != nil {
            if delivery.state == .stored, try events.contains(event) { return false }
            try messages.note(delivery.message, target: target, app: app)
        } else if event.payload == nil, telling.missing.isEmpty {
            deliveries.change(position) { $0.known.usual = telling.key }
        }
        return true
    }

    private mutating func target(_ telling: Telling, of message: Int) throws -> Int64 {
        telling.missing.contains(.target) ? try messages.names(message).target : identifiers.number(of: telling.target)
    }

    private mutating func app(_ telling: Telling, of message: Int) throws -> Int64 {
        telling.missing.contains(.appCode) ? try messages.names(message).app : apps.number(telling.app)
    }
}

extension RowText {
    /// Why this is not to be recorded by somebody who is bound to some apps; nil where that is not to be seen here.
    fileprivate func reasonToRefuse(boundTo apps: [[UInt8]]) -> String? {
        guard !row.missing.contains(.appCode), !apps.contains(where: { appCode.elementsEqual($0) }) else { return nil }
        return "app_code is not one that the token is bound to"
    }

    /// The key of what a row tells of its delivery: target, app and payload, and which of them it leaves out.
    fileprivate var tellingKey: (low: UInt64, high: UInt64) {
        let key = KeyedHash.of(target).combined(with: KeyedHash.of(appCode)).combined(with: payloadKey)
        return (key.low &+ UInt64(row.missing.rawValue), key.high)
    }
}
