public import LogArchive
public import TrackingLog

/// Logs, searched on several threads for one message, person or device.
///
/// Only the rows found are kept in memory.
public struct TimelineSearch: Sendable {
    /// How logs are read. Their order does not matter.
    public var reading = ReadingOptions()
    /// The person's place in a payload.
    public var person = JSONPointer.userID
    /// The place of the message's name in a payload.
    public var name = JSONPointer.name
    /// Called with the progress over all passes now and then, from any reading thread.
    public var progress: (@Sendable (ReadingProgress) -> Void)?

    /// The defaults: two threads, UTC, person and name in their usual places.
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
        var result = SearchResult(subject, person: person, name: name)
        var summary = try read(inputs, into: &result, pass: 0, of: subject) { $0.begin($1) }
        let codes = result.foundCodes
        if !codes.isEmpty {
            summary = try read(inputs, into: &result, pass: 1, of: subject) { $0.collect($1, messages: codes) }
        }
        return (result.timeline(of: subject, summary), summary)
    }

    private func read(
        _ inputs: [LogInput], into result: inout SearchResult, pass: Int, of subject: TimelineSubject,
        _ step: @Sendable (inout SearchResult, borrowing EventBatch) -> Void
    ) throws -> ReadingSummary {
        var reader = LogReader(options: reading)
        let passes = subject.takesTwoPasses ? 2 : 1
        if let progress {
            reader.progress = { part in
                var whole = part
                whole.bytesRead += pass * part.bytesTotal
                whole.bytesTotal *= passes
                progress(whole)
            }
        }
        return try reader.fold(inputs, into: &result) { [person, name] in
            SearchResult(subject, person: person, name: name)
        } step: { result, batch in
            step(&result, batch)
        } merge: { result, other in
            result.merge(other)
        }
    }
}

/// What a search finds: the rows of the code, or first the messages and then their rows.
private struct SearchResult: ~Copyable, Sendable {
    private let code: [UInt8]?
    private var finder: MessageFinder
    private var found: FoundRows
    private var rows = 0
    private var rejects = RejectExamples()

    init(_ subject: TimelineSubject, person: JSONPointer, name: JSONPointer) {
        if case .code(let code) = subject { self.code = Array(code.utf8) } else { code = nil }
        finder = MessageFinder(subject, person: person)
        found = FoundRows(person: person, name: name)
    }

    /// The messages that a second pass has to collect the rows of.
    var foundCodes: Set<TextKey> { finder.codes }

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

    func timeline(of subject: TimelineSubject, _ reading: ReadingSummary) -> Timeline {
        Timeline(
            subject: subject, messages: MessageAssembly.messages(of: subject, in: found), logs: reading.sources.count,
            quality: Quality(rows: rows, rejects, reading))
    }
}
