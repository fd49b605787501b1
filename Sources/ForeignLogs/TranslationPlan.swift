import TrackingLog

/// A format, ready for translating the records of one file.
///
/// Each field has a slot: the place of its value in a record. The record's own slots come first. Where its events stand in
/// an array, the slots of an element follow.
///
/// It is a class, since it is shared by all records: as a value its many parts would be counted at every use.
final class TranslationPlan: Sendable {
    /// A source of a text, in which fields are slots.
    indirect enum Source: Sendable {
        case none
        case slot(Int)
        case constant([UInt8])
        case firstOf([Source])
        case text([Piece])
        case part(Int, of: Source, separator: UInt8)
        case reason(in: Source)

        enum Piece: Sendable {
            case constant([UInt8])
            case needed(Source)
            case optional(Source)
        }
    }

    struct StatusWord: Sendable {
        var word: [UInt8]
        var status: Status
    }

    struct Rule: Sendable {
        var statuses: [StatusWord]
        var description: Source?
        var skipped: String?
        var refusal: Source?
        var refused: StatusWord
        var among: Source?
        var statusesWithoutDevice: [StatusWord]?
        /// Whether a file may hold only a sample of these events.
        var isSampled: Bool
    }

    struct Cell: Sendable {
        var time: Source
        var rule: Rule
        /// The column's name, for people.
        var name: String
    }

    struct Test: Sendable {
        var field: Source
        var comparison: FieldTest.Comparison
    }

    let format: ForeignFormat
    let compiler: SourceCompiler
    let recordFinder: JSONFieldFinder
    let elementFinder: JSONFieldFinder?
    /// Where the slots of elements begin, and how many slots there are.
    let elementSlots: Int
    let slotCount: Int
    /// The slots of the fields that hold records.
    let records: [Int]
    let embedded: [Int]
    /// The slot of the array that a record is spread over.
    let array: Int?
    /// Of a table, the column of each slot.
    let columns: [Int?]

    let timestamp: Source
    let trackingCode: Source
    let target: Source
    let hwid: Source
    let status: Source
    let description: Source
    let appCode: Source
    let payload: Source
    let person: Source
    let messageName: Source
    let platform: Source
    let platforms: [(word: [UInt8], platform: Platform)]
    let details: [(name: [UInt8], source: Source)]
    let statuses: [(word: [UInt8], rule: Rule)]
    /// What a word becomes that no rule names.
    let ownRule: Rule
    let cells: [Cell]
    /// Whether a table has any of the columns of times.
    let hasCellColumns: Bool
    let skips: [(reason: String, tests: [Test])]
    let needsDevice: Bool
    let needsTarget: Bool
    let needsApp: Bool

    /// - Parameters:
    ///   - format: the format.
    ///   - columns: the columns of a table; nil where the records are objects.
    ///   - source: the name of the file or entry.
    init(_ format: ForeignFormat, columns: [String]?, source: String) {
        self.format = format
        let paths = format.allPaths
        let ofRecord = paths.filter { $0.array == nil }
        let ofElements = paths.filter { $0.array != nil }
        // Two texts may be the same path: `event` and `/event`.
        var keys: [[[UInt8]]] = []
        var elementKeys: [[[UInt8]]] = []
        func slot(_ path: [[UInt8]]) -> Int {
            if let index = keys.firstIndex(of: path) { return index }
            keys.append(path)
            return keys.count - 1
        }
        for path in ofRecord { _ = slot(path.keys) }
        for path in ofElements where !elementKeys.contains(path.keys) { elementKeys.append(path.keys) }
        records = format.records.map { slot($0.keys) }
        embedded = format.embedded.map { slot($0.keys) }
        array = ofElements.first?.array.map(slot)
        recordFinder = JSONFieldFinder(keys, ignoresCase: format.ignoresCase)
        elementFinder =
            elementKeys.isEmpty ? nil : JSONFieldFinder(elementKeys, ignoresCase: format.ignoresCase)
        elementSlots = keys.count
        slotCount = keys.count + elementKeys.count

        var slots: [FieldPath: Int] = [:]
        for path in ofRecord { slots[path] = keys.firstIndex(of: path.keys) }
        for path in ofElements { slots[path] = elementKeys.firstIndex(of: path.keys).map { $0 + keys.count } }
        let compiler = SourceCompiler(slots: slots, fileName: source, words: format.statuses.map(\.word))
        self.compiler = compiler
        func compile(_ source: FieldSource?) -> Source { source.map(compiler.source) ?? .none }
        timestamp = compile(format.sources[.timestamp])
        trackingCode = compile(format.sources[.trackingCode])
        target = compile(format.sources[.target])
        hwid = compile(format.sources[.hwid])
        status = compile(format.sources[.status])
        description = compile(format.sources[.description])
        appCode = compile(format.sources[.appCode])
        payload = compile(format.sources[.payload])
        person = compile(format.person)
        messageName = compile(format.messageName)
        platform = compile(format.platform)
        platforms = format.platforms.map { (Array($0.key.utf8), $0.value) }
        details = format.details.map { (Array($0.name.utf8), compiler.source($0.source)) }
        let samples = format.samplesSuccesses
        statuses = format.statuses.map { (Array($0.word.utf8), compiler.rule($0.rule, samplesSuccesses: samples)) }
        ownRule = compiler.rule(EventRule(statuses: []), samplesSuccesses: samples)
        cells = format.cells.map { cell in
            Cell(
                time: compiler.source(cell.time), rule: compiler.rule(cell.rule, samplesSuccesses: samples),
                name: cell.time.paths.first?.column ?? "")
        }
        skips = format.skips.map { skip in
            (skip.reason, skip.tests.map { Test(field: compiler.source($0.field), comparison: $0.comparison) })
        }
        needsDevice = format.needs.contains(.hwid)
        needsTarget = format.needs.contains(.target)
        needsApp = format.needs.contains(.appCode)

        let names = columns?.map(Self.folded) ?? []
        let array = ofElements.first?.array ?? []
        let slotNames = keys.map(Self.column) + elementKeys.map { Self.column(array + $0) }
        self.columns = slotNames.map { names.firstIndex(of: Self.folded($0)) }
        let times = Set(format.cells.flatMap(\.time.paths).map { Self.folded($0.column) })
        hasCellColumns = names.contains { times.contains($0) }
    }

    private static func column(_ keys: [[UInt8]]) -> String {
        keys.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    }

    /// A column's name without what may differ from file to file: case, spaces around it, a byte order mark.
    static func folded(_ name: String) -> [UInt8] {
        let scalars = name.unicodeScalars.drop { $0 == "\u{FEFF}" || $0 == " " || $0 == "\t" }
        var bytes = Array(String(scalars).utf8.map(\.lowercasedASCII))
        while let last = bytes.last, last == .space || last == .tab || last == .carriageReturn { bytes.removeLast() }
        return bytes
    }
}

/// Replaces fields by slots, and parts of the file's name by their texts.
struct SourceCompiler: Sendable {
    let slots: [FieldPath: Int]
    let fileName: String
    let words: [String]

    func source(_ source: FieldSource) -> TranslationPlan.Source {
        switch source {
        case .field(let path): return slots[path].map { .slot($0) } ?? .none
        case .firstOf(let sources): return .firstOf(sources.map(self.source))
        case .text(let pieces):
            if case .constant(let text)? = pieces.first, pieces.count == 1 { return .constant(Array(text.utf8)) }
            return .text(
                pieces.map { piece in
                    switch piece {
                    case .constant(let text): .constant(Array(text.utf8))
                    case .needed(let source): .needed(self.source(source))
                    case .optional(let source): .optional(self.source(source))
                    }
                })
        case .fileName(let part):
            return part.value(in: fileName, words: words).map { .constant(Array($0.utf8)) } ?? .none
        case .part(let index, let of, let separator):
            return .part(index, of: self.source(of), separator: separator)
        case .reason(let source): return .reason(in: self.source(source))
        }
    }

    func rule(_ rule: EventRule, samplesSuccesses: Bool) -> TranslationPlan.Rule {
        let statuses = rule.statuses.map(word)
        let isSuccess = statuses.contains {
            $0.word.elementsEqual("delivered".utf8) || $0.word.elementsEqual("accepted".utf8)
        }
        return TranslationPlan.Rule(
            statuses: statuses, description: rule.description.map(source), skipped: rule.skipped,
            refusal: rule.refusal.map(source), refused: word(rule.refusedStatus), among: rule.among.map(source),
            statusesWithoutDevice: rule.statusesWithoutDevice.map { $0.map(word) },
            isSampled: samplesSuccesses && isSuccess)
    }

    private func word(_ name: String) -> TranslationPlan.StatusWord {
        let bytes = Array(name.utf8)
        return TranslationPlan.StatusWord(word: bytes, status: Status(bytes.span) ?? .other)
    }
}
