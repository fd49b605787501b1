import Ingest
import Synchronization
import TrackingLog

/// Warnings about rejected records: the first ones of each source, then how many more there are.
///
/// A file of another kind may have millions of them, and they may be read in a mail.
final class RejectWarnings: Sendable {
    private static let maximum = 10

    private let shared: SharedOptions
    /// The source of the last record, and the number of its records.
    private let current = Mutex<(source: String, count: Int)>(("", 0))

    init(_ shared: SharedOptions) {
        self.shared = shared
    }

    /// Warns about a record; those of a source follow each other.
    func add(_ record: RejectedRecord) {
        current.withLock { current in
            if current.source != record.source {
                sumUp(current)
                current = (record.source, 0)
            }
            current.count += 1
            if current.count <= Self.maximum { shared.warn("\(record)") }
        }
    }

    /// Counts those that were not printed.
    func finish() {
        current.withLock { current in
            sumUp(current)
            current = ("", 0)
        }
    }

    private func sumUp(_ source: (source: String, count: Int)) {
        let more = source.count - Self.maximum
        if more > 0 { shared.warn("\(source.source): \(more.counting("more record")) rejected") }
    }
}
