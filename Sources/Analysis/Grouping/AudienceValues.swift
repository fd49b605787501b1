import TrackingLog

/// What an audience's columns say of people, as codes for ``GroupKey``.
///
/// The audience is read once, before any message is looked up. A class: every thread reads it.
final class AudienceValues: Sendable {
    /// The columns asked for: their places among the dimensions, and in the audience.
    private let columns: [(dimension: Int, column: Int)]
    /// The people of whom the audience says anything, by ``InternedIdentities/personKey(_:)``.
    private let people: [ShortKey]
    private let slots: SlotTable
    /// By person, the number of each column's value in ``texts``, or ``GroupKey/none``.
    private let codes: [UInt32]
    private let texts: TextPool
    /// The number of `mixed`.
    private let mixed: UInt32

    /// nil if no dimension is of the audience.
    init?(_ dimensions: [Dimension], _ audience: Audience?, _ identities: borrowing InternedIdentities) {
        guard let audience, dimensions.contains(where: { $0.audienceColumn != nil }) else { return nil }
        var columns: [(dimension: Int, column: Int)] = []
        for (place, dimension) in dimensions.enumerated() {
            guard let name = dimension.audienceColumn else { continue }
            guard let column = audience.columns.firstIndex(where: { $0.isSame(as: name) }) else { continue }
            columns.append((place, column))
        }
        var people: [ShortKey] = []
        var slots = SlotTable()
        var codes: [UInt32] = []
        var texts = TextPool()
        mixed = texts.number(of: Array("mixed".utf8)[...])
        for place in 0..<audience.count {
            guard columns.contains(where: { !audience.value($0.column, of: place).isEmpty }) else { continue }
            let id = audience.id(place)
            let key = identities.personKey(ShortKey(KeyedHash.of(id.span)))
            let known = slots.find(key.hash) { people[$0] == key }
            let person = known ?? people.count
            if known == nil {
                slots.insert(key.hash, record: person)
                people.append(key)
                codes += repeatElement(GroupKey.none, count: columns.count)
            }
            for (index, column) in columns.enumerated() {
                let value = audience.value(column.column, of: place)
                let code = person * columns.count + index
                // Of two ids of one person, the first that has a value decides.
                if !value.isEmpty, codes[code] == GroupKey.none { codes[code] = texts.number(of: value) }
            }
        }
        self.columns = columns
        self.people = people
        self.slots = slots
        self.codes = codes
        self.texts = texts
    }

    /// Fills in the values of a message: those of its named person, else those that the people of all its devices have, or
    /// `mixed` if these differ. Having no value differs from having one.
    func fill(
        _ key: inout GroupKey, of message: MessageRecord, _ resolved: ResolvedMessage, in shard: borrowing TallyShard,
        _ identities: borrowing InternedIdentities
    ) {
        if let person = PersonSightings.person(of: message, resolved, identities) {
            let number = find(identities.personKey(person))
            for (index, column) in columns.enumerated() { key[column.dimension] = code(index, of: number) }
            return
        }
        var isFirst = true
        shard.forEachDelivery(of: message) { _, delivery in
            guard delivery.hwidShape != .empty else { return }
            let number = find(identities.personKey(delivery.hwid))
            for (index, column) in columns.enumerated() {
                let code = code(index, of: number)
                key[column.dimension] = isFirst || key[column.dimension] == code ? code : mixed
            }
            isFirst = false
        }
    }

    /// The text of a code.
    func text(_ code: UInt32) -> String { String(decoding: texts.text(Int(code)), as: UTF8.self) }

    private func find(_ person: ShortKey) -> Int? { slots.find(person.hash) { people[$0] == person } }

    private func code(_ column: Int, of person: Int?) -> UInt32 {
        person.map { codes[$0 * columns.count + column] } ?? GroupKey.none
    }
}

extension TextPool {
    fileprivate mutating func number(of text: ArraySlice<UInt8>) -> UInt32 {
        text.withUnsafeBytes { UInt32(number(of: $0, ShortKey(KeyedHash.of($0)))) }
    }
}
