import TrackingLog

/// Finds the messages that may be of a person or a device, by the rows that name them.
///
/// Only all rows of a message decide whether it is.
struct MessageFinder {
    /// Their tracking codes, by their hashes.
    private(set) var codes: [TextKey: [UInt8]] = [:]
    /// What names the subject: a person may have several ids.
    private let names: [[UInt8]]
    private let nameSearches: [ByteSearch]
    private let escapeSearch = ByteSearch(Array("\\u".utf8))
    /// Whether targets and payloads are searched too.
    private let isPerson: Bool
    /// Whether JSON may write a name in other ways than with `\u`.
    private let hasOtherForms: Bool
    private let reader: PayloadReader
    private var texts = PayloadTexts()

    init(_ subject: TimelineSubject, person: JSONPointer, _ aliases: Aliases?) {
        if case .person = subject { isPerson = true } else { isPerson = false }
        let ids = isPerson ? aliases?.ids(of: [subject.name]) ?? [subject.name] : [subject.name]
        names = ids.map { Array($0.utf8) }
        nameSearches = names.map { ByteSearch($0) }
        hasOtherForms = names.contains { name in
            name.contains { $0 < .space || $0 == .quote || $0 == .slash || $0 == .backslash }
        }
        reader = PayloadReader(person: person)
    }

    /// Looks through a row.
    ///
    /// - Parameter text: the text of its batch.
    mutating func visit(_ row: EventRow, _ text: UnsafeRawBufferPointer) {
        guard isNamed(in: row, text) else { return }
        let code = text[row.trackingCode]
        let key = KeyedHash.of(code)
        if codes[key] == nil { codes[key] = Array(code) }
    }

    /// Adds the messages that another worker has found.
    mutating func merge(_ other: MessageFinder) { codes.merge(other.codes) { code, _ in code } }

    private mutating func isNamed(in row: EventRow, _ text: UnsafeRawBufferPointer) -> Bool {
        if isName(text[row.hwid]) { return true }
        guard isPerson else { return false }
        if isName(text[row.target]) { return true }
        let payload = text[row.payload]
        // Most payloads are ruled out at the speed of memory: neither a name nor an escape is in them.
        guard
            hasOtherForms || nameSearches.contains(where: { $0.isFound(in: payload) })
                || escapeSearch.isFound(in: payload)
        else { return false }
        _ = reader.read(
            payload.bindMemory(to: UInt8.self).span, quotesAreDoubled: row.isPayloadEscaped, into: &texts)
        return names.contains(texts.person)
    }

    private func isName(_ text: UnsafeRawBufferPointer) -> Bool {
        names.contains { name in name.withUnsafeBytes { text.isSame(as: $0) } }
    }
}
