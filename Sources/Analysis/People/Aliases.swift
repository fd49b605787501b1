public import LogArchive
import TrackingLog

/// Ids that are of one person: an anonymous id and the known one that it turned out to be.
///
/// Chains are followed to their end, so that every alias leads to an id that is no alias itself.
public final class Aliases: Sendable {
    /// All ids, aliases or not.
    private let ids: TextPool
    /// By number of an id, that of the person's; its own if it is no alias.
    private let persons: [UInt32]
    /// Rows of the file that name no alias, or no person.
    public let unusable: ListFaults

    /// The number of aliases.
    public let count: Int

    init(_ ids: consuming TextPool, persons: [UInt32], unusable: ListFaults) {
        self.ids = ids
        self.persons = persons
        self.unusable = unusable
        count = persons.enumerated().count { $0.offset != Int($0.element) }
    }

    /// The id of the person that an id is an alias of; the id itself if it is none.
    func person(of id: String) -> String {
        let key = Array(id.utf8).withUnsafeBytes { ShortKey(KeyedHash.of($0)) }
        return ids.find(key).map { String(decoding: ids.text(Int(persons[$0])), as: UTF8.self) } ?? id
    }

    /// The key of the id of the person that an id is an alias of; the id's own if it is none.
    func person(of id: ShortKey) -> ShortKey { ids.find(id).map { ids.key(Int(persons[$0])) } ?? id }

    /// All ids of some people, who may be named by any of them.
    public func ids(of people: [String]) -> [String] {
        var wanted: Set<UInt32> = []
        var found: [String] = []
        for id in people {
            let key = Array(id.utf8).withUnsafeBytes { ShortKey(KeyedHash.of($0)) }
            if let number = ids.find(key) { wanted.insert(persons[number]) } else { found.append(id) }
        }
        for (id, person) in persons.enumerated() where wanted.contains(person) {
            found.append(String(decoding: ids.text(id), as: UTF8.self))
        }
        return found
    }

    /// Visits each alias with its person's id.
    func forEach(_ body: (_ alias: UnsafeRawBufferPointer, _ person: UnsafeRawBufferPointer) -> Void) {
        for (alias, person) in persons.enumerated() where alias != Int(person) {
            body(ids.text(alias), ids.text(Int(person)))
        }
    }
}

extension InternedIdentities {
    /// Takes the aliases of a person for that person, from now on.
    ///
    /// All are added: a device's id may be an alias, and the hwids of a log are not here.
    mutating func unite(_ aliases: Aliases) {
        aliases.forEach { alias, person in
            let (aliasKey, personKey) = (KeyedHash.of(alias), KeyedHash.of(person))
            persons[number(of: alias, aliasKey)] = number(of: person, personKey)
            personKeys[ShortKey(aliasKey)] = ShortKey(personKey)
        }
    }

    /// The person that an identity is an alias of; itself if it is none.
    func person(_ identity: Number) -> Number {
        persons.isEmpty ? identity : persons[identity] ?? identity
    }

    /// The person that a hwid is an alias of; nil if it is none.
    func person(ofDevice hwid: ShortKey) -> Number? {
        persons.isEmpty ? nil : find(hwid).flatMap { persons[$0] }
    }
}
