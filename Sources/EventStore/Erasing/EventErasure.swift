import GRDB
import TrackingLog

/// Puts pseudonyms in place of those that events are about, in one transaction.
///
/// A delivery with such events is written again: its events under pseudonymous devices, targets and payloads, and those that
/// are not erased as they were. The number of a message stays; where all of its events are erased, its tracking code gets a
/// pseudonym. Texts that nothing refers to any more are removed.
struct EventErasure {
    private let database: Database
    private let findings: StoreFindings
    private let pseudonyms: (Addressee) -> Addressee
    private let digest: ContentDigest
    private let fingerprint: Fingerprint
    private let messages: MessageTable
    private var identifiers: TextRegister<IdentifierColumns>
    private var payloads: TextRegister<PayloadColumns>
    /// Texts that may not be needed any more.
    private var idleIdentifiers: Set<Int64> = []
    private var idlePayloads: Set<Int64> = []

    init(_ findings: StoreFindings, in database: Database, _ pseudonyms: @escaping (Addressee) -> Addressee) throws {
        self.findings = findings
        self.database = database
        self.pseudonyms = pseudonyms
        digest = try ContentDigest(database)
        fingerprint = try Fingerprint(database)
        messages = try MessageTable(database, fingerprint: fingerprint)
        identifiers = try TextRegister(database, digest: digest, fingerprint: fingerprint, bits: nil)
        payloads = try TextRegister(database, digest: digest, fingerprint: fingerprint, bits: nil)
        idleIdentifiers = findings.identifiers
        idlePayloads = findings.payloads
    }

    /// An event as it is written again.
    private struct Rewritten {
        var event: StoredEvent
        var addressee: Addressee
        var hwid: TextReference
        var target: TextReference
        var payload: TextReference
    }

    /// Erases.
    mutating func run() throws {
        try identifiers.begin()
        try payloads.begin()
        var all: [(message: Int64, events: [Rewritten])] = []
        for (number, message) in findings.messages {
            all.append((number, message.events.map { rewritten($0, isWhole: !message.hasOthers) }))
        }
        identifiers.prepareLookup()
        payloads.prepareLookup()
        try identifiers.lookUp()
        try payloads.lookUp()
        let old = findings.messages.values.flatMap { $0.events.map(\.event) }
        var removed = try EventSums(of: old, database)
        try remove()
        var new: [StoredEvent] = []
        for (number, events) in all { try write(events, of: number, into: &new) }
        try identifiers.store()
        try payloads.store()
        for (number, message) in findings.messages { try rename(number, message) }
        try removed.store(in: database, removing: true)
        var added = try EventSums(of: new, database)
        try added.store(in: database)
        try removeIdleTexts(of: IdentifierColumns.table, idleIdentifiers, Self.identifierUses)
        try removeIdleTexts(of: PayloadColumns.table, idlePayloads, Self.payloadUses)
    }

    private mutating func rewritten(_ found: StoreFindings.Found, isWhole: Bool) -> Rewritten {
        var addressee = found.isErased ? pseudonyms(found.addressee) : found.addressee
        if !isWhole { addressee.trackingCode = found.addressee.trackingCode }
        func reference<Columns: TextColumns>(
            _ text: [UInt8], _ register: inout TextRegister<Columns>
        ) -> TextReference {
            text.withUnsafeBytes { register.reference(to: $0, key: KeyedHash.of($0)) }
        }
        return Rewritten(
            event: found.event, addressee: addressee, hwid: reference(addressee.hwid, &identifiers),
            target: reference(addressee.target, &identifiers), payload: reference(addressee.payload, &payloads))
    }

    // MARK: - The rows that go

    private enum UsualColumns: Int32, QueryColumns {
        case target, payload
    }

    /// Removes the deliveries and their events.
    private mutating func remove() throws {
        let events = try PreparedStatement(
            database, "DELETE FROM event WHERE time = ?1 AND message = ?2 AND device = ?3 AND outcome = ?4")
        var deliveries = findings.idleDeliveries
        for (number, message) in findings.messages {
            for event in message.events.map(\.event) {
                events.bind(event.time, at: 1)
                events.bind(event.message, at: 2)
                events.bind(event.device, at: 3)
                events.bind(event.identity, at: 4)
                guard try events.changes() == 1 else { throw DatabaseError.damage("an event is missing") }
                if let target = event.target { idleIdentifiers.insert(target) }
                if let payload = event.payload { idlePayloads.insert(payload) }
            }
            deliveries += Set(message.events.map(\.event.device)).map { (number, $0) }
        }
        let usual = try PreparedQuery<UsualColumns>(database, from: "delivery WHERE message = ?1 AND device = ?2")
        let deletion = try PreparedStatement(database, "DELETE FROM delivery WHERE message = ?1 AND device = ?2")
        for delivery in deliveries {
            usual.bind(delivery.message, at: 1)
            usual.bind(delivery.device, at: 2)
            deletion.bind(delivery.message, at: 1)
            deletion.bind(delivery.device, at: 2)
            idleIdentifiers.insert(delivery.device)
            if let (target, payload) = try usual.first({ ($0.integer(.target), $0.integer(.payload)) }) {
                idleIdentifiers.insert(target)
                idlePayloads.insert(payload)
            }
            try deletion.run()
        }
    }

    // MARK: - The rows that come

    private static let delivery =
        "INSERT INTO delivery (message, device, target, payload, fingerprint) VALUES (?1, ?2, ?3, ?4, ?5)"
    private static let event = """
        INSERT INTO event (time, message, device, outcome, seq, spelling, target, payload, night)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """

    private mutating func write(_ events: [Rewritten], of message: Int64, into new: inout [StoredEvent]) throws {
        let known = try messages.find(message).known
        let app = try ValueQuery(database, sql: "SELECT code FROM app WHERE id = ?1")
        app.bind(known.app, at: 1)
        let appFingerprint = try app.only(orMissing: "an app is missing") { fingerprint.of($0.text(.value)) }
        let deliveries = try PreparedStatement(database, Self.delivery)
        let insertion = try PreparedStatement(database, Self.event)
        var usual: [Int64: (target: Int64, payload: Int64)] = [:]
        for rewritten in events.sorted(by: { $0.event.seq < $1.event.seq }) {
            let device = identifiers.number(of: rewritten.hwid)
            let target = identifiers.number(of: rewritten.target)
            let payload = payloads.number(of: rewritten.payload)
            var event = rewritten.event
            event.device = device
            if let usual = usual[device] {
                event.target = target == usual.target ? nil : target
                event.payload = payload == usual.payload ? nil : payload
            } else {
                usual[device] = (target, payload)
                (event.target, event.payload) = (nil, nil)
                let code = rewritten.addressee.trackingCode.withUnsafeBytes(fingerprint.of)
                let identity = fingerprint.delivery(code: code, app: appFingerprint, hwid: rewritten.hwid.fingerprint)
                let details = fingerprint.details(
                    of: identity, target: rewritten.target.fingerprint, payload: rewritten.payload.fingerprint)
                deliveries.bind(message, at: 1)
                deliveries.bind(device, at: 2)
                deliveries.bind(target, at: 3)
                deliveries.bind(payload, at: 4)
                deliveries.bind(Int64(bitPattern: details), at: 5)
                try deliveries.run()
            }
            insertion.bind(event.time, at: 1)
            insertion.bind(message, at: 2)
            insertion.bind(device, at: 3)
            insertion.bind(event.identity, at: 4)
            insertion.bind(event.seq, at: 5)
            insertion.bind(event.outcome == event.identity ? nil : event.outcome, at: 6)
            insertion.bind(event.target, at: 7)
            insertion.bind(event.payload, at: 8)
            insertion.bind(event.night, at: 9)
            try insertion.run()
            new.append(event)
        }
    }

    /// Gives a message all of whose events are erased its new tracking code, and takes away a target that may be a subject.
    private mutating func rename(_ number: Int64, _ message: StoreFindings.Message) throws {
        var known = try messages.find(number).known
        let old = message.key.trackingCode
        let whole = Addressee(appCode: message.key.appCode, trackingCode: old)
        let new = message.hasOthers ? old : pseudonyms(whole).trackingCode
        let targets = Set(message.events.filter(\.isErased).map(\.addressee.target))
        if try !message.hasOthers || findings.identifiers.contains(known.target) || targets.contains(text(known.target))
        {
            idleIdentifiers.insert(known.target)
            known.target = 0
        }
        if new != old {
            let change = try PreparedStatement(database, "UPDATE message SET code = ?2 WHERE id = ?1")
            change.bind(number, at: 1)
            try new.withUnsafeBytes { bytes in
                try change.bind(bytes, at: 2)
                try change.run()
            }
            try removeDigest(of: old, number, from: "message")
            let addition = try PreparedStatement(database, "INSERT INTO latest_message_digest VALUES (?1, ?2)")
            addition.bind(new.withUnsafeBytes(digest.of), at: 1)
            addition.bind(number, at: 2)
            try addition.run()
        }
        try messages.change(known, code: new.withUnsafeBytes(fingerprint.of))
    }

    private func text(_ identifier: Int64) throws -> [UInt8] {
        let search = try ValueQuery(database, sql: "SELECT text FROM identifier WHERE id = ?1")
        search.bind(identifier, at: 1)
        return try search.only(orMissing: "a text is missing") { Array($0.text(.value)) }
    }

    private func removeDigest(of text: [UInt8], _ number: Int64, from table: String) throws {
        for index in ["\(table)_digest", "latest_\(table)_digest"] {
            let deletion = try PreparedStatement(database, "DELETE FROM \(index) WHERE digest = ?1 AND id = ?2")
            deletion.bind(text.withUnsafeBytes(digest.of), at: 1)
            deletion.bind(number, at: 2)
            try deletion.run()
        }
    }

    // MARK: - Texts that nothing needs

    /// Gives a text that nothing needs another one, which is random.
    private func rename(_ number: Int64, of table: String, _ column: String) throws {
        let text = Array("erased-\(UInt64.random(in: 0 ... .max))".utf8)
        let change = try PreparedStatement(database, "UPDATE \(table) SET \(column) = ?2 WHERE id = ?1")
        change.bind(number, at: 1)
        try text.withUnsafeBytes { bytes in
            try change.bind(bytes, at: 2)
            try change.run()
        }
        let addition = try PreparedStatement(database, "INSERT INTO latest_\(table)_digest VALUES (?1, ?2)")
        addition.bind(text.withUnsafeBytes(digest.of), at: 1)
        addition.bind(number, at: 2)
        try addition.run()
    }

    private static let identifierUses = """
        SELECT device AS value FROM delivery UNION ALL SELECT target FROM delivery
        UNION ALL SELECT target FROM event WHERE target IS NOT NULL UNION ALL SELECT target FROM message
        """
    private static let payloadUses = """
        SELECT payload AS value FROM delivery UNION ALL SELECT payload FROM event WHERE payload IS NOT NULL
        """

    private func removeIdleTexts(of table: String, _ candidates: Set<Int64>, _ uses: String) throws {
        var idle = candidates.subtracting([0])
        guard !idle.isEmpty else { return }
        let query = try ValueQuery(database, sql: uses)
        while !idle.isEmpty, let row = try query.next() { idle.remove(row.integer(.value)) }
        query.reset()
        let column = table == PayloadColumns.table ? "body" : "text"
        let search = try ValueQuery(database, sql: "SELECT \(column) FROM \(table) WHERE id = ?1")
        let deletion = try PreparedStatement(database, "DELETE FROM \(table) WHERE id = ?1")
        let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM \(table)")
        for number in idle.sorted() {
            search.bind(number, at: 1)
            let text = try search.only(orMissing: "a text is missing") { Array($0.text(.value)) }
            try removeDigest(of: text, number, from: table)
            // A number is never used for another text: the last one stays, and means nothing.
            if number == last {
                try rename(number, of: table, column)
            } else {
                deletion.bind(number, at: 1)
                try deletion.run()
            }
        }
    }
}
