/// One pass over a payload: checks that it is JSON, and finds person and name.
///
/// The search is bounded: values that neither pointer leads into are skipped.
struct PayloadScan {
    private var cursor: JSONCursor
    private let person: PointerKeys.Borrowed
    private let name: PointerKeys.Borrowed
    private var hasMembers = false
    /// Whether a top-level key is `aps`.
    private(set) var hasAps = false
    /// The place of the person: the first if a key occurs twice.
    private var personValue: Range<Int>?
    /// The place of the name.
    private var nameValue: Range<Int>?

    /// - Parameters:
    ///   - text: the payload; the scan must not outlive it.
    ///   - quoteWidth: see ``JSONCursor/quoteWidth``.
    ///   - person: the keys that lead to the person.
    ///   - name: the keys that lead to the name.
    init(
        text: UnsafeBufferPointer<UInt8>, quoteWidth: Int, person: PointerKeys.Borrowed, name: PointerKeys.Borrowed
    ) {
        cursor = JSONCursor(text, quoteWidth: quoteWidth)
        self.person = person
        self.name = name
    }

    /// Whether the text is one JSON object with at least one member, white space around it allowed.
    mutating func isObjectWithMembers() -> Bool {
        cursor.skipSpace()
        guard cursor.next == .openBrace else { return false }
        return search(depth: 0, PointerMatch(person: 0, name: 0)) && cursor.skipSpaceToEnd() && hasMembers
    }

    // MARK: - The search

    /// How many keys of each pointer lead to a value; -1 if they lead elsewhere.
    private struct PointerMatch {
        var person: Int
        var name: Int
    }

    /// The match of a member or an element of a value.
    ///
    /// - Parameter isNext: whether a key of a pointer is that of the member or element.
    @inline(__always)
    private func step(
        from match: PointerMatch, _ isNext: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> PointerMatch {
        PointerMatch(
            person: match.person >= 0 && match.person < person.count && isNext(person[match.person])
                ? match.person + 1 : -1,
            name: match.name >= 0 && match.name < name.count && isNext(name[match.name]) ? match.name + 1 : -1)
    }

    /// Skips a value, and looks into it if a pointer leads on.
    private mutating func search(depth: Int, _ match: PointerMatch) -> Bool {
        guard match.person >= 0 || match.name >= 0 || depth == 0 else { return cursor.skipValue(depth: depth) }
        guard depth <= JSONCursor.maximumDepth else { return false }
        let start = cursor.index
        let isValue: Bool
        switch cursor.next {
        case .openBrace: isValue = searchObject(depth: depth, match)
        case .openBracket: isValue = searchArray(depth: depth, match)
        default: isValue = cursor.skipValue(depth: depth)
        }
        guard isValue else { return false }
        if match.person == person.count, personValue == nil { personValue = start..<cursor.index }
        if match.name == name.count, nameValue == nil { nameValue = start..<cursor.index }
        return true
    }

    private mutating func searchObject(depth: Int, _ match: PointerMatch) -> Bool {
        var next = cursor.firstKey()
        while let key = next {
            if depth == 0 {
                hasMembers = true
                if !hasAps { hasAps = Self.aps.withUTF8Buffer { cursor.isString(key, $0) } }
            }
            let member = step(from: match) { cursor.isString(key, $0) }
            guard search(depth: depth + 1, member) else { return false }
            next = cursor.nextKey()
        }
        return !cursor.isBroken
    }

    private mutating func searchArray(depth: Int, _ match: PointerMatch) -> Bool {
        var position = 0
        var hasElement = cursor.firstElement()
        while hasElement {
            // A position has no leading zero (RFC 6901, section 4).
            let element = step(from: match) { $0.elementsEqual("\(position)".utf8) }
            guard search(depth: depth + 1, element) else { return false }
            position += 1
            hasElement = cursor.nextElement()
        }
        return !cursor.isBroken
    }

    private static let aps: StaticString = "aps"

    // MARK: - What was found

    /// Appends the person's id: the text of a string or of a number.
    func appendPerson(to id: inout [UInt8]) {
        guard let place = personValue else { return }
        let first = cursor.text[place.lowerBound]
        if first.isDigit || first == .hyphen {
            id.append(contentsOf: cursor.text[place])
        } else {
            appendString(at: place, to: &id)
        }
    }

    /// Appends the name: the text of a string.
    func appendName(to name: inout [UInt8]) {
        if let place = nameValue { appendString(at: place, to: &name) }
    }

    private func appendString(at place: Range<Int>, to text: inout [UInt8]) {
        guard cursor.text[place.lowerBound] == .quote else { return }
        let inside = place.lowerBound + cursor.quoteWidth..<place.upperBound - cursor.quoteWidth
        cursor.appendString(at: inside, to: &text)
    }
}

/// The keys of a pointer, one after the other in memory: each key of a payload is compared with them.
struct PointerKeys: Sendable {
    private let bytes: [UInt8]
    /// Where each key begins, and where the last one ends.
    private let bounds: [Int]

    init(_ pointer: JSONPointer) {
        bytes = Array(pointer.tokens.joined())
        bounds = pointer.tokens.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    }

    /// The keys while they are in use.
    struct Borrowed {
        fileprivate let bytes: UnsafeBufferPointer<UInt8>
        fileprivate let bounds: UnsafeBufferPointer<Int>

        /// How many keys.
        var count: Int { bounds.count - 1 }

        @inline(__always)
        subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: bytes[bounds[index]..<bounds[index + 1]])
        }
    }

    func borrowed<Result>(_ body: (Borrowed) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            bounds.withUnsafeBufferPointer { body(Borrowed(bytes: bytes, bounds: $0)) }
        }
    }
}
