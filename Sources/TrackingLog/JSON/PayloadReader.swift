/// Reads what a payload tells of a delivery: the device's platform, and the person.
///
/// Payloads are most of a log's bytes, so one pass does everything: it checks that the text is JSON, and finds what is
/// asked for, where the text stands, CSV's doubled quotes and all.
public struct PayloadReader: Sendable {
    /// Where the person stands.
    public let person: JSONPointer

    /// A reader that looks for the person at a place.
    public init(person: JSONPointer = .userID) {
        self.person = person
    }

    /// Reads a payload.
    ///
    /// - Parameters:
    ///   - text: the payload as it stands in a row.
    ///   - quotesAreDoubled: whether every quote in it stands twice (``EventRow/isPayloadEscaped``).
    ///   - personID: becomes the person's id: the string at the pointer, escapes undone, or the digits of a number;
    ///     empty where neither stands there.
    /// - Returns: `ios` for a JSON object with a top-level `aps`, `android` for another object that has members; nil for
    ///   everything else, which is no payload.
    public func read(_ text: Span<UInt8>, quotesAreDoubled: Bool, personID: inout [UInt8]) -> Platform? {
        personID.removeAll(keepingCapacity: true)
        return text.withUnsafeBufferPointer { bytes -> Platform? in
            var scan = PayloadScan(text: bytes, quoteWidth: quotesAreDoubled ? 2 : 1, path: person.tokens)
            guard scan.isObjectWithMembers() else { return nil }
            if let value = scan.value { scan.appendPerson(at: value, to: &personID) }
            return scan.hasAps ? .ios : .android
        }
    }
}
