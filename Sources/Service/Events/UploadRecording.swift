import EventStore
import Ingest
import TrackingLog

/// The batches of one body on their way into the store.
///
/// Some are recorded while the next ones are read.
struct UploadRecording {
    /// Maximum batches that wait to be recorded; beyond it, reading waits.
    private static let maximumUnderWay = 8

    private struct Sent {
        var receipt: RecordingReceipt
        /// The lines of the batch's rows.
        var lines: [Int]
    }

    private let recorder: SharedRecorder
    private let apps: AppCodes?
    private var underWay: [Sent] = []
    /// The last batch that was read, held back until it is known whether another follows.
    private var held: EventBatch?
    private(set) var tally = UploadTally()

    init(_ recorder: SharedRecorder, apps: AppCodes?) {
        self.recorder = recorder
        self.apps = apps
    }

    /// Takes the next batch.
    ///
    /// - Throws: the error that kept an earlier one from being recorded.
    mutating func add(_ batch: EventBatch) async throws(StoreError) {
        for reject in batch.rejects { tally.reject(line: batch.firstLine + Int(reject.line), reject.reason) }
        guard !batch.rows.isEmpty else { return }
        tally.unknownStatuses.add(batch)
        if let held { send(held, isLast: false) }
        held = batch
        if underWay.count >= Self.maximumUnderWay { try await awaitReceipt(of: underWay.removeFirst()) }
    }

    /// Waits until every batch is on the disk.
    mutating func finish() async throws(StoreError) {
        if let held { send(held, isLast: true) }
        held = nil
        var failure: StoreError?
        while !underWay.isEmpty {
            do throws(StoreError) {
                try await awaitReceipt(of: underWay.removeFirst())
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    private mutating func send(_ batch: EventBatch, isLast: Bool) {
        underWay.append(
            Sent(
                receipt: recorder.add(batch, boundTo: apps, isLast: isLast),
                lines: batch.rows.map { batch.firstLine + Int($0.line) }))
    }

    private mutating func awaitReceipt(of sent: Sent) async throws(StoreError) {
        let part = try await sent.receipt.outcome().get()
        tally.add(accepted: part.recording.accepted, duplicates: part.recording.duplicates)
        for refused in part.refused { tally.reject(line: sent.lines[refused.row], refused.reason) }
    }
}
