import GRDB
import TrackingLog

/// What is known of a delivery: a message to a device.
struct KnownDelivery: BitwiseCopyable {
    var message: Int64
    var device: Int64
    /// What its rows usually say, set once and for all by the first of them.
    var target: Int64 = 0
    var payload: Int64 = 0
    /// The fingerprint of message and device, and that of what its rows usually say.
    var identity: UInt64 = 0
    var fingerprint: UInt64 = 0
    /// The key of details that are the usual ones; all zero while none is known.
    var usual: (low: UInt64, high: UInt64) = (0, 0)
    /// Whether a sender that is bound to no app has named its app, as far as that is known.
    var isNamed = false
}

/// A delivery of the transaction at hand.
struct DeliveryDraft: Keyed {
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
}

/// The deliveries of one transaction after the other.
struct DeliveryRegister {
    private let recent: RecentTable<KnownDelivery>
    private var index = KeyIndex()
    private(set) var drafts: [DeliveryDraft] = []
    private let search: BulkSearch
    private let insertion: BulkInsert

    init(_ database: Database, bits: Int) throws {
        recent = RecentTable(bits: bits)
        search = try BulkSearch(
            database, keys: ["message", "device"],
            "SELECT position, target, payload, fingerprint FROM probe CROSS JOIN delivery USING (message, device)")
        insertion = try BulkInsert(database, "INSERT INTO delivery", width: 5)
    }

    /// A delivery met lately; nil does not mean that the table lacks it.
    func recent(_ key: TextKey) -> KnownDelivery? { recent.find(key) }

    /// The position, in this transaction, of a delivery that it has met.
    func position(_ key: TextKey) -> Int? { index.find(key, in: drafts) }

    /// Adds a delivery that this transaction had not met.
    mutating func add(_ draft: DeliveryDraft) -> Int {
        index.insert(drafts.count, for: draft.key)
        drafts.append(draft)
        return drafts.count - 1
    }

    /// Changes a delivery of this transaction.
    mutating func change(_ position: Int, _ body: (inout DeliveryDraft) -> Void) { body(&drafts[position]) }

    /// Looks up deliveries that the table may have, in the order of its key.
    mutating func lookUp(_ positions: [Int]) throws {
        let ordered = positions.sorted { isBefore(drafts[$0].known, drafts[$1].known) }
        try search.search(ordered.count) { index, bind in
            bind(0, drafts[ordered[index]].known.message)
            bind(1, drafts[ordered[index]].known.device)
        } found: { index, row in
            let position = ordered[index]
            drafts[position].state = .stored
            drafts[position].known.target = row.integer(1)
            drafts[position].known.payload = row.integer(2)
            drafts[position].known.fingerprint = UInt64(bitPattern: row.integer(3))
        }
    }

    /// Stores the new deliveries, and makes ready for the next transaction.
    mutating func store() throws {
        let new = drafts.lazy.filter { $0.state == .new }.map(\.known).sorted(by: isBefore)
        try insertion.insert(new.count) { index, row in
            row.bind(new[index].message, at: 0)
            row.bind(new[index].device, at: 1)
            row.bind(new[index].target, at: 2)
            row.bind(new[index].payload, at: 3)
            row.bind(Int64(bitPattern: new[index].fingerprint), at: 4)
        }
        for draft in drafts where draft.state != .unknown { recent.insert(draft.known, for: draft.key) }
        end()
    }

    /// Forgets all deliveries: the transaction that may have added some was undone.
    mutating func forget() {
        recent.removeAll()
        end()
    }

    private mutating func end() {
        drafts.removeAll(keepingCapacity: true)
        index.removeAll()
    }

    private func isBefore(_ left: KnownDelivery, _ right: KnownDelivery) -> Bool {
        (left.message, left.device) < (right.message, right.device)
    }
}
