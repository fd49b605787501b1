import TrackingLog

/// Finds the messages that may be of a plan's people, and everybody and every name that a plan could have meant.
///
/// Only all rows of a message decide whose it is.
struct PlanFinder: ~Copyable, Sendable {
    /// The hashes of their tracking codes.
    private(set) var codes: Set<TextKey> = []
    /// Users, targets and devices of all messages.
    private var identities = InternedIdentities()
    private var labels = InternedLabels()
    /// The numbers of the messages' names in the labels.
    private var names: Set<UInt32> = []
    private var payloads: PayloadMemo
    private let people: Set<TextKey>

    init(_ people: Set<TextKey>, _ options: Tally.Options) {
        self.people = people
        payloads = PayloadMemo(PayloadReader(person: options.person, name: options.name))
    }

    /// Looks through a row.
    ///
    /// - Parameter text: the text of its batch.
    mutating func visit(_ row: EventRow, _ text: UnsafeRawBufferPointer) {
        var isNamed = note(text[row.hwid])
        if note(text[row.target]) { isNamed = true }
        if !row.payload.isEmpty {
            let payload = text[row.payload]
            let facts = payloads.facts(
                of: payload, PayloadMemo.key(of: payload, quotesAreDoubled: row.isPayloadEscaped),
                quotesAreDoubled: row.isPayloadEscaped, identities: &identities, labels: &labels)
            if facts.name != InternedLabels.none { names.insert(facts.name) }
            if facts.user != InternedIdentities.none {
                let user = identities.text(facts.user)
                if people.contains(KeyedHash.of(user)) { isNamed = true }
            }
        }
        if isNamed { codes.insert(KeyedHash.of(text[row.trackingCode])) }
    }

    /// Notes an identity, and returns whether it is one of the plan's people.
    private mutating func note(_ identity: UnsafeRawBufferPointer) -> Bool {
        guard !identity.isEmpty else { return false }
        let key = KeyedHash.of(identity)
        _ = identities.number(of: identity, key)
        return people.contains(key)
    }

    /// Adds what another worker has found.
    mutating func merge(_ other: consuming PlanFinder) {
        codes.formUnion(other.codes)
        _ = identities.merge(&other.identities)
        let numbers = labels.merge(other.labels)
        for name in other.names { names.insert(numbers[Int(name)]) }
    }

    /// All names of messages, in order.
    var allNames: [String] {
        var all: [String] = []
        for name in names { all.append(labels.string(name)) }
        return all.sorted()
    }

    /// The other user, target or device nearest to a text; nil if none is near.
    func nearestIdentity(to text: String) -> String? {
        let wanted = Array(text.utf8)
        let most = wanted.count < 6 ? 1 : 2
        var nearest: (distance: Int, text: [UInt8])?
        for shard in 0..<ShortKey.shardCount {
            let pool = identities.pools[shard]
            for number in 0..<pool.pointee.count {
                let candidate = pool.pointee.text(number)
                guard abs(candidate.count - wanted.count) <= most else { continue }
                let bytes = Array(candidate)
                guard bytes != wanted else { continue }
                let isSameWord = bytes.elementsEqual(wanted) { $0.lowercasedASCII == $1.lowercasedASCII }
                let distance = isSameWord ? 0 : EditDistance.between(wanted, bytes)
                guard distance <= most else { continue }
                // Of two as near the first in byte order: the order of reading does not matter.
                let isNearer =
                    nearest.map {
                        distance < $0.distance || distance == $0.distance && bytes.lexicographicallyPrecedes($0.text)
                    } ?? true
                if isNearer { nearest = (distance, bytes) }
            }
        }
        return nearest.map { String(decoding: $0.text, as: UTF8.self) }
    }
}
