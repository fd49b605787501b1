public import EventStore
import TrackingLog

/// Whether the store is damaged, and where.
public struct StoreCheckAnswer: Answer {
    private let damages: [StoreDamage]
    private let path: String
    private let events: Int

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - damages: the damages found.
    ///   - path: the store's path.
    ///   - events: how many events the store holds.
    public init(_ damages: [StoreDamage], of path: String, events: Int) {
        self.damages = damages
        self.path = path
        self.events = events
    }

    /// `pushtrail.check/1`.
    public var document: some Encodable { CheckDocument(path: path, damages: damages) }

    /// The verdict, and a line for each damage.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        let verdict = damages.isEmpty ? "\(path): OK, \(events.counting("event"))" : "\(path): damaged"
        try body(Section([.lines(([verdict] + damages.map { "  \($0)" }).map { Line(text: $0) })]))
    }
}

private struct CheckDocument: Encodable {
    let path: String
    let damages: [StoreDamage]

    private enum Keys: String, CodingKey {
        case schema, store, result, damages
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.check/1", forKey: .schema)
        try object.encode(path, forKey: .store)
        try object.encode(damages.isEmpty ? "ok" : "damaged", forKey: .result)
        try object.encode(damages.map(DamageDocument.init), forKey: .damages)
    }
}

private struct DamageDocument: Encodable {
    let damage: StoreDamage

    private enum Keys: String, CodingKey {
        case kind, day, detail
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(damage.kind.rawValue, forKey: .kind)
        try object.encode(damage.day?.description, forKey: .day)
        try object.encode(damage.detail, forKey: .detail)
    }
}
