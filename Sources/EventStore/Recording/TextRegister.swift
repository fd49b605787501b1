import GRDB
import TrackingLog

/// A text of a table: its number, or its position among the waiting ones until it is looked up.
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

    /// The position of the waiting text; nil where its number was known at once.
    var waiting: Int? { value < 0 ? Int(~value) : nil }
}

/// Hardware ids and targets.
enum IdentifierColumns: Int32, TextColumns {
    case position, id, text

    static let table = "identifier"
}

/// The bodies of payloads.
enum PayloadColumns: Int32, TextColumns {
    case position, id, text

    static let table = "payload"
    var sql: String { self == .text ? "body" : "\(self)" }
}

/// The numbers of the texts of one table, for the texts of one transaction after another.
///
/// A transaction first asks for references to all texts it meets, then looks up the unknown ones together, then asks for
/// numbers, and finally stores the texts with new numbers. Together, because the index lies in the order of random
/// digests: one by one, every text would touch another page of it.
struct TextRegister<Columns: TextColumns> {
    private struct Waiting: Remembered {
        var key: TextKey
        var digest: Int64
        var fingerprint: UInt64
        var text: Range<Int>
        /// -1 while it has none; the first where it has several.
        var number: Int64
        /// The waiting one with the same text: itself, except where keys differ by an escaped payload.
        var same: Int

        var memory: KnownText? { number < 0 ? nil : KnownText(number: number, fingerprint: fingerprint) }
    }

    private let digest: ContentDigest
    private let fingerprint: Fingerprint
    /// A reference to the empty text, which has number 0 everywhere.
    let empty: TextReference
    private let recent: RecentTable<KnownText>?
    private var waiting = DraftTable<Waiting>()
    /// The bytes of the waiting texts.
    private var texts: [UInt8] = []
    /// The waiting ones in the order of their digests, one for each text.
    private var leaders: [Int] = []
    /// The number of waiting texts when the leaders were found: more may have come since.
    private var prepared = 0
    /// The waiting ones with new numbers, in the order of the numbers. One may get several.
    private var new: [Int] = []
    /// Whether any got several numbers.
    private var hasSeveral = false
    /// The last number when the transaction began, and now.
    private var lastBefore: Int64 = 0
    private var lastNumber: Int64 = 0

    private let last: ValueQuery
    private let search: ValueQuery
    private let textInsertion: BulkInsert
    private let digests: DigestIndex<Columns>

    /// - Parameter bits: the size of the ``RecentTable`` beyond a transaction; nil remembers nothing.
    init(_ database: Database, digest: ContentDigest, fingerprint: Fingerprint, bits: Int?) throws {
        self.digest = digest
        self.fingerprint = fingerprint
        empty = TextReference(
            number: 0, fingerprint: fingerprint.of(UnsafeRawBufferPointer(start: nil, count: 0)))
        recent = bits.map { RecentTable(bits: $0) }
        let (table, columns) = (Columns.table, Columns.stored)
        last = try ValueQuery(database, sql: "SELECT coalesce(max(id), 0) FROM \(table)")
        search = try ValueQuery(database, sql: "SELECT \(Columns.text.sql) FROM \(table) WHERE id = ?1")
        textInsertion = try BulkInsert(
            database, "INSERT INTO \(table) (\(columns.joined(separator: ", ")))", width: columns.count)
        digests = try DigestIndex(database)
    }

    // MARK: The steps of a transaction

    /// Gets ready for a transaction that has just begun.
    mutating func begin() throws {
        lastBefore = try last.number()
        lastNumber = lastBefore
    }

    /// A reference to a text.
    ///
    /// - Parameter isEscaped: whether its quotes are doubled.
    mutating func reference(to text: UnsafeRawBufferPointer, key: TextKey, isEscaped: Bool = false) -> TextReference {
        if text.isEmpty { return empty }
        if let known = recent?.find(key) { return TextReference(number: known.number, fingerprint: known.fingerprint) }
        if let position = waiting.position(of: key) {
            return TextReference(waiting: position, fingerprint: waiting[position].fingerprint)
        }
        return newReference(to: text, key: key, isEscaped: isEscaped)
    }

    /// A reference to a text that is not empty and was not asked for before in this transaction.
    mutating func newReference(
        to text: UnsafeRawBufferPointer, key: TextKey, isEscaped: Bool = false
    ) -> TextReference {
        let start = texts.count
        if isEscaped { CSVDialect.appendHalvingQuotes(of: text, to: &texts) } else { texts.append(contentsOf: text) }
        let (digest, fingerprint) = texts.withUnsafeBytes { [digest, fingerprint] texts in
            let text = UnsafeRawBufferPointer(rebasing: texts[start...])
            return (digest.of(text), fingerprint.of(text))
        }
        let position = waiting.append(
            Waiting(
                key: key, digest: digest, fingerprint: fingerprint, text: start..<texts.count, number: -1,
                same: waiting.count))
        return TextReference(waiting: position, fingerprint: fingerprint)
    }

    /// Sorts the waiting texts for the look-up, which needs no transaction.
    mutating func prepareLookup() {
        guard prepared < waiting.count else { return }
        findSameTexts()
        prepared = waiting.count
    }

    /// Looks up all waiting texts, which are prepared.
    ///
    /// - Parameter found: receives each one that the table has, with its row.
    mutating func lookUp(_ found: (_ waiting: Int, _ row: QueryRow<Columns>) -> Void = { _, _ in }) throws {
        let (leaders, texts) = (leaders, texts)
        try texts.withUnsafeBytes { texts in
            try digests.search(leaders.map { waiting[$0].digest }) { index, row in
                let position = leaders[index]
                guard row.text(.text).elementsEqual(texts[waiting[position].text]) else { return false }
                waiting[position].number = row.integer(.id)
                found(position, row)
                return true
            }
        }
    }

    /// Finds the waiting texts that equal others.
    private mutating func findSameTexts() {
        leaders.removeAll(keepingCapacity: true)
        let ordered = waiting.indices.map { (digest: waiting[$0].digest, position: $0) }
            .sorted { ($0.digest, $0.position) < ($1.digest, $1.position) }
        // The first leader with the current digest: nearly always there is just one.
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

    /// Whether the table lacked a text when it was looked up, and its number was not asked for since.
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
        return try search.only(orMissing: "a text is missing") { fingerprint.of($0.text(.value)) }
    }

    /// Stores the texts with new numbers, and gets ready for the next transaction.
    ///
    /// - Parameter bindOthers: binds the other columns of a text's row, from 2 on. The texts are counted from 0, in the
    ///   order of their new numbers.
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
            for position in waiting.indices { waiting[position].number = waiting[waiting[position].same].number }
            waiting.finish(rememberingIn: recent)
        }
        reset()
    }

    /// The digests of the texts with new numbers, in order.
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

    /// Forgets all numbers: the transaction that may have assigned some was rolled back.
    mutating func forget() {
        recent?.removeAll()
        reset()
    }

    private mutating func reset() {
        waiting.removeAll()
        leaders.removeAll(keepingCapacity: true)
        prepared = 0
        texts.removeAll(keepingCapacity: true)
        new.removeAll(keepingCapacity: true)
        hasSeveral = false
    }
}

/// A recently met text. A number is never reused for another text, so it stays true whatever other processes do.
private struct KnownText: BitwiseCopyable {
    var number: Int64
    var fingerprint: UInt64
}
