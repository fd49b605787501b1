import GRDB

/// Single messages of the table, checked against their fingerprints.
struct MessageTable {
    enum Columns: Int32, KnownMessageColumns {
        case id, code, app, created, first, target, named, fingerprint
    }

    private let fingerprint: Fingerprint
    private let search: PreparedQuery<Columns>
    private let change: PreparedStatement

    init(_ database: Database, fingerprint: Fingerprint) throws {
        self.fingerprint = fingerprint
        search = try PreparedQuery(database, from: "message WHERE id = ?1")
        change = try PreparedStatement(
            database,
            "UPDATE message SET created = ?2, first = ?3, target = ?4, named = ?5, fingerprint = ?6 WHERE id = ?1")
    }

    /// What is known of a message, and the fingerprint of its tracking code.
    func find(_ number: Int64) throws -> (known: KnownMessage, code: UInt64) {
        search.bind(number, at: 1)
        let found = try search.first { row in
            (KnownMessage(row, number: number), fingerprint.of(row.text(.code)), row.integer(.fingerprint))
        }
        guard let (known, code, stored) = found, fingerprint.message(code: code, known) == stored else {
            throw Self.damage(of: number)
        }
        return (known, code)
    }

    /// Changes what is known of a message.
    func change(_ known: KnownMessage, code: UInt64) throws {
        change.bind(known.number, at: 1)
        known.bindFacts(from: 2) { column, number in change.bind(number, at: column) }
        change.bind(fingerprint.message(code: code, known), at: 6)
        try change.run()
    }

    /// The error where the row of a message is not what was stored.
    static func damage(of number: Int64) -> DatabaseError {
        DatabaseError.damage("the row of message \(number) is not what was recorded")
    }
}
