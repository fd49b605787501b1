/// Whom an erasure is about: people, devices and messages.
///
/// A row is about a person whose id its payload has as the user, or that is its target or its hwid. Rows of the same message
/// that name nobody are about that person, too (the person of a message may show in one row only); rows of it that name
/// somebody else are not, where a message goes to many. A row is about a device that is its hwid or its target.
public struct ErasureSubjects: Sendable {
    /// Ids of people and devices, as targets and hwids may have them.
    public let identifiers: [String]
    /// Tracking codes of messages all of whose rows are erased.
    public let codes: [String]
    /// Where payloads have the user.
    let person: JSONPointer
    private let people: Set<TextKey>
    private let all: Set<TextKey>
    private let codeKeys: Set<TextKey>

    /// Whom an erasure is about.
    ///
    /// - Parameters:
    ///   - people: user ids, or the hwids of devices for which nobody is named.
    ///   - devices: hwids.
    ///   - codes: tracking codes.
    ///   - person: where payloads have the user.
    public init(people: [String], devices: [String], codes: [String], person: JSONPointer = .userID) {
        func keys(_ texts: [String]) -> Set<TextKey> { Set(texts.map { KeyedHash.of($0.utf8Span.span) }) }
        identifiers = Array(Set(people + devices))
        self.codes = Array(Set(codes))
        self.person = person
        self.people = keys(people)
        all = self.people.union(keys(devices))
        codeKeys = keys(codes)
    }

    /// Whether there are people among them, whom only payloads may name.
    public var hasPeople: Bool { !people.isEmpty }

    /// Whether a message is erased as a whole.
    public func includes(code: UnsafeRawBufferPointer) -> Bool {
        !codeKeys.isEmpty && codeKeys.contains(KeyedHash.of(code))
    }

    /// Whether a target or a hwid is one of them.
    public func includes(identifier: UnsafeRawBufferPointer) -> Bool {
        !identifier.isEmpty && !all.isEmpty && all.contains(KeyedHash.of(identifier))
    }

    /// Whether somebody is a person among them, and so the rows of the message that name nobody are about that person.
    func includes(person: UnsafeRawBufferPointer) -> Bool { people.contains(KeyedHash.of(person)) }
}

/// Decides row by row whether an erasure is about it.
public struct ErasureReader {
    /// What a row says.
    public enum Verdict: Sendable {
        /// It is about one of the subjects.
        case named
        /// It is about a person among them, so that the rows of its message that name nobody are, too.
        case personNamed
        /// It is about somebody else.
        case another
        /// It names nobody.
        case nobody
    }

    private let subjects: ErasureSubjects
    private let reader: PayloadReader
    private var texts = PayloadTexts()
    /// The last payload: the rows of a message often have the same.
    private var last: (key: TextKey, isEscaped: Bool)?
    /// Whether its user is one of the people.
    private var isNamed = false

    /// A reader of rows.
    public init(_ subjects: ErasureSubjects) {
        self.subjects = subjects
        reader = PayloadReader(person: subjects.person)
    }

    /// What a row says.
    ///
    /// - Parameters:
    ///   - hwid: the device.
    ///   - target: the target.
    ///   - payload: the payload.
    ///   - isEscaped: whether every quote in the payload is doubled.
    public mutating func verdict(
        hwid: UnsafeRawBufferPointer, target: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, isEscaped: Bool
    ) -> Verdict {
        let user = user(of: payload, isEscaped: isEscaped)
        if user == .wanted { return .personNamed }
        if !target.isEmpty, subjects.includes(identifier: target) {
            // Whom a payload names is whom the message is for.
            return user == nil && subjects.includes(person: target) ? .personNamed : .named
        }
        if subjects.includes(identifier: hwid) { return .named }
        if user == .other { return .another }
        let text = target.bindMemory(to: UInt8.self).span
        if target.isEmpty || target.elementsEqual(hwid) || PushToken.isLikely(text) { return .nobody }
        // Without a device of its own a row says what was addressed: that is a device, if it looks like one.
        return hwid.isEmpty && Platform(hwid: text) != nil ? .nobody : .another
    }

    private enum User {
        case wanted, other
    }

    /// The user of a payload, as far as it matters; nil if there is none.
    private mutating func user(of payload: UnsafeRawBufferPointer, isEscaped: Bool) -> User? {
        if payload.isEmpty { return nil }
        let key = KeyedHash.of(payload)
        if last?.key != key || last?.isEscaped != isEscaped {
            last = (key, isEscaped)
            _ = reader.read(payload.bindMemory(to: UInt8.self).span, quotesAreDoubled: isEscaped, into: &texts)
            isNamed = !texts.person.isEmpty && texts.person.withUnsafeBytes { subjects.includes(person: $0) }
        }
        return texts.person.isEmpty ? nil : isNamed ? .wanted : .other
    }
}
