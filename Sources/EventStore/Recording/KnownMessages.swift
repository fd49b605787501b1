import GRDB
import TrackingLog

/// What is known of a message.
///
/// `created` and `first` only ever get smaller, also at the hands of other processes: remembered ones are upper bounds
/// of the stored ones, and a time that is not below them changes nothing. `target` and `app` are set once; 0 means
/// that nobody knew them then.
struct KnownMessage: BitwiseCopyable {
    var number: Int64
    /// `Int64.max` while there is no `created` event.
    var created: Int64
    var first: Int64
    var target: Int64
    var app: Int64
}

/// The messages: their numbers and what events say of them.
struct KnownMessages {
    private let recent: RecentTable<KnownMessage>
    private let insertion: PreparedStatement
    private let search: PreparedStatement
    private let earlier: PreparedStatement
    private let naming: PreparedStatement

    init(_ database: Database, bits: Int) throws {
        recent = RecentTable(bits: bits)
        insertion = try PreparedStatement(
            database,
            """
            INSERT INTO message (code, created, first, target, app) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING
            """)
        search = try PreparedStatement(
            database, "SELECT id, created, first, target, app FROM message WHERE code = ?1")
        earlier = try PreparedStatement(
            database,
            """
            UPDATE message SET first = min(first, ?2), created = coalesce(min(created, ?3), created, ?3) WHERE id = ?1
            """)
        naming = try PreparedStatement(
            database,
            """
            UPDATE message SET target = iif(target = 0, ?2, target), app = iif(app = 0, ?3, app) WHERE id = ?1
            """)
    }

    /// A message that was met lately; nil does not mean that the table lacks it.
    func recent(_ key: TextKey) -> KnownMessage? { recent.find(key)?.pointee }

    /// Adds a message with what its first event says of it.
    ///
    /// - Returns: the message, and whether it was added; if not, it was there, and is as it was.
    func add(
        _ code: UnsafeRawBufferPointer, key: TextKey, time: Int64, isCreation: Bool, target: Int64, app: Int64
    ) throws -> (message: KnownMessage, isNew: Bool) {
        try insertion.bind(code, at: 1)
        insertion.bind(isCreation ? time : nil, at: 2)
        insertion.bind(time, at: 3)
        insertion.bind(target, at: 4)
        insertion.bind(app, at: 5)
        guard try insertion.changes() == 1 else { return (try stored(code, key: key), false) }
        let message = KnownMessage(
            number: insertion.lastInserted, created: isCreation ? time : .max, first: time, target: target, app: app)
        recent.insert(message, for: key)
        return (message, true)
    }

    /// A message as the table has it, which must hold it.
    func stored(_ code: UnsafeRawBufferPointer, key: TextKey) throws -> KnownMessage {
        try search.bind(code, at: 1)
        defer { search.reset() }
        guard try search.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a message is lost") }
        let message = KnownMessage(
            number: search.integer(0), created: search.optional(1) ?? .max, first: search.integer(2),
            target: search.integer(3), app: search.integer(4))
        if let place = recent.find(key) { place.pointee = message } else { recent.insert(message, for: key) }
        return message
    }

    /// Takes note of an event at a time that may be the message's earliest.
    func note(_ number: Int64, key: TextKey, time: Int64, isCreation: Bool) throws {
        earlier.bind(number, at: 1)
        earlier.bind(time, at: 2)
        earlier.bind(isCreation ? time : nil, at: 3)
        try earlier.run()
        guard let place = recent.find(key) else { return }
        place.pointee.first = min(place.pointee.first, time)
        if isCreation { place.pointee.created = min(place.pointee.created, time) }
    }

    /// Takes note of a target and an app where none was known; 0 for none.
    func note(_ number: Int64, key: TextKey, target: Int64, app: Int64) throws {
        naming.bind(number, at: 1)
        naming.bind(target, at: 2)
        naming.bind(app, at: 3)
        try naming.run()
        guard let place = recent.find(key) else { return }
        if place.pointee.target == 0 { place.pointee.target = target }
        if place.pointee.app == 0 { place.pointee.app = app }
    }

    /// Forgets all messages: the transaction that may have added some was undone.
    func forget() { recent.removeAll() }
}
