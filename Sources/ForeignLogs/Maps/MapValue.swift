import TrackingLog

/// A JSON value of a map, which knows its name for errors.
struct MapValue {
    enum Content {
        case object([(key: String, value: MapValue)])
        case array([MapValue])
        case string(String)
        case other(String)
    }

    /// The value's name, such as `statuses.delivered`.
    let name: String
    let content: Content

    private static let maximumDepth = 16

    /// Parses a JSON text.
    init(_ text: [UInt8], name: String = "", depth: Int = 0) throws(FormatMapError) {
        self.name = name
        guard depth < Self.maximumDepth else { throw FormatMapError(name, "is nested too deeply") }
        let first = text.first { $0 != .space && $0 != .tab && $0 != .lineFeed && $0 != .carriageReturn }
        switch first {
        case .openBrace:
            var places: [(key: Range<Int>, value: Range<Int>)] = []
            guard
                JSONText.visitMembers(
                    of: text.span,
                    {
                        places.append(($0, $1))
                        return true
                    })
            else { throw FormatMapError(name, "is not valid JSON") }
            var members: [(key: String, value: MapValue)] = []
            for place in places {
                let key = Self.string(text[place.key])
                if members.contains(where: { $0.key == key }) {
                    throw FormatMapError(Self.join(name, key), "stands there twice")
                }
                let value = try MapValue(Array(text[place.value]), name: Self.join(name, key), depth: depth + 1)
                members.append((key, value))
            }
            content = .object(members)
        case .openBracket:
            var places: [Range<Int>] = []
            guard
                JSONText.visitElements(
                    of: text.span,
                    {
                        places.append($0)
                        return true
                    })
            else { throw FormatMapError(name, "is not valid JSON") }
            var elements: [MapValue] = []
            for place in places { elements.append(try MapValue(Array(text[place]), name: name, depth: depth + 1)) }
            content = .array(elements)
        case .quote:
            guard JSONText.isValid(text.span), let start = text.firstIndex(of: .quote),
                let end = text.lastIndex(of: .quote)
            else { throw FormatMapError(name, "is not valid JSON") }
            content = .string(Self.string(text[start + 1..<end]))
        default:
            guard JSONText.isValid(text.span) else { throw FormatMapError(name, "is not valid JSON") }
            content = .other(String(decoding: text.filter { $0 > .space }, as: UTF8.self))
        }
    }

    private static func join(_ name: String, _ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    private static func string(_ inside: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        JSONText.appendString(Array(inside).span, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

// MARK: - Reading

extension MapValue {
    /// An error in this value.
    func error(_ reason: String) -> FormatMapError { FormatMapError(name, reason) }

    func string() throws(FormatMapError) -> String {
        guard case .string(let string) = content else { throw error("is not a string") }
        return string
    }

    func bool() throws(FormatMapError) -> Bool {
        guard case .other(let word) = content, let value = Bool(word) else { throw error("is neither true nor false") }
        return value
    }

    func int() throws(FormatMapError) -> Int {
        guard case .other(let word) = content, let value = Int(word) else { throw error("is not a whole number") }
        return value
    }

    /// The elements of an array, or the value alone.
    var list: [MapValue] {
        if case .array(let elements) = content { elements } else { [self] }
    }

    /// The strings of an array, or one string alone.
    func strings() throws(FormatMapError) -> [String] {
        var strings: [String] = []
        for element in list { strings.append(try element.string()) }
        return strings
    }

    /// The members of an object.
    func members() throws(FormatMapError) -> [(key: String, value: MapValue)] {
        guard case .object(let members) = content else { throw error("is not an object") }
        return members
    }

    /// The members of an object that has no others than some.
    func members(_ known: [String]) throws(FormatMapError) -> [String: MapValue] {
        var found: [String: MapValue] = [:]
        for (key, value) in try members() {
            guard known.contains(key) else {
                let nearest = EditDistance.nearest(to: key, among: known, within: 3)
                throw value.error("is unknown" + (nearest.map { ": did you mean \($0)?" } ?? ""))
            }
            found[key] = value
        }
        return found
    }
}
