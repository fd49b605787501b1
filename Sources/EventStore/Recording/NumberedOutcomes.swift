import GRDB
import TrackingLog

/// A status word and a description, as numbers.
struct Outcome: BitwiseCopyable {
    /// Of the word in lower case: what makes two events the same.
    var identity: Int64
    /// Of the word as it was spelled.
    var spelling: Int64
}

/// The numbers of outcomes: see ``NumberedTexts``.
struct NumberedOutcomes {
    private let recent: RecentTable<Outcome>
    private let insertion: PreparedStatement
    private let marking: PreparedStatement
    private let search: PreparedStatement

    init(_ database: Database, bits: Int) throws {
        recent = RecentTable(bits: bits)
        insertion = try PreparedStatement(
            database,
            "INSERT INTO outcome (identity, word, description) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
        marking = try PreparedStatement(database, "UPDATE outcome SET identity = id WHERE id = ?1")
        search = try PreparedStatement(
            database, "SELECT identity, id FROM outcome WHERE word = ?1 AND description = ?2")
    }

    /// The numbers of a row's status word and description, new ones where the table lacks them.
    func outcome(of text: RowText) throws -> Outcome {
        let key = KeyedHash.of(text.statusWord).combined(with: KeyedHash.of(text.description))
        if let outcome = recent.find(key)?.pointee { return outcome }
        let lowerCase = text.statusWord.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
        let identity = try lowerCase.withUnsafeBytes { word in
            try stored(identity: nil, word: word, description: text.description).spelling
        }
        let outcome = try stored(identity: identity, word: text.statusWord, description: text.description)
        recent.insert(outcome, for: key)
        return outcome
    }

    /// - Parameter identity: the identity of a new row; nil means its own number.
    private func stored(
        identity: Int64?, word: UnsafeRawBufferPointer, description: UnsafeRawBufferPointer
    ) throws -> Outcome {
        try search.bind(word, at: 1)
        try search.bind(description, at: 2)
        defer { search.reset() }
        if try search.step() { return Outcome(identity: search.integer(0), spelling: search.integer(1)) }
        insertion.bind(identity ?? 0, at: 1)
        try insertion.bind(word, at: 2)
        try insertion.bind(description, at: 3)
        try insertion.run()
        let spelling = insertion.lastInserted
        guard let identity else {
            marking.bind(spelling, at: 1)
            try marking.run()
            return Outcome(identity: spelling, spelling: spelling)
        }
        return Outcome(identity: identity, spelling: spelling)
    }

    /// Forgets all numbers: the transaction that may have given some was undone.
    func forget() { recent.removeAll() }
}
