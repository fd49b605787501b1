import GRDB
import TrackingLog

/// What is known of a delivery: a message to a device.
struct KnownDelivery: BitwiseCopyable {
    var message: Int64
    var device: Int64
    /// What its rows usually say, set once by the first of them.
    var target: Int64 = 0
    var payload: Int64 = 0
    /// The fingerprint of message and device, and that of what its rows usually say.
    var identity: UInt64 = 0
    var fingerprint: UInt64 = 0
    /// The key of details that are the usual ones; all zero while none is known.
    var usual: (low: UInt64, high: UInt64) = (0, 0)
    /// Whether a sender that is bound to no app is known to have named its app.
    var isNamed = false
}

/// A delivery of the current transaction.
struct DeliveryDraft: Remembered {
    enum State {
        /// The table may have it.
        case unknown
        /// The table had it before this transaction.
        case stored
        /// It began in this transaction.
        case new
    }

    var key: TextKey
    /// The message's position in this transaction.
    var message: Int
    var hwid: TextReference
    /// The position of the first details in this transaction that are not the known usual ones; -1 for none.
    var details = -1
    var state: State
    /// Its numbers are set once the state is known.
    var known: KnownDelivery

    var memory: KnownDelivery? { state == .unknown ? nil : known }
}

/// The deliveries of one transaction after another.
struct DeliveryRegister {
    private enum Columns: Int32, SearchColumns {
        case position, target, payload, fingerprint
    }

    private let recent: RecentTable<KnownDelivery>
    private(set) var drafts = DraftTable<DeliveryDraft>()
    private let search: BulkSearch<Columns>
    private let insertion: BulkInsert

    init(_ database: Database, bits: Int) throws {
        recent = RecentTable(bits: bits)
        search = try BulkSearch(
            database, keys: ["message", "device"], joining: "delivery USING (message, device)")
        insertion = try BulkInsert(database, "INSERT INTO delivery", width: 5)
    }

    /// A recently met delivery; nil does not mean that the table lacks it.
    func recent(_ key: TextKey) -> KnownDelivery? { recent.find(key) }

    /// Adds a delivery that this transaction had not met.
    mutating func add(_ draft: DeliveryDraft) -> Int { drafts.append(draft) }

    /// A delivery of this transaction.
    subscript(position: Int) -> DeliveryDraft {
        _read { yield drafts[position] }
        _modify { yield &drafts[position] }
    }

    /// Looks up deliveries that the table may have, in the order of its key.
    mutating func lookUp(_ positions: [Int]) throws {
        let ordered = positions.sorted { isBefore(drafts[$0].known, drafts[$1].known) }
        try search.search(ordered.count) { index, bind in
            bind(0, drafts[ordered[index]].known.message)
            bind(1, drafts[ordered[index]].known.device)
        } found: { index, row in
            let position = ordered[index]
            drafts[position].state = .stored
            drafts[position].known.target = row.integer(.target)
            drafts[position].known.payload = row.integer(.payload)
            drafts[position].known.fingerprint = UInt64(bitPattern: row.integer(.fingerprint))
        }
    }

    /// Stores the new deliveries, and gets ready for the next transaction.
    mutating func store() throws {
        let new = drafts.lazy.filter { $0.state == .new }.map(\.known).sorted(by: isBefore)
        try insertion.insert(new.count) { index, row in
            row.bind(new[index].message, at: 0)
            row.bind(new[index].device, at: 1)
            row.bind(new[index].target, at: 2)
            row.bind(new[index].payload, at: 3)
            row.bind(Int64(bitPattern: new[index].fingerprint), at: 4)
        }
        drafts.finish(rememberingIn: recent)
    }

    /// Forgets all deliveries: the transaction that may have added some was rolled back.
    mutating func forget() {
        recent.removeAll()
        drafts.removeAll()
    }

    private func isBefore(_ left: KnownDelivery, _ right: KnownDelivery) -> Bool {
        (left.message, left.device) < (right.message, right.device)
    }
}
