/// Reads what a payload tells of a delivery: the device's platform, the person, and the message's name.
///
/// Payloads are most of a log's bytes, so one pass does everything: it checks that the text is JSON, and finds what is
/// asked for, where the text stands, CSV's doubled quotes and all.
public struct PayloadReader: Sendable {
    /// Where the person stands.
    public let person: JSONPointer
    /// Where the message's name stands.
    public let name: JSONPointer

    /// A reader that looks in certain places.
    public init(person: JSONPointer = .userID, name: JSONPointer = .name) {
        self.person = person
        self.name = name
    }

    /// Reads a payload.
    ///
    /// - Parameters:
    ///   - text: the payload as it stands in a row.
    ///   - quotesAreDoubled: whether every quote in it stands twice (``EventRow/isPayloadEscaped``).
    ///   - texts: becomes what stands in the places asked for.
    /// - Returns: `ios` for a JSON object with a top-level `aps`, `android` for another object that has members; nil for
    ///   everything else, which is no payload.
    public func read(_ text: Span<UInt8>, quotesAreDoubled: Bool, into texts: inout PayloadTexts) -> Platform? {
        texts.removeAll()
        return text.withUnsafeBufferPointer { bytes -> Platform? in
            var scan = PayloadScan(
                text: bytes, quoteWidth: quotesAreDoubled ? 2 : 1, person: person.tokens, name: name.tokens)
            guard scan.isObjectWithMembers() else { return nil }
            scan.appendPerson(to: &texts.person)
            scan.appendName(to: &texts.name)
            return scan.hasAps ? .ios : .android
        }
    }
}

/// What a payload says in the places that a ``PayloadReader`` looks in, as UTF-8, escapes undone; empty where it says
/// nothing there.
public struct PayloadTexts: Sendable {
    /// The person's id: a string, or the digits of a number.
    public internal(set) var person: [UInt8] = []
    /// The message's name: a string.
    public internal(set) var name: [UInt8] = []

    /// Nothing read yet.
    public init() {}

    mutating func removeAll() {
        person.removeAll(keepingCapacity: true)
        name.removeAll(keepingCapacity: true)
    }
}
