import GRDB
import TrackingLog

/// Finds the events that an erasure is about, as of one moment.
///
/// Texts are looked up by their digests, payloads are all read. Deliveries that have one of them lead to messages, and the
/// events of these messages are looked at one by one.
struct ErasureSearch {
    private let subjects: ErasureSubjects
    private let database: Database
    /// Messages that are erased elsewhere, all of whose events that name nobody belong to them.
    private let messages: Set<MessageKey>

    /// The messages to look at, by their numbers.
    private var candidates: Set<Int64> = []
    private var found = StoreFindings()
    /// The deliveries with events, and those of them that usually say one of the texts, whatever their events say.
    private var live: Set<Delivery> = []
    private var naming: Set<Delivery> = []

    private struct Delivery: Hashable {
        var message: Int64
        var device: Int64
    }

    /// - Parameters:
    ///   - subjects: whom the erasure is about.
    ///   - messages: messages with rows about them in the archive.
    ///   - database: a connection that stays at one moment.
    init(_ subjects: ErasureSubjects, messages: Set<MessageKey>, in database: Database) {
        self.subjects = subjects
        self.messages = messages
        self.database = database
    }

    /// Searches everything.
    mutating func run() throws -> StoreFindings {
        found.lastSeq = try Int64.fetchOne(database, sql: "SELECT last_seq FROM store") ?? 0
        try findTexts()
        try findMessages()
        if !found.identifiers.isEmpty || !found.payloads.isEmpty { try findDeliveries() }
        guard !candidates.isEmpty else { return found }
        try readEvents()
        try findPrunedMessages()
        try findIdleDeliveries()
        return found
    }

    // MARK: - Texts

    private mutating func findTexts() throws {
        found.identifiers = try numbers(of: subjects.identifiers)
        guard subjects.hasPeople else { return }
        let bodies = try PreparedQuery<PayloadBody>(database, from: "payload WHERE id > 0")
        defer { bodies.reset() }
        var reader = ErasureReader(subjects)
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        while let row = try bodies.next() {
            let verdict = reader.verdict(hwid: none, target: none, payload: row.text(.body), isEscaped: false)
            if case .personNamed = verdict { found.payloads.insert(row.integer(.id)) }
        }
    }

    private enum PayloadBody: Int32, QueryColumns {
        case id, body
    }

    /// The numbers of identifiers.
    private func numbers(of texts: [String]) throws -> Set<Int64> {
        let digest = try ContentDigest(database)
        let wanted = texts.map { Array($0.utf8) }.map { text in (digest: text.withUnsafeBytes(digest.of), text: text) }
            .sorted { $0.digest < $1.digest }
        var numbers: Set<Int64> = []
        try DigestIndex<IdentifierColumns>(database).search(wanted.map(\.digest)) { index, row in
            guard row.text(.text).elementsEqual(wanted[index].text) else { return false }
            numbers.insert(row.integer(.id))
            return true
        }
        return numbers
    }

    // MARK: - Messages

    private enum CodeColumns: Int32, TextColumns {
        case position, id, text, app

        static let table = "message"
        var sql: String {
            switch self {
            case .text: "message.code"
            case .app: "(SELECT app.code FROM app WHERE app.id = message.app)"
            case .position, .id: "\(self)"
            }
        }
    }

    /// Finds the messages of the codes, and those of the archive.
    private mutating func findMessages() throws {
        let digest = try ContentDigest(database)
        let codes = Set(messages.map(\.trackingCode)).union(subjects.codes.map { Array($0.utf8) })
        let wanted = codes.map { text in (digest: text.withUnsafeBytes(digest.of), text: text) }
            .sorted { $0.digest < $1.digest }
        var found: [Int64] = []
        try ErasureSearch.search(database, wanted.map(\.digest), CodeColumns.self) { index, row in
            guard row.text(.text).elementsEqual(wanted[index].text) else { return }
            let key = MessageKey(appCode: Array(row.text(.app)), trackingCode: wanted[index].text)
            if subjects.includes(code: row.text(.text)) || messages.contains(key) { found.append(row.integer(.id)) }
        }
        candidates.formUnion(found)
    }

    /// Searches a table of texts without the other columns that ``DigestIndex`` adds to.
    private static func search<Columns: TextColumns>(
        _ database: Database, _ digests: [Int64], _: Columns.Type,
        _ found: (_ index: Int, _ row: QueryRow<Columns>) -> Void
    ) throws {
        for index in ["latest_\(Columns.table)_digest", "\(Columns.table)_digest"] {
            let search = try BulkSearch<Columns>(
                database, keys: ["digest"],
                joining: "\(index) USING (digest) CROSS JOIN \(Columns.table) USING (id)")
            try search.search(digests.count) { position, bind in
                bind(0, digests[position])
            } found: {
                found($0, $1)
            }
        }
    }

    private enum DeliveryColumns: Int32, QueryColumns {
        case message, device, target, payload
    }

    private enum TargetColumns: Int32, QueryColumns {
        case id, target
    }

    private enum OverrideColumns: Int32, QueryColumns {
        case message, target, payload
    }

    /// Finds the messages with deliveries, or events, that have one of the texts.
    private mutating func findDeliveries() throws {
        let deliveries = try PreparedQuery<DeliveryColumns>(database, from: "delivery")
        defer { deliveries.reset() }
        while let row = try deliveries.next() {
            if found.identifiers.contains(row.integer(.device)) || found.identifiers.contains(row.integer(.target))
                || found.payloads.contains(row.integer(.payload))
            {
                candidates.insert(row.integer(.message))
            }
        }
        let messages = try PreparedQuery<TargetColumns>(database, from: "message WHERE target > 0")
        defer { messages.reset() }
        while let row = try messages.next() {
            if found.identifiers.contains(row.integer(.target)) { candidates.insert(row.integer(.id)) }
        }
        let events = try PreparedQuery<OverrideColumns>(
            database, from: "event WHERE target IS NOT NULL OR payload IS NOT NULL")
        defer { events.reset() }
        while let row = try events.next() {
            if row.optional(.target).map({ found.identifiers.contains($0) }) ?? false
                || row.optional(.payload).map({ found.payloads.contains($0) }) ?? false
            {
                candidates.insert(row.integer(.message))
            }
        }
    }

    // MARK: - Events

    private static func list(_ numbers: some Sequence<Int64>) -> String {
        "[" + numbers.map { "\($0)" }.joined(separator: ",") + "]"
    }

    private mutating func readEvents() throws {
        let list = Self.list(candidates.sorted())
        let first =
            try Int64.fetchOne(
                database, sql: "SELECT min(first) FROM message WHERE id IN (SELECT value FROM json_each(?))",
                arguments: [list]) ?? .min
        let query = try PreparedQuery<StoredEvent.Columns>(
            database, from: "event WHERE time >= ?1 AND message IN (SELECT value FROM json_each(?2))")
        query.bind(first, at: 1)
        var events: [StoredEvent] = []
        try Array(list.utf8).withUnsafeBytes { bytes in
            try query.bind(bytes, at: 2)
            defer { query.reset() }
            while let row = try query.next() { events.append(StoredEvent(row)) }
        }
        try decide(events.sorted(by: StoredEvent.isBefore))
    }

    /// Decides which events are erased.
    private mutating func decide(_ events: [StoredEvent]) throws {
        let texts = try DeliveryTexts(database)
        var reader = ErasureReader(subjects)
        var named: Set<Int64> = []
        var all: [(found: StoreFindings.Found, verdict: ErasureReader.Verdict)] = []
        all.reserveCapacity(events.count)
        try texts.visit(events) { range, _, text in
            let first = events[range.lowerBound]
            let delivery = Delivery(message: first.message, device: first.device)
            live.insert(delivery)
            let usual = reader.verdict(hwid: text.hwid, target: text.target, payload: text.payload, isEscaped: false)
            if usual == .named || usual == .personNamed { naming.insert(delivery) }
            for event in events[range] {
                let target = try event.target.map { try texts.identifier($0) { Array($0) } } ?? Array(text.target)
                let payload = try event.payload.map { try texts.payload($0) { Array($0) } } ?? Array(text.payload)
                let addressee = Addressee(
                    appCode: text.appCode, trackingCode: Array(text.trackingCode), target: target,
                    hwid: Array(text.hwid), payload: payload)
                let verdict = addressee.verdict(&reader)
                if case .personNamed = verdict {
                    named.insert(event.message)
                    found.people.insert(addressee.message)
                }
                all.append((StoreFindings.Found(event: event, addressee: addressee, isErased: false), verdict))
            }
        }
        for (found, verdict) in all {
            let key = found.addressee.message
            var found = found
            found.isErased =
                switch verdict {
                case .named, .personNamed: true
                case .nobody: named.contains(found.event.message) || messages.contains(key)
                case .another: false
                }
            if !found.isErased {
                found.isErased = key.trackingCode.withUnsafeBytes { subjects.includes(code: $0) }
            }
            self.found.messages[found.event.message, default: StoreFindings.Message(key: key)].events.append(found)
        }
        keepTouched()
    }

    /// Leaves out events of deliveries in which nothing has to be written again.
    private mutating func keepTouched() {
        for (number, message) in found.messages {
            let touched = Set(message.events.filter(\.isErased).map(\.event.device))
            var message = message
            message.hasOthers = message.events.contains { !$0.isErased }
            message.events.removeAll { found in
                let device = found.event.device
                return !touched.contains(device) && !naming.contains(Delivery(message: number, device: device))
            }
            found.messages[number] = message
        }
    }

    private enum PrunedColumns: Int32, QueryColumns {
        case id, code, app

        var sql: String { self == .app ? "(SELECT app.code FROM app WHERE app.id = message.app)" : "\(self)" }
    }

    /// Finds messages of which only the tracking code is left.
    private mutating func findPrunedMessages() throws {
        let query = try PreparedQuery<PrunedColumns>(database, from: "message WHERE id = ?1")
        for number in candidates where found.messages[number] == nil {
            query.bind(number, at: 1)
            let key = try query.only(orMissing: "a message is missing") { row in
                MessageKey(appCode: Array(row.text(.app)), trackingCode: Array(row.text(.code)))
            }
            found.messages[number] = StoreFindings.Message(key: key)
        }
    }

    /// Finds deliveries whose events were pruned.
    private mutating func findIdleDeliveries() throws {
        let query = try PreparedQuery<DeliveryColumns>(
            database,
            from: """
                delivery WHERE message IN (SELECT value FROM json_each(?1))
                """)
        let list = Array(Self.list(candidates.sorted()).utf8)
        try list.withUnsafeBytes { bytes in
            try query.bind(bytes, at: 1)
            defer { query.reset() }
            while let row = try query.next() {
                let message = row.integer(.message)
                let known = found.messages[message]
                if live.contains(Delivery(message: message, device: row.integer(.device))) { continue }
                // Of a message with other rows, only what names one of the subjects.
                let isNamed =
                    found.identifiers.contains(row.integer(.device)) || found.identifiers.contains(row.integer(.target))
                    || found.payloads.contains(row.integer(.payload))
                guard isNamed || !(known?.hasOthers ?? false) else { continue }
                found.idleDeliveries.append((message, row.integer(.device)))
            }
        }
    }
}

extension Addressee {
    /// Whether an erasure is about a row with these fields.
    func verdict(_ reader: inout ErasureReader) -> ErasureReader.Verdict {
        hwid.withUnsafeBytes { hwid in
            target.withUnsafeBytes { target in
                payload.withUnsafeBytes { payload in
                    reader.verdict(hwid: hwid, target: target, payload: payload, isEscaped: false)
                }
            }
        }
    }
}
