import GRDB
import TrackingLog

/// A status word and a description, as numbers.
struct Outcome: BitwiseCopyable {
    /// Of the status's name: this number decides whether two events are the same.
    var identity: Int64
    /// Of the word as it was written.
    var spelling: Int64
    /// Of the word as it was written, and the description.
    var fingerprint: UInt64 = 0
}

/// The numbers of outcomes, for one transaction after another. They are few, so each is looked up by itself.
struct OutcomeRegister {
    private struct Draft: Remembered {
        var key: TextKey
        var word: [UInt8]
        var description: [UInt8]
        var outcome: Outcome?

        var memory: Outcome? { outcome }
    }

    private enum Columns: Int32, QueryColumns {
        case identity, id
    }

    private let recent: RecentTable<Outcome>
    private let fingerprint: Fingerprint
    private var drafts = DraftTable<Draft>()
    private let insertion: PreparedStatement
    private let marking: PreparedStatement
    private let search: PreparedQuery<Columns>

    init(_ database: Database, fingerprint: Fingerprint, bits: Int) throws {
        self.fingerprint = fingerprint
        recent = RecentTable(bits: bits)
        insertion = try PreparedStatement(
            database, "INSERT INTO outcome (identity, word, description) VALUES (?1, ?2, ?3)")
        marking = try PreparedStatement(database, "UPDATE outcome SET identity = id WHERE id = ?1")
        search = try PreparedQuery(database, from: "outcome WHERE word = ?1 AND description = ?2")
    }

    /// The position of a row's outcome in this transaction.
    mutating func position(of text: RowText) -> Int {
        let key = KeyedHash.of(text.statusWord).combined(with: KeyedHash.of(text.description))
        if let position = drafts.position(of: key) { return position }
        return drafts.append(
            Draft(
                key: key, word: Array(text.statusWord), description: Array(text.description),
                outcome: recent.find(key)))
    }

    /// Finds or assigns the numbers of all outcomes of this transaction.
    mutating func resolve() throws {
        for position in drafts.indices where drafts[position].outcome == nil {
            drafts[position].outcome = try outcome(of: drafts[position])
        }
    }

    private func outcome(of draft: Draft) throws -> Outcome {
        // The name of an opened event, even where it is written `clicked`.
        let name = Status.name(of: draft.word.span)
        let identity = try outcome(name, draft.description, identity: nil).spelling
        var outcome = try outcome(draft.word, draft.description, identity: identity)
        outcome.fingerprint = fingerprint.outcome(
            word: draft.word.withUnsafeBytes(fingerprint.of),
            description: draft.description.withUnsafeBytes(fingerprint.of))
        return outcome
    }

    /// The numbers of an outcome, once it is resolved.
    func outcome(_ position: Int) -> Outcome { drafts[position].outcome ?? Outcome(identity: 0, spelling: 0) }

    /// The numbers of a word and a description in the table, to which they are added where they are new.
    ///
    /// - Parameter identity: the identity of a new row; nil means its own number.
    private func outcome(_ word: [UInt8], _ description: [UInt8], identity: Int64?) throws -> Outcome {
        try word.withUnsafeBytes { word in
            try description.withUnsafeBytes { description in
                try search.bind(word, at: 1)
                try search.bind(description, at: 2)
                let found = try search.first { row in
                    Outcome(identity: row.integer(.identity), spelling: row.integer(.id))
                }
                if let found { return found }
                insertion.bind(identity ?? 0, at: 1)
                try insertion.bind(word, at: 2)
                try insertion.bind(description, at: 3)
                try insertion.run()
                let spelling = insertion.lastInserted
                if let identity { return Outcome(identity: identity, spelling: spelling) }
                marking.bind(spelling, at: 1)
                try marking.run()
                return Outcome(identity: spelling, spelling: spelling)
            }
        }
    }

    /// Remembers the numbers, and gets ready for the next transaction.
    mutating func store() { drafts.finish(rememberingIn: recent) }

    /// Forgets all numbers: the transaction that may have assigned some was rolled back.
    mutating func forget() {
        recent.removeAll()
        drafts.removeAll()
    }
}
