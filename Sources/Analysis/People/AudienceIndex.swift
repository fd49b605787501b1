/// The people of an audience, by their keys.
struct AudienceIndex: Sendable {
    /// Places in the audience. A person with two ids has the first one's.
    private(set) var places: [ShortKey: Int] = [:]

    init(_ audience: Audience, _ identities: borrowing InternedIdentities) {
        for (id, place) in audience.places {
            let key = identities.personKey(ShortKey(id))
            places[key] = min(place, places[key] ?? .max)
        }
    }

    /// The place of a person; nil for those who are not in the audience.
    func place(of person: ShortKey) -> Int? { places[person] }
}
