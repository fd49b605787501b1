/// The keys of a JSON object. One that is not known is an error: a mistyped key must not be a rule less.
struct KnownKeys {
    private let container: KeyedDecodingContainer<Key>

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(_ decoder: any Decoder, _ known: [String]) throws {
        container = try decoder.container(keyedBy: Key.self)
        if let stranger = container.allKeys.first(where: { !known.contains($0.stringValue) }) {
            let words = "unknown key “\(stranger.stringValue)”; use \(known.joined(separator: ", "))"
            throw DecodingError.dataCorrupted(.init(codingPath: container.codingPath, debugDescription: words))
        }
    }

    func required<Value: Decodable>(_ key: String) throws -> Value {
        try container.decode(Value.self, forKey: Key(stringValue: key))
    }

    func optional<Value: Decodable>(_ key: String) throws -> Value? {
        try container.decodeIfPresent(Value.self, forKey: Key(stringValue: key))
    }

    /// One text, or a list of them.
    func list(_ key: String) throws -> [String] {
        if let one = try? container.decodeIfPresent(String.self, forKey: Key(stringValue: key)) { return [one] }
        return try optional(key) ?? []
    }
}

extension DecodingError {
    /// What is wrong, and where: `rules[1].notify: …`.
    var words: String {
        let (context, what): (Context, String) =
            switch self {
            case .keyNotFound(let key, let context): (context, "\(key.stringValue) is missing")
            case .valueNotFound(_, let context): (context, "it is null")
            case .typeMismatch(let type, let context): (context, "it should be \(Self.name(of: type))")
            case .dataCorrupted(let context): (context, context.debugDescription)
            @unknown default: (Context(codingPath: [], debugDescription: ""), "\(self)")
            }
        let place = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return (place.isEmpty ? "" : "\(place.hasPrefix(".") ? String(place.dropFirst()) : place): ") + what
    }

    private static func name(of type: Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is any Collection.Type: "a list"
        default: "an object"
        }
    }
}
