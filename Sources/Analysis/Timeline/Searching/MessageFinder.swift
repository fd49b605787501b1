import TrackingLog

/// Finds the messages that may belong to a person or a device, by the rows that name it.
///
/// Whether they do belong to it is known only from all their rows.
struct MessageFinder {
    /// The hashes of their tracking codes.
    private(set) var codes: Set<TextKey> = []
    private let name: [UInt8]
    private let nameSearch: ByteSearch
    private let escapeSearch = ByteSearch(Array("\\u".utf8))
    /// Whether targets and payloads may name the subject too.
    private let isPerson: Bool
    /// Whether JSON may write the name in another way without `\u`.
    private let hasOtherSpellings: Bool
    private let reader: PayloadReader
    private var texts = PayloadTexts()

    init(_ subject: TimelineSubject, person: JSONPointer) {
        name = Array(subject.name.utf8)
        nameSearch = ByteSearch(name)
        if case .person = subject { isPerson = true } else { isPerson = false }
        hasOtherSpellings = name.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x2F || $0 == 0x5C }
        reader = PayloadReader(person: person)
    }

    /// Looks through a row.
    ///
    /// - Parameter text: the text of its batch.
    mutating func visit(_ row: EventRow, _ text: UnsafeRawBufferPointer) {
        guard isNamed(in: row, text) else { return }
        codes.insert(KeyedHash.of(text[row.trackingCode]))
    }

    /// Adds the messages that another worker has found.
    mutating func merge(_ other: MessageFinder) { codes.formUnion(other.codes) }

    private mutating func isNamed(in row: EventRow, _ text: UnsafeRawBufferPointer) -> Bool {
        if name.withUnsafeBytes({ text[row.hwid].isSame(as: $0) }) { return true }
        guard isPerson else { return false }
        if name.withUnsafeBytes({ text[row.target].isSame(as: $0) }) { return true }
        let payload = text[row.payload]
        // Most payloads do not hold the name, however it is written, which is found out at the speed of memory.
        guard hasOtherSpellings || nameSearch.isFound(in: payload) || escapeSearch.isFound(in: payload)
        else { return false }
        _ = reader.read(
            payload.bindMemory(to: UInt8.self).span, quotesAreDoubled: row.isPayloadEscaped, into: &texts)
        return texts.person == name
    }
}
