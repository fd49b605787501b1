import TrackingLog

/// Lines of a segment that follow each other, and their text.
public struct SegmentLines: Sendable {
    /// The bytes of all texts, UTF-8.
    public internal(set) var text = DeliveryWords.text
    /// The values of all lines, one line after the other, in the order of ``columns``.
    public internal(set) var values: [LineValue] = []
    /// The columns.
    public let columns: [SegmentColumn]

    init(_ columns: [SegmentColumn]) { self.columns = columns }

    /// The number of lines.
    public var count: Int { values.count / columns.count }

    /// The values of a line.
    public subscript(line: Int) -> ArraySlice<LineValue> {
        values[line * columns.count..<(line + 1) * columns.count]
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) -> LineValue {
        guard !bytes.isEmpty else { return .none }
        let range = TextRange(start: text.count, count: bytes.count)
        text.append(text: bytes)
        return .text(range)
    }

    mutating func add(_ text: String) -> LineValue {
        var text = text
        return text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }
}

/// Writes lines of members.
struct SegmentAssembly: Sendable {
    let request: SegmentRequest
    let resolved: ResolvedTally
    let members: SegmentMembers
    let audience: AudienceIndex?
    let texts: KeyedTexts

    /// Appends the line of a member.
    func append(_ member: SegmentMembers.Member, to lines: inout SegmentLines) {
        let id = withID(of: member) { lines.add($0) }
        for column in lines.columns {
            let value: LineValue
            switch member {
            case .person(let person): value = self.value(of: column, person, id, &lines)
            case .device(let device): value = self.value(of: column, device, id, &lines)
            case .retry(let message): value = self.value(of: column, message, id, &lines)
            case .absent(let place): value = self.value(of: column, absent: place, id, &lines)
            }
            lines.values.append(value)
        }
    }

    /// Calls `body` with the id of a member, by which lines are sorted.
    func withID<Result>(of member: SegmentMembers.Member, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch member {
        case .person(let person): withPerson(person.name, person.key, body)
        case .retry(let message): withPerson(message.name, message.person, body)
        case .device(let device): texts.withText(of: device.hwid, body)
        case .absent(let place): withAbsent(place, body)
        }
    }

    /// Appends what else decides the order of lines of one id.
    func appendOrder(of member: SegmentMembers.Member, to bytes: inout [UInt8]) {
        switch member {
        case .device(let device) where device.app != InternedLabels.none:
            bytes.append(text: resolved.tally.labels.text(device.app))
        case .retry(let message): texts.withText(of: message.code) { bytes.append(text: $0) }
        default: break
        }
    }

    private func withPerson<Result>(
        _ name: InternedIdentities.Number, _ key: ShortKey, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        name == InternedIdentities.none ? texts.withText(of: key, body) : body(resolved.tally.identities.text(name))
    }

    /// An alias of the audience is its person.
    private func withAbsent<Result>(_ place: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let id = request.audience?.id(place) ?? []
        return id.withUnsafeBytes { bytes in
            guard let name = resolved.tally.identities.find(ShortKey(KeyedHash.of(bytes))) else { return body(bytes) }
            return body(resolved.tally.identities.text(resolved.tally.identities.person(name)))
        }
    }
}
