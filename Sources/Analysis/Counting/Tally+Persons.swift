import Threading
import TrackingLog

extension Tally {
    /// Counts the persons of all reported messages, once their tokens are settled.
    func countPersons(_ settled: [SettledPart], _ audience: Audience?, groups: Int) -> [PersonPass] {
        let audience = audienceKeys(audience)
        // In two halves: the list of all sightings would be as long as that of all messages.
        let halves = [0..<ShortKey.parts / 2, ShortKey.parts / 2..<ShortKey.parts]
        return halves.flatMap { wanted in
            let sightings = Workers.map(ShortKey.parts) { part in
                PersonSightings(parts[part].pointee, settled[part], names, in: wanted)
            }
            return Workers.map(wanted.count) { number in
                let person = wanted.lowerBound + number
                return PersonPass(sightings.map { $0.byPerson[person] }, audience: audience[person], groups: groups)
            }
        }
    }

    /// The keys of an audience's persons, by the part that they fall to.
    private func audienceKeys(_ audience: Audience?) -> [[ShortKey]] {
        var keys = [[ShortKey]](repeating: [], count: ShortKey.parts)
        for id in audience?.keys ?? [] {
            let key = names.personKey(ShortKey(id))
            keys[key.part].append(key)
        }
        return keys
    }
}
