import EventStore
import Export
import LogArchive
import TrackingLog

/// Looks through the finished logs that a store keeps.
struct ResultSearch: Sendable {
    let jobs: LogJobs
    let subjects: ErasureSubjects
    let messages: Set<MessageKey>

    /// The finished logs without a row that an erasure is about, and the number of the others.
    ///
    /// A log that cannot be read counts among the others: it is made again.
    func run(at now: Timestamp) throws -> (clean: Set<JobID>, others: Int) {
        var clean: Set<JobID> = []
        var others = 0
        for job in try jobs.jobs(of: nil, state: .done, maximum: .max, at: now) {
            guard let result = job.result, let path = jobs.path(of: job) else { continue }
            if try holdsNone(path) { clean.insert(result) } else { others += 1 }
        }
        return (clean, others)
    }

    private func holdsNone(_ path: String) throws -> Bool {
        var options = ReadingOptions()
        options.format = .csv
        var sink = (reader: ErasureReader(subjects), isFound: false)
        let summary = try LogReader(options: options).read([.path(path)], into: &sink) { [self] sink, batch, _ in
            guard !sink.isFound else { return }
            batch.text.withUnsafeBytes { text in
                for row in batch.rows where isErased(row, text, &sink.reader) {
                    sink.isFound = true
                    return
                }
            }
        }
        return summary.failures.isEmpty && !sink.isFound
    }

    private func isErased(_ row: EventRow, _ text: UnsafeRawBufferPointer, _ reader: inout ErasureReader) -> Bool {
        func field(_ range: TextRange) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(rebasing: text[range.offsets])
        }
        let verdict = reader.verdict(
            hwid: field(row.hwid), target: field(row.target), payload: field(row.payload),
            isEscaped: row.isPayloadEscaped)
        switch verdict {
        case .named, .personNamed: return true
        case .another, .nobody:
            let code = field(row.trackingCode)
            if subjects.includes(code: code) { return true }
            guard verdict == .nobody, !messages.isEmpty else { return false }
            return messages.contains(MessageKey(appCode: Array(field(row.appCode)), trackingCode: Array(code)))
        }
    }
}
