import GRDB
import TrackingLog

/// What is known of a delivery: a message to a device.
struct KnownDelivery: BitwiseCopyable {
    var message: Int64
    var device: Int64
    /// What its rows usually say, set once and for all by the first of them.
    var target: Int64
    var app: Int64
    var payload: Int64
    /// The key of those three texts together, as they stood in a row; all zero while no row has shown them.
    var usual: (low: UInt64, high: UInt64)
    /// The message's: upper bounds, as ``KnownMessage`` has them.
    var created: Int64
    var first: Int64
}

/// The deliveries, by the keys of their tracking code and hwid.
struct KnownDeliveries {
    private let recent: RecentTable<KnownDelivery>
    private let insertion: PreparedStatement
    private let search: PreparedStatement

    init(_ database: Database, bits: Int) throws {
        recent = RecentTable(bits: bits)
        insertion = try PreparedStatement(database, "INSERT INTO delivery VALUES (?1, ?2, ?3, ?4, ?5)")
        search = try PreparedStatement(
            database, "SELECT target, app, payload FROM delivery WHERE message = ?1 AND device = ?2")
    }

    /// A delivery that was met lately; nil does not mean that the table lacks it.
    func recent(_ key: TextKey) -> KnownDelivery? { recent.find(key)?.pointee }

    /// The delivery as the table has it, or nil where it has none.
    func stored(message: KnownMessage, device: Int64, key: TextKey) throws -> KnownDelivery? {
        search.bind(message.number, at: 1)
        search.bind(device, at: 2)
        defer { search.reset() }
        guard try search.step() else { return nil }
        let delivery = KnownDelivery(
            message: message.number, device: device,
            target: search.integer(0), app: search.integer(1), payload: search.integer(2),
            usual: (0, 0), created: message.created, first: message.first)
        recent.insert(delivery, for: key)
        return delivery
    }

    /// Adds a delivery that the table lacks.
    func add(_ delivery: KnownDelivery, key: TextKey) throws {
        insertion.bind(delivery.message, at: 1)
        insertion.bind(delivery.device, at: 2)
        insertion.bind(delivery.target, at: 3)
        insertion.bind(delivery.app, at: 4)
        insertion.bind(delivery.payload, at: 5)
        try insertion.run()
        recent.insert(delivery, for: key)
    }

    /// Remembers how a delivery's usual texts stand in a row, by which the next such row is known at a glance.
    func note(usual: (low: UInt64, high: UInt64), of key: TextKey) {
        recent.find(key)?.pointee.usual = usual
    }

    /// Remembers an event at a time that may be the message's earliest.
    func note(time: Int64, isCreation: Bool, of key: TextKey) {
        guard let place = recent.find(key) else { return }
        place.pointee.first = min(place.pointee.first, time)
        if isCreation { place.pointee.created = min(place.pointee.created, time) }
    }

    /// Forgets all deliveries: the transaction that may have added some was undone.
    func forget() { recent.removeAll() }
}
