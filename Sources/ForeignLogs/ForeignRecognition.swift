import TrackingLog

/// A format that a file seems to have.
public struct ForeignRecognition: Sendable, Hashable {
    /// The format.
    public var format: ForeignFormat
    /// The keys or columns by which it was recognized.
    public var evidence: [String]
    /// The keys or columns that the file lacks and that its records need; empty where the file can be read.
    public var missing: [String]

    /// A recognition.
    ///
    /// - Parameters:
    ///   - format: the format.
    ///   - evidence: the keys or columns by which it was recognized; none where it was named.
    ///   - missing: the keys or columns that the file lacks.
    public init(format: ForeignFormat, evidence: [String] = [], missing: [String]) {
        self.format = format
        self.evidence = evidence
        self.missing = missing
    }
}

extension ForeignFormat {
    /// The format of a file of objects, by the first of them.
    ///
    /// - Parameters:
    ///   - object: the first JSON object; it may wrap the records.
    ///   - source: the name of the file or entry, with its folders.
    ///   - formats: the formats in question.
    /// - Returns: the first format that the object fits; nil if there is none.
    public static func recognize(
        object: Span<UInt8>, source: String = "", among formats: [ForeignFormat] = known
    ) -> ForeignRecognition? {
        for format in formats {
            if let found = format.examine(object, source: source, depth: 0) { return found }
        }
        return nil
    }

    /// The format of a table, by its header.
    ///
    /// - Parameters:
    ///   - columns: the columns' names.
    ///   - source: the name of the file or entry, with its folders.
    ///   - formats: the formats in question.
    /// - Returns: the first format that the columns fit; nil if there is none.
    public static func recognize(
        columns: [String], source: String = "", among formats: [ForeignFormat] = known
    ) -> ForeignRecognition? {
        for format in formats {
            let has = format.hasField(columns, source)
            guard let found = format.signatures.first(where: { $0.allSatisfy { $0.field.missing(has) == nil } })
            else { continue }
            return ForeignRecognition(
                format: format, evidence: Self.evidence(found, has),
                missing: format.missing(columns: columns, source: source))
        }
        return nil
    }

    /// What a table lacks that records of this format need, for a format that was named and not recognized.
    ///
    /// - Parameters:
    ///   - columns: the columns' names.
    ///   - source: the name of the file or entry, with its folders.
    public func missing(columns: [String], source: String) -> [String] {
        let has = hasField(columns, source)
        // A column of whole records shows in its first row only what they lack.
        return embedded.contains { has(.field($0)) } ? [] : missing(has)
    }

    /// What a map names that a table does not have, whether its records need it or not.
    ///
    /// - Parameters:
    ///   - columns: the columns' names.
    ///   - source: the name of the file or entry, with its folders.
    public func unfound(columns: [String], source: String) -> [String] {
        let has = hasField(columns, source)
        let named =
            Column.allCases.compactMap { sources[$0] } + [person, messageName, platform].compactMap(\.self)
            + details.map(\.source) + cells.map(\.time)
        return named.compactMap { $0.missing(has) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What the first object lacks that records of this format need, for a format that was named and not recognized.
    ///
    /// - Parameters:
    ///   - object: the first JSON object; it may wrap the records.
    ///   - source: the name of the file or entry, with its folders.
    public func missing(object: Span<UInt8>, source: String) -> [String] {
        var forced = self
        forced.signatures = [[]]
        return forced.examine(object, source: source, depth: 0)?.missing ?? []
    }

    private func hasField(_ columns: [String], _ source: String) -> (FieldSource) -> Bool {
        let names = columns.map(TranslationPlan.folded)
        return { field in
            switch field {
            case .field(let path): names.contains(TranslationPlan.folded(path.column))
            case .fileName(let part): part.value(in: source, words: statuses.map(\.word)) != nil
            default: true
            }
        }
    }

    private func missing(_ has: (FieldSource) -> Bool) -> [String] {
        let hasCells = cells.contains { $0.time.missing(has) == nil }
        return needs.filter { !hasCells || $0 != .status && $0 != .timestamp }
            .compactMap { sources[$0]?.missing(has) }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    // MARK: - Objects

    /// What an object shows of this format; nil where it is none of it.
    private func examine(_ object: Span<UInt8>, source: String, depth: Int) -> ForeignRecognition? {
        // What recognizes a record is tested as a reason to leave it out: both are lists of tests.
        var probe = self
        probe.skips = signatures.indices.map { SkipRule(reason: "\($0)", tests: signatures[$0]) }
        var translator = ForeignTranslator(probe, source: source)
        guard translator.plan.recordFinder.find(in: object, places: &translator.places) else { return nil }
        if depth < 3, let inner = translator.firstRecord(in: object) {
            return examine(inner.span, source: source, depth: depth + 1)
        }
        var output = ForeignOutput(decodedBase: 0)
        let record = Record(base: 0, isTable: false)
        guard let number = translator.skipped(record, object, &output).flatMap({ Int($0) }) else { return nil }
        var found = ForeignRecognition(
            format: self, evidence: Self.evidence(signatures[number], hasField(translator, source)), missing: [])

        translator = ForeignTranslator(self, source: source)
        guard translator.plan.recordFinder.find(in: object, places: &translator.places) else { return nil }
        // A record that is left out needs nothing.
        if translator.skipped(record, object, &output) == nil { found.missing = missing(hasField(translator, source)) }
        return found
    }

    /// Whether a record has a field. One that is null here may have a value in the next record.
    private func hasField(_ translator: ForeignTranslator, _ source: String) -> (FieldSource) -> Bool {
        { field in
            switch field {
            case .field(let path):
                path.array != nil
                    || translator.plan.compiler.slots[path].map { !translator.places[$0].isEmpty } ?? false
            case .fileName(let part): part.value(in: source, words: statuses.map(\.word)) != nil
            default: true
            }
        }
    }

    /// The names of the fields that some tests found.
    private static func evidence(_ tests: [FieldTest], _ has: (FieldSource) -> Bool) -> [String] {
        tests.flatMap(\.field.paths).filter { has(.field($0)) }.map(\.column)
    }
}

extension ForeignTranslator {
    /// The first record that an object wraps, whose fields were found; nil where it wraps none.
    fileprivate func firstRecord(in object: Span<UInt8>) -> [UInt8]? {
        func bytes(_ place: Range<Int>) -> [UInt8] { object.extracting(place).withUnsafeBufferPointer { Array($0) } }
        for slot in plan.records where !places[slot].isEmpty && object[places[slot].lowerBound] == .openBracket {
            var first: [UInt8]?
            let list = bytes(places[slot])
            _ = JSONText.visitElements(of: list.span) { element in
                first = Array(list[element])
                return false
            }
            if let first, first.first == .openBrace { return first }
        }
        for slot in plan.embedded where !places[slot].isEmpty {
            let value = bytes(places[slot])
            if value.first == .openBrace { return value }
            guard value.first == .quote else { continue }
            var text: [UInt8] = []
            JSONText.appendString(Array(value[1..<value.count - 1]).span, to: &text)
            if text.first(where: { $0 > .space }) == .openBrace { return text }
        }
        return nil
    }
}
