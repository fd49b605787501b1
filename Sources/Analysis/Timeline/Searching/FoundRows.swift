import TrackingLog

/// Rows that a timeline may need.
struct FoundRows: ~Copyable, Sendable {
    /// The facts of a payload.
    private struct Facts {
        var user: UInt32
        var name: UInt32
        var shape: PayloadShape
    }

    private(set) var rows: [FoundRow] = []
    private var texts = TextPool()
    private var payloads: [TextKey: Facts] = [:]
    private let reader: PayloadReader
    private var read = PayloadTexts()

    init(person: JSONPointer, name: JSONPointer) {
        reader = PayloadReader(person: person, name: name)
    }

    /// Keeps a row of a batch.
    ///
    /// - Parameter text: the batch's text.
    mutating func add(_ row: EventRow, of batch: borrowing EventBatch, _ text: UnsafeRawBufferPointer) {
        let facts = facts(of: text[row.payload], quotesAreDoubled: row.isPayloadEscaped)
        rows.append(
            FoundRow(
                source: Int32(batch.source), status: row.status, payload: facts.shape,
                line: batch.firstLine + Int(row.line), time: row.time, code: number(text[row.trackingCode]),
                hwid: number(text[row.hwid]), target: number(text[row.target]), word: number(text[row.statusWord]),
                description: number(text[row.description]), app: number(text[row.appCode]), user: facts.user,
                name: facts.name))
    }

    /// Keeps the rows of some messages, by the hashes of their tracking codes.
    mutating func collect(_ batch: borrowing EventBatch, messages: Set<TextKey>) {
        batch.text.withUnsafeBytes { text in
            for row in batch.rows where messages.contains(KeyedHash.of(text[row.trackingCode])) {
                add(row, of: batch, text)
            }
        }
    }

    /// Takes over the rows of others.
    mutating func merge(_ other: borrowing FoundRows) {
        let numbers = texts.merge(other.texts)
        for row in other.rows {
            var row = row
            for text in [
                \FoundRow.code, \.hwid, \.target, \.word, \.description, \.app, \.user, \.name,
            ] {
                row[keyPath: text] = numbers[Int(row[keyPath: text])]
            }
            rows.append(row)
        }
    }

    /// A text by its number; nil for the empty one.
    func text(_ number: UInt32) -> String? {
        let bytes = texts.text(Int(number))
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// The name of an unknown status, by its word's number.
    func statusName(_ word: UInt32) -> String { Status.name(ofUnknown: texts.text(Int(word))) }

    /// The identity that the same events of a delivery and second share.
    func identity(of row: FoundRow) -> UInt64 {
        AnomalyFinder.identity(
            of: row.status, word: texts.text(Int(row.word)), description: texts.text(Int(row.description)))
    }

    /// Whether a row precedes another in the timeline of their delivery.
    ///
    /// Within one second and step descriptions decide, so that the deciding failure is the last. Only equal rows are in the
    /// order of reading.
    func isBefore(_ left: FoundRow, _ right: FoundRow) -> Bool {
        let (leftStep, rightStep) = ((left.time, left.status.order), (right.time, right.status.order))
        if leftStep != rightStep { return leftStep < rightStep }
        for text in [\FoundRow.description, \.word] where left[keyPath: text] != right[keyPath: text] {
            return texts.text(Int(left[keyPath: text])).isBefore(texts.text(Int(right[keyPath: text])))
        }
        return (left.source, left.line) < (right.source, right.line)
    }

    private mutating func number(_ text: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(texts.number(of: text, ShortKey(KeyedHash.of(text))))
    }

    private mutating func facts(of payload: UnsafeRawBufferPointer, quotesAreDoubled: Bool) -> Facts {
        var key = KeyedHash.of(payload)
        // The same bytes have another meaning if quotes are doubled.
        if quotesAreDoubled { key.high = ~key.high }
        if let known = payloads[key] { return known }
        let platform = reader.read(
            payload.bindMemory(to: UInt8.self).span, quotesAreDoubled: quotesAreDoubled, into: &read)
        let facts = Facts(
            user: read.person.withUnsafeBytes { number($0) }, name: read.name.withUnsafeBytes { number($0) },
            shape: PayloadShape(platform, text: payload, quotesAreDoubled: quotesAreDoubled))
        payloads[key] = facts
        return facts
    }
}
