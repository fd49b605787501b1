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
    /// - Returns: the timeline, and what came of the reading: inputs that could not be read are named there, and the
    ///   timeline is of the others.
    public func timeline(
        of subject: TimelineSubject, in inputs: [LogInput]
    ) throws -> (timeline: Timeline, reading: ReadingSummary) {
        let workers = (0..<max(1, reading.workers)).map { _ in
            SearchWorker(subject, person: person, name: name)
        }
        var summary = try read(inputs, pass: 0, of: subject) { worker, batch in workers[worker].begin(batch) }
        if subject.takesTwoPasses {
            let codes = workers.reduce(into: Set<TextKey>()) { $0.formUnion($1.foundCodes) }
            if !codes.isEmpty {
                summary = try read(inputs, pass: 1, of: subject) { worker, batch in
                    workers[worker].collect(batch, messages: codes)
                }
            }
        }
        let first = workers[0]
        for other in workers.dropFirst() { first.merge(other) }
        return (first.timeline(of: subject, summary), summary)
    }

    private func read(
        _ inputs: [LogInput], pass: Int, of subject: TimelineSubject,
        _ body: @escaping @Sendable (Int, borrowing EventBatch) -> Void
    ) throws -> ReadingSummary {
        var reader = LogReader(options: reading)
        reader.options.order = .any
        let passes = subject.takesTwoPasses ? 2 : 1
        if let progress {
            reader.progress = { part in
                var whole = part
                whole.bytesRead += pass * part.bytesTotal
                whole.bytesTotal *= passes
                progress(whole)
            }
        }
        return try reader.read(inputs) { worker, batch in body(worker, batch) }
    }
}

/// One worker's rows. The reader lets each worker have one batch at a time, so there is no contention.
private final class SearchWorker: @unchecked Sendable {
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

    var foundCodes: Set<TextKey> { finder.codes }

    /// The first pass: takes the rows of the code, or finds the messages for the second pass.
    func begin(_ batch: borrowing EventBatch) {
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

    /// The second pass.
    func collect(_ batch: borrowing EventBatch, messages: Set<TextKey>) {
        batch.text.withUnsafeBytes { text in
            for row in batch.rows where messages.contains(KeyedHash.of(text[row.trackingCode])) {
                found.add(row, of: batch, text)
            }
        }
    }

    /// Takes over everything that another has found.
    func merge(_ other: SearchWorker) {
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
