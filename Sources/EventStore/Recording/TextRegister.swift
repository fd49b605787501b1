import GRDB
import TrackingLog

/// A text of a table: its number, or, while it is not known whether it has one, where it waits.
struct TextReference {
    fileprivate let value: Int64
    /// The text's fingerprint.
    let fingerprint: UInt64

    fileprivate init(number: Int64, fingerprint: UInt64) {
        value = number
        self.fingerprint = fingerprint
    }

    fileprivate init(waiting: Int, fingerprint: UInt64) {
        value = ~Int64(waiting)
        self.fingerprint = fingerprint
    }

    /// Where the text waits; nil where its number was known at once.
    var waiting: Int? { value < 0 ? Int(~value) : nil }
}

/// The numbers of the texts of one table, for the texts of one transaction after the other.
///
/// A transaction first asks for references to all the texts it meets, then has the unknown ones looked up together,
/// then asks for numbers, and at the end has those that got new ones stored. Together, because the index lies in the
/// order of random digests: one by one, every text would touch another page of it.
struct TextRegister {
    private struct Waiting: Keyed {
        var key: TextKey
        var digest: Int64
        var fingerprint: UInt64
        var text: Range<Int>
        /// -1 while it has none; the first where it has several.
        var number: Int64
        /// Which of the waiting ones it is the same text as: itself, except where keys differ by an escaped payload.
        var same: Int
    }

    /// A text met lately. A number once given is never another text's, so it stays true whatever other processes do.
    private struct Known: BitwiseCopyable {
        var number: Int64
        var fingerprint: UInt64
    }

    private let digest: ContentDigest
    private let fingerprint: Fingerprint
    /// A reference to the empty text, which has number 0 everywhere.
    let empty: TextReference
    private let recent: RecentTable<Known>?
    private var waiting: [Waiting] = []
    private var index = KeyIndex()
    /// The texts of those that wait.
    private var texts: [UInt8] = []
    /// The waiting ones in the order of their digests, one of those that are the same text, and of how many that is
    /// true: more may have come since.
    private var leaders: [Int] = []
    private var arranged = 0
    /// Which of the waiting got new numbers, in the order of those. One may get several.
    private var new: [Int] = []
    /// Whether one has.
    private var hasSeveral = false
    /// The last number when the transaction began, and now.
    private var lastBefore: Int64 = 0
    private var lastNumber: Int64 = 0

    private let last: PreparedStatement
    private let search: PreparedStatement
    private let textInsertion: BulkInsert
    private let digests: DigestIndex

    /// - Parameters:
    ///   - table: the table; see ``DigestIndex`` for its index.
    ///   - columns: the text's column, then others.
    ///   - bits: how many numbers to remember beyond a transaction, see ``RecentTable``; nil for none.
    init(
        _ database: Database, digest: ContentDigest, fingerprint: Fingerprint, table: String, columns: [String],
        bits: Int?
    ) throws {
        self.digest = digest
        self.fingerprint = fingerprint
        empty = TextReference(
            number: 0, fingerprint: fingerprint.of(UnsafeRawBufferPointer(start: nil, count: 0)))
        recent = bits.map { RecentTable(bits: $0) }
        last = try PreparedStatement(database, "SELECT coalesce(max(id), 0) FROM \(table)")
        search = try PreparedStatement(database, "SELECT \(columns[0]) FROM \(table) WHERE id = ?1")
        let list = columns.joined(separator: ", ")
        textInsertion = try BulkInsert(
            database, "INSERT INTO \(table) (id, \(list))", width: columns.count + 1)
        digests = try DigestIndex(database, table: table, columns: list)
    }

    // MARK: The steps of a transaction

    /// Makes ready for a transaction that has just begun.
    mutating func begin() throws {
        lastBefore = try last.first()
        lastNumber = lastBefore
    }

    /// A reference to a text.
    ///
    /// - Parameter isEscaped: whether its quotes stand doubled.
    mutating func reference(to text: UnsafeRawBufferPointer, key: TextKey, isEscaped: Bool = false) -> TextReference {
        if text.isEmpty { return empty }
        if let known = recent?.find(key) { return TextReference(number: known.number, fingerprint: known.fingerprint) }
        if let position = index.find(key, in: waiting) {
            return TextReference(waiting: position, fingerprint: waiting[position].fingerprint)
        }
        index.insert(waiting.count, for: key)
        return newReference(to: text, key: key, isEscaped: isEscaped)
    }

    /// A reference to a text that is not empty and was not asked for before in this transaction.
    mutating func newReference(
        to text: UnsafeRawBufferPointer, key: TextKey, isEscaped: Bool = false
    ) -> TextReference {
        let start = texts.count
        if isEscaped { CSVDialect.appendHalvingQuotes(of: text, to: &texts) } else { texts.append(contentsOf: text) }
        let position = waiting.count
        let (digest, fingerprint) = texts.withUnsafeBytes { [digest, fingerprint] texts in
            let text = UnsafeRawBufferPointer(rebasing: texts[start...])
            return (digest.of(text), fingerprint.of(text))
        }
        waiting.append(
            Waiting(
                key: key, digest: digest, fingerprint: fingerprint, text: start..<texts.count, number: -1,
                same: position))
        return TextReference(waiting: position, fingerprint: fingerprint)
    }

    /// Puts the texts that wait in order, for which no transaction is needed.
    mutating func arrange() {
        guard arranged < waiting.count else { return }
        findSameTexts()
        arranged = waiting.count
    }

    /// Looks up all texts that wait, which are arranged.
    ///
    /// - Parameter found: is given each one that the table has, with its row: from column 1 on id, text, the others.
    mutating func lookUp(_ found: (_ waiting: Int, _ row: PreparedStatement) -> Void = { _, _ in }) throws {
        let (leaders, texts) = (leaders, texts)
        try texts.withUnsafeBytes { texts in
            try digests.search(leaders.map { waiting[$0].digest }) { index, row in
                let position = leaders[index]
                guard row.text(2).elementsEqual(texts[waiting[position].text]) else { return false }
                waiting[position].number = row.integer(1)
                found(position, row)
                return true
            }
        }
    }

    /// Finds those of the waiting texts that are the same as others.
    private mutating func findSameTexts() {
        leaders.removeAll(keepingCapacity: true)
        let ordered = waiting.indices.map { (digest: waiting[$0].digest, position: $0) }
            .sorted { ($0.digest, $0.position) < ($1.digest, $1.position) }
        // Where the leaders of the digest at hand begin: nearly always there is just one.
        var first = 0
        for (digest, position) in ordered {
            if first < leaders.count, waiting[leaders[first]].digest != digest {
                first = leaders.count
            }
            let text = texts[waiting[position].text]
            if let leader = leaders[first...].first(where: { texts[waiting[$0].text].elementsEqual(text) }) {
                waiting[position].same = leader
            } else {
                leaders.append(position)
            }
        }
    }

    /// Whether the table, when it was looked up, lacked a text, and nobody has asked for its number since.
    func isUnknown(_ reference: TextReference) -> Bool {
        reference.waiting.map { waiting[waiting[$0].same].number < 0 } ?? false
    }

    /// A text's number, a new one where it had none.
    mutating func number(of reference: TextReference) -> Int64 {
        guard let position = reference.waiting else { return reference.value }
        let same = waiting[position].same
        return waiting[same].number < 0 ? add(reference) : waiting[same].number
    }

    /// A new number for a text that waits, which may have others: the table's rows differ in other columns too.
    mutating func add(_ reference: TextReference) -> Int64 {
        guard let position = reference.waiting else { return reference.value }
        let same = waiting[position].same
        lastNumber += 1
        new.append(same)
        if waiting[same].number < 0 { waiting[same].number = lastNumber } else { hasSeveral = true }
        return lastNumber
    }

    /// The fingerprint of the text with a number.
    func fingerprint(of number: Int64) throws -> UInt64 {
        if number > lastBefore { return waiting[new[Int(number - lastBefore - 1)]].fingerprint }
        search.bind(number, at: 1)
        defer { search.reset() }
        guard try search.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a text is lost") }
        return fingerprint.of(search.text(0))
    }

    /// Stores the texts that got new numbers, and makes ready for the next transaction.
    ///
    /// - Parameter bindOthers: fills in the other columns of the row of a text: those from 2 on. The first that got a new
    ///   number is 0, the next one 1.
    mutating func store(_ bindOthers: (_ index: Int, _ row: BulkInsert.Row) -> Void = { _, _ in }) throws {
        let texts = self.texts
        _ = try texts.withUnsafeBytes { texts in
            try textInsertion.insert(new.count) { index, row in
                row.bind(lastBefore + Int64(index) + 1, at: 0)
                try row.bind(UnsafeRawBufferPointer(rebasing: texts[waiting[new[index]].text]), at: 1)
                bindOthers(index, row)
            }
        }
        try digests.add(newDigests(), last: lastNumber)
        if let recent {
            for text in waiting where waiting[text.same].number >= 0 {
                recent.insert(
                    Known(number: waiting[text.same].number, fingerprint: text.fingerprint), for: text.key)
            }
        }
        end()
    }

    /// The digests of the texts that got new numbers, in order.
    private func newDigests() -> [(digest: Int64, number: Int64)] {
        var digests: [(digest: Int64, number: Int64)] = []
        digests.reserveCapacity(new.count)
        guard hasSeveral else {
            for leader in leaders where waiting[leader].number > lastBefore {
                digests.append((waiting[leader].digest, waiting[leader].number))
            }
            return digests
        }
        for (index, position) in new.enumerated() {
            digests.append((waiting[position].digest, lastBefore + Int64(index) + 1))
        }
        digests.sort { ($0.digest, $0.number) < ($1.digest, $1.number) }
        return digests
    }

    /// Forgets all numbers: the transaction that may have given some was undone.
    mutating func forget() {
        recent?.removeAll()
        end()
    }

    private mutating func end() {
        waiting.removeAll(keepingCapacity: true)
        leaders.removeAll(keepingCapacity: true)
        arranged = 0
        texts.removeAll(keepingCapacity: true)
        new.removeAll(keepingCapacity: true)
        hasSeveral = false
        index.removeAll()
    }
}
