import GRDB

/// What the table of messages knows of single ones, held against its fingerprint.
struct MessageTable {
    private let fingerprint: Fingerprint
    private let search: PreparedStatement
    private let change: PreparedStatement

    init(_ database: Database, fingerprint: Fingerprint) throws {
        self.fingerprint = fingerprint
        search = try PreparedStatement(
            database, "SELECT app, created, first, target, named, code, fingerprint FROM message WHERE id = ?1")
        change = try PreparedStatement(
            database,
            "UPDATE message SET created = ?2, first = ?3, target = ?4, named = ?5, fingerprint = ?6 WHERE id = ?1")
    }

    /// What is known of a message, and the fingerprint of its tracking code.
    func find(_ number: Int64) throws -> (known: KnownMessage, code: UInt64) {
        search.bind(number, at: 1)
        defer { search.reset() }
        guard try search.step() else { throw Self.damage(of: number) }
        let known = KnownMessage(row: search, from: 0, number: number)
        let code = fingerprint.of(search.text(5))
        guard fingerprint.message(code: code, known) == search.integer(6) else { throw Self.damage(of: number) }
        return (known, code)
    }

    /// Changes what is known of a message.
    func change(_ known: KnownMessage, code: UInt64) throws {
        change.bind(known.number, at: 1)
        known.bindFacts(from: 2) { column, number in change.bind(number, at: column) }
        change.bind(fingerprint.message(code: code, known), at: 6)
        try change.run()
    }

    /// The error where what the table knows of a message is not what was stored.
    static func damage(of number: Int64) -> DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "what it knows of message \(number) is not what was recorded")
    }
}
