public import LogArchive
import TrackingLog

/// Logs, searched on several threads for one message, person or device.
///
/// Only the rows found are kept in memory.
public struct TimelineSearch: Sendable {
    /// How logs are read. Their order does not matter.
    public var reading = ReadingOptions()
    /// Where person and name are found in payloads.
    public var places = Tally.Options()
    /// Ids that are of one person; nil if none are known.
    public var aliases: Aliases?
    /// Whether rows are passed over that the search index beside a zip rules out.
    ///
    /// An index is not trusted: it may leave out rows that the zip holds. What it rules out is counted in
    /// ``Timeline/ruledOut``.
    public var usesIndexes = true
    /// Called with the progress over all passes now and then, from any reading thread.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    /// The defaults: two threads, UTC, person and name in their usual places, no aliases.
    public init() {}

    /// Reads logs, twice if necessary, and assembles the timeline.
    ///
    /// - Parameters:
    ///   - subject: the message, person or device.
    ///   - inputs: files that can be read twice, where ``TimelineSubject/takesTwoPasses``.
    /// - Returns: the timeline, and the summary of the reading. Inputs that could not be read are named there; the
    ///   timeline is of the others.
    public func timeline(
        of subject: TimelineSubject, in inputs: [LogInput]
    ) throws -> (timeline: Timeline, reading: ReadingSummary) {
        let subject = aliases.map { subject.known(by: $0) } ?? subject
        var result = SearchResult(subject, places, aliases)
        var summary = try read(inputs, for: subject.terms, into: &result, pass: 0, of: subject) { $0.begin($1) }
        // Of the pass that counts the rows that were read.
        let ruledOut = summary.sources.reduce(0) { $0 + $1.ruledOut }
        let codes = result.foundCodes
        if !codes.isEmpty {
            let messages = Set(codes.keys)
            let terms = codes.values.map { $0.withUnsafeBytes { SearchTerm(code: $0) } }
            summary = try read(inputs, for: Set(terms), into: &result, pass: 1, of: subject) {
                $0.collect($1, messages: messages)
            }
        }
        return (result.timeline(of: subject, summary, ruledOut: ruledOut), summary)
    }

    /// More codes than these are not looked up one by one: nearly every block holds some.
    private static let maximumTerms = 2048

    private func read(
        _ inputs: [LogInput], for terms: Set<SearchTerm>?, into result: inout SearchResult, pass: Int,
        of subject: TimelineSubject,
        _ step: @Sendable (inout SearchResult, borrowing EventBatch) -> Void
    ) throws -> ReadingSummary {
        var reader = LogReader(options: reading)
        if usesIndexes, let terms, terms.count <= Self.maximumTerms { reader.options.searchTerms = terms }
        let passes = subject.takesTwoPasses ? 2 : 1
        if let progress {
            reader.progress = { part in
                var whole = part
                whole.bytesRead += pass * part.bytesTotal
                whole.bytesTotal *= passes
                progress(whole)
            }
        }
        return try reader.fold(inputs, into: &result) { [places, aliases] in
            SearchResult(subject, places, aliases)
        } step: { result, batch in
            step(&result, batch)
        } merge: { result, other in
            result.merge(other)
        }
    }
}

extension TimelineSubject {
    /// The same, where an alias of a person is that person.
    fileprivate func known(by aliases: Aliases) -> TimelineSubject {
        if case .person(let id) = self { .person(aliases.person(of: id)) } else { self }
    }

    /// What the rows hold that the first pass looks for; nil where a search index has nothing of it.
    fileprivate var terms: Set<SearchTerm>? {
        switch self {
        case .code(let code): [SearchTerm(code: code)]
        case .hwid(let hwid): [SearchTerm(hwid: hwid)]
        // Persons are named in payloads, in places that the reader may choose.
        case .person: nil
        }
    }
}

/// What a search finds: the rows of the code, or first the messages and then their rows.
private struct SearchResult: ~Copyable, Sendable {
    private let code: [UInt8]?
    private let aliases: Aliases?
    private var finder: MessageFinder
    private var found: FoundRows
    private var rows = 0
    private var rejects = RejectExamples()

    init(_ subject: TimelineSubject, _ places: Tally.Options, _ aliases: Aliases?) {
        self.aliases = aliases
        if case .code(let code) = subject { self.code = Array(code.utf8) } else { code = nil }
        finder = MessageFinder(subject, person: places.person, aliases)
        found = FoundRows(person: places.person, name: places.name)
    }

    /// The messages that a second pass has to collect the rows of.
    var foundCodes: [TextKey: [UInt8]] { finder.codes }

    /// The first pass: takes the rows of the code, or finds the messages.
    mutating func begin(_ batch: borrowing EventBatch) {
        rows += batch.rows.count
        rejects.add(batch)
        batch.text.withUnsafeBytes { text in
            guard let code else {
                for row in batch.rows { finder.visit(row, text) }
                return
            }
            code.withUnsafeBytes { code in
                for row in batch.rows where text[row.trackingCode].isSame(as: code) { found.add(row, of: batch, text) }
            }
        }
    }

    /// The second pass: takes the rows of the messages.
    mutating func collect(_ batch: borrowing EventBatch, messages: Set<TextKey>) {
        found.collect(batch, messages: messages)
    }

    /// Adds all that another worker has found.
    mutating func merge(_ other: borrowing SearchResult) {
        finder.merge(other.finder)
        found.merge(other.found)
        rows += other.rows
        rejects.merge(other.rejects)
    }

    func timeline(of subject: TimelineSubject, _ reading: ReadingSummary, ruledOut: Int) -> Timeline {
        Timeline(
            subject: subject, messages: MessageAssembly.messages(of: subject, in: found, aliases),
            logs: reading.sources.count, ruledOut: ruledOut,
            quality: Quality(rows: rows, rejects, reading))
    }
}
