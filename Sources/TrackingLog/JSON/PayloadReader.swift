/// Reads platform, person and the message's name from payloads.
///
/// Payloads are most of a log's bytes, so one pass does everything: it checks that the text is JSON and finds the places
/// asked for, with quotes still doubled as in CSV.
public struct PayloadReader: Sendable {
    /// The place of the person.
    public let person: JSONPointer
    /// The place of the message's name.
    public let name: JSONPointer

    private let personKeys: PointerKeys
    private let nameKeys: PointerKeys

    /// A reader of certain places.
    public init(person: JSONPointer = .userID, name: JSONPointer = .name) {
        self.person = person
        self.name = name
        personKeys = PointerKeys(person)
        nameKeys = PointerKeys(name)
    }

    /// Reads a payload.
    ///
    /// - Parameters:
    ///   - text: the payload as the row has it.
    ///   - quotesAreDoubled: whether every quote in it is doubled (``EventRow/isPayloadEscaped``).
    ///   - texts: receives the texts of the places asked for.
    /// - Returns: `ios` for a JSON object with a top-level `aps`, `android` for another object with members; nil for anything
    ///   else, which is no payload.
    public func read(_ text: Span<UInt8>, quotesAreDoubled: Bool, into texts: inout PayloadTexts) -> Platform? {
        texts.removeAll()
        return text.withUnsafeBufferPointer { bytes in
            personKeys.borrowed { person in
                nameKeys.borrowed { name -> Platform? in
                    var scan = PayloadScan(
                        text: bytes, quoteWidth: quotesAreDoubled ? 2 : 1, person: person, name: name)
                    guard scan.isObjectWithMembers() else { return nil }
                    scan.appendPerson(to: &texts.person)
                    scan.appendName(to: &texts.name)
                    return scan.hasAps ? .ios : .android
                }
            }
        }
    }
}

/// The texts that a ``PayloadReader`` found, as UTF-8, escapes undone; empty if there are none.
public struct PayloadTexts: Sendable {
    /// The person's id: a string, or the digits of a number.
    public internal(set) var person: [UInt8] = []
    /// The message's name: a string.
    public internal(set) var name: [UInt8] = []

    /// No texts yet.
    public init() {}

    mutating func removeAll() {
        person.removeAll(keepingCapacity: true)
        name.removeAll(keepingCapacity: true)
    }
}
