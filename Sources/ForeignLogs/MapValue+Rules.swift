import TrackingLog

// The parts of a map that say where a text comes from and what a word becomes.

extension MapValue {
    /// The elements of an array.
    func elements() throws(FormatMapError) -> [MapValue] {
        guard case .array(let elements) = content else { throw error("is not an array") }
        return elements
    }

    func path() throws(FormatMapError) -> FieldPath { try path(try string()) }

    func paths() throws(FormatMapError) -> [FieldPath] {
        var paths: [FieldPath] = []
        for element in list { paths.append(try element.path()) }
        return paths
    }

    private func path(_ text: String) throws(FormatMapError) -> FieldPath {
        guard let path = FieldPath(text) else {
            throw error(
                "is neither a column's name nor a JSON pointer: \"\(text)\" (RFC 6901; one * may stand for the elements of an array)"
            )
        }
        return path
    }

    // MARK: - Sources

    /// Where a text comes from.
    func source() throws(FormatMapError) -> FieldSource {
        switch content {
        case .string(let text):
            return text.contains("{") ? try template(text) : .field(try path(text))
        case .array(let elements):
            guard !elements.isEmpty else { throw error("is an empty array") }
            var sources: [FieldSource] = []
            for element in elements { sources.append(try element.source()) }
            return .first(of: sources)
        case .object(let members):
            guard let kind = members.first?.key else { throw error("is an empty object") }
            return try source(kind)
        case .other: throw error("is neither a field's name nor a list of names")
        }
    }

    private func source(_ kind: String) throws(FormatMapError) -> FieldSource {
        switch kind {
        case "text":
            let text = try members(["text"])["text"]?.string() ?? ""
            return text.contains("{") ? try template(text) : .text([.constant(text)])
        case "file":
            return .fileName(try fileName(try members(["file"])["file"]?.string() ?? ""))
        case "part", "of", "separator":
            let members = try members(["part", "of", "separator"])
            guard let part = try members["part"]?.int(), part >= 0, let of = members["of"] else {
                throw error("needs part, a number from 0 on, and of, a field")
            }
            let separator = try members["separator"]?.string() ?? "/"
            guard let byte = separator.utf8.first, separator.utf8.count == 1 else {
                throw error("has a separator that is not one ASCII character")
            }
            return .part(part, of: try of.source(), separator: byte)
        case "reason_in":
            guard let value = try members(["reason_in"])["reason_in"] else { throw error("is empty") }
            return .reason(in: try value.source())
        default: throw error("is no source: write text, file, part or reason_in")
        }
    }

    private func fileName(_ pattern: String) throws(FormatMapError) -> FileNamePart {
        switch pattern {
        case "uuid": return .uuid
        case "status": return .status
        default:
            let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw error("is no pattern of file names: write uuid, status, or a text with one * in it")
            }
            return .between(parts[0], parts[1])
        }
    }

    /// Parses a text with fields in braces: `{message_id}/{user|device}`, `{step?}` for one that may be missing.
    ///
    /// `{file:uuid}` and the like stand for parts of the file's name.
    private func template(_ text: String) throws(FormatMapError) -> FieldSource {
        var pieces: [FieldSource.TextPiece] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { pieces.append(.constant(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else { throw error("has { without }") }
            var field = rest[rest.index(after: open)..<close]
            let isOptional = field.last == "?"
            if isOptional { field.removeLast() }
            var sources: [FieldSource] = []
            for name in field.split(separator: "|", omittingEmptySubsequences: false) {
                if name.hasPrefix("file:") {
                    sources.append(.fileName(try fileName(String(name.dropFirst(5)))))
                } else {
                    sources.append(.field(try path(String(name))))
                }
            }
            let source = FieldSource.first(of: sources)
            pieces.append(isOptional ? .optional(source) : .needed(source))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.constant(String(rest))) }
        guard pieces.count <= FieldSource.maximumPieces else {
            throw error("has more than \(FieldSource.maximumPieces) fields and texts between them")
        }
        return .text(pieces)
    }

    // MARK: - Events

    /// What a word becomes: our status or several, or an object that says more.
    func rule() throws(FormatMapError) -> EventRule {
        guard case .object = content else { return EventRule(statuses: try statuses()) }
        let members = try members([
            "status", "skip", "reason", "description", "refused_by", "refused_as", "among", "without_hwid",
        ])
        var rule = EventRule(statuses: try members["status"]?.statuses() ?? [])
        rule.skipped = try members["skip"]?.string()
        guard rule.statuses.isEmpty == (rule.skipped != nil) else { throw error("needs either status or skip") }
        if let reason = try members["reason"]?.string() { rule.description = .text([.constant(reason)]) }
        if let description = members["description"] {
            guard rule.description == nil else { throw error("has both reason and description") }
            rule.description = try description.source()
        }
        rule.refusal = try members["refused_by"]?.source()
        if let status = members["refused_as"] { rule.refusedStatus = try status.status() }
        rule.among = try members["among"]?.source()
        rule.statusesWithoutDevice = try members["without_hwid"]?.statuses()
        return rule
    }

    /// A column of times.
    func cell() throws(FormatMapError) -> CellRule {
        let members = try members(["time", "status", "description", "reason"])
        guard let time = members["time"], let status = members["status"] else { throw error("needs time and status") }
        var rule = EventRule(statuses: try status.statuses())
        if let reason = try members["reason"]?.string() { rule.description = .text([.constant(reason)]) }
        if let description = members["description"] { rule.description = try description.source() }
        return CellRule(time: try time.source(), rule: rule)
    }

    private func statuses() throws(FormatMapError) -> [String] {
        guard !list.isEmpty else { throw error("is an empty array") }
        var words: [String] = []
        for element in list { words.append(try element.status()) }
        return words
    }

    /// A status of ours.
    private func status() throws(FormatMapError) -> String {
        let word = try string()
        guard KnownStatuses.words.contains(word) else {
            let nearest = EditDistance.nearest(to: word, among: KnownStatuses.words, within: 2)
            throw error("is no status of a tracking log: \"\(word)\"" + (nearest.map { ": did you mean \($0)?" } ?? ""))
        }
        return word
    }

    // MARK: - Tests

    /// Records that are left out.
    func skip() throws(FormatMapError) -> SkipRule {
        let members = try members(["reason", "where"])
        guard let reason = members["reason"], let tests = members["where"] else {
            throw error("needs reason and where")
        }
        return SkipRule(reason: try reason.string(), tests: try tests.tests())
    }

    /// A test, or a list of tests that all must hold.
    func tests() throws(FormatMapError) -> [FieldTest] {
        guard !list.isEmpty else { throw error("is an empty array") }
        var tests: [FieldTest] = []
        for element in list { tests.append(try element.test()) }
        return tests
    }

    private func test() throws(FormatMapError) -> FieldTest {
        guard case .object = content else { return FieldTest(field: try source(), comparison: .present) }
        let members = try members(["field", "is", "is_not", "begins", "contains", "lacks"])
        guard let field = members["field"] else { throw error("needs field") }
        var comparisons: [FieldTest.Comparison] = []
        if let words = try members["is"]?.strings() { comparisons.append(.among(words)) }
        if let words = try members["is_not"]?.strings() { comparisons.append(.notAmong(words)) }
        if let words = try members["begins"]?.strings() { comparisons.append(.begins(words)) }
        if let words = try members["contains"]?.strings() { comparisons.append(.contains(words)) }
        if let words = try members["lacks"]?.strings() { comparisons.append(.lacks(words)) }
        guard comparisons.count < 2 else { throw error("has more than one comparison") }
        return FieldTest(field: try field.source(), comparison: comparisons.first ?? .present)
    }
}

/// The statuses that a map may name.
enum KnownStatuses {
    static let words = Status.words.map(\.word)
}
