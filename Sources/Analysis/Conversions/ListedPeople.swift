import TrackingLog

/// The people of a list, by their keys in a tally.
final class ListedPeople: @unchecked Sendable {
    private let keys: [ShortKey]
    /// By person, another one with the same key: several ids may be one person's.
    private var next: [Int?]
    private var slots = SlotTable()

    init(_ list: ConversionList, _ identities: borrowing InternedIdentities) {
        var keys: [ShortKey] = []
        keys.reserveCapacity(list.people.count)
        for person in list.people { keys.append(identities.personKey(ShortKey(person))) }
        self.keys = keys
        next = Array(repeating: nil, count: keys.count)
        for (number, key) in keys.enumerated() {
            if let first = first(key) {
                next[number] = next[first]
                next[first] = number
            } else {
                slots.insert(key.hash, record: number)
            }
        }
    }

    /// Whether any of them has a key.
    func contains(_ key: ShortKey) -> Bool { first(key) != nil }

    /// Visits the numbers of those that have a key.
    func forEach(_ key: ShortKey, _ body: (Int) -> Void) {
        var person = first(key)
        while let number = person {
            body(number)
            person = next[number]
        }
    }

    private func first(_ key: ShortKey) -> Int? { slots.find(key.hash) { keys[$0] == key } }
}
