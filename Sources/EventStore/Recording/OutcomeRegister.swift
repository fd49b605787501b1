import GRDB
import TrackingLog

/// A status word and a description, as numbers.
struct Outcome: BitwiseCopyable {
    /// Of the word in lower case: what makes two events the same.
    var identity: Int64
    /// Of the word as it was written.
    var spelling: Int64
    /// Of the word as it was written, and the description.
    var fingerprint: UInt64 = 0
}

/// The numbers of outcomes, for one transaction after the other. They are few, so each is asked for by itself.
struct OutcomeRegister {
    private struct Draft: Keyed {
        var key: TextKey
        var word: [UInt8]
        var description: [UInt8]
        var outcome: Outcome?
    }

    private let recent: RecentTable<Outcome>
    private let fingerprint: Fingerprint
    private var drafts: [Draft] = []
    private var index = KeyIndex()
    private let insertion: PreparedStatement
    private let marking: PreparedStatement
    private let search: PreparedStatement

    init(_ database: Database, fingerprint: Fingerprint, bits: Int) throws {
        self.fingerprint = fingerprint
        recent = RecentTable(bits: bits)
        insertion = try PreparedStatement(
            database, "INSERT INTO outcome (identity, word, description) VALUES (?1, ?2, ?3)")
        marking = try PreparedStatement(database, "UPDATE outcome SET identity = id WHERE id = ?1")
        search = try PreparedStatement(
            database, "SELECT identity, id FROM outcome WHERE word = ?1 AND description = ?2")
    }

    /// The position of a row's outcome in this transaction.
    mutating func position(of text: RowText) -> Int {
        let key = KeyedHash.of(text.statusWord).combined(with: KeyedHash.of(text.description))
        if let position = index.find(key, in: drafts) { return position }
        index.insert(drafts.count, for: key)
        drafts.append(
            Draft(
                key: key, word: Array(text.statusWord), description: Array(text.description),
                outcome: recent.find(key)))
        return drafts.count - 1
    }

    /// Finds or gives the numbers of all outcomes of this transaction.
    mutating func settle() throws {
        for (position, draft) in drafts.enumerated() where draft.outcome == nil {
            let lowerCase = draft.word.map(\.lowercasedASCII)
            let identity = try outcome(lowerCase, draft.description, identity: nil).spelling
            var outcome = try outcome(draft.word, draft.description, identity: identity)
            outcome.fingerprint = fingerprint.outcome(
                word: draft.word.withUnsafeBytes(fingerprint.of),
                description: draft.description.withUnsafeBytes(fingerprint.of))
            drafts[position].outcome = outcome
        }
    }

    /// An outcome's numbers, once they are settled.
    func outcome(_ position: Int) -> Outcome { drafts[position].outcome ?? Outcome(identity: 0, spelling: 0) }

    /// The numbers of a word and a description as the table has them, or gets them.
    ///
    /// - Parameter identity: the identity of a new row; nil means its own number.
    private func outcome(_ word: [UInt8], _ description: [UInt8], identity: Int64?) throws -> Outcome {
        try word.withUnsafeBytes { word in
            try description.withUnsafeBytes { description in
                try search.bind(word, at: 1)
                try search.bind(description, at: 2)
                defer { search.reset() }
                if try search.step() { return Outcome(identity: search.integer(0), spelling: search.integer(1)) }
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

    /// Makes ready for the next transaction.
    mutating func store() {
        for draft in drafts { if let outcome = draft.outcome { recent.insert(outcome, for: draft.key) } }
        end()
    }

    /// Forgets all numbers: the transaction that may have given some was undone.
    mutating func forget() {
        recent.removeAll()
        end()
    }

    private mutating func end() {
        drafts.removeAll(keepingCapacity: true)
        index.removeAll()
    }
}
