import EventStore
import Hummingbird
import Ingest
import TrackingLog

/// What devices report back, without a token, as the SDKs send it: `messageDeliveryEvent` and `pushStat`.
///
/// A phone is never answered with an error for what it cannot help: what matches nothing is counted, and that is that.
struct DeviceRoutes: Sendable {
    /// What a report means.
    enum Report: String, CaseIterable, Sendable {
        /// The device has received a message.
        case received = "messageDeliveryEvent"
        /// Its user has opened one.
        case opened = "pushStat"
    }

    let lookup: DeviceLookup
    let limiter: DeviceLimiter
    let recorder: SharedRecorder
    let threads: StoreThreads
    let metrics: ServiceMetrics

    func take(_ report: Report, _ request: Request) async throws -> PushwooshAnswer {
        let call = try await PushwooshCall(request)
        let app = try call.required("application")
        let hwid = try call.required("hwid")
        let hash = try call.optional("hash") ?? ""
        metrics.count(callback: try await outcome(of: report, app: app, hwid: hwid, hash: hash))
        return .ok(Array("null".utf8))
    }

    private func outcome(
        of report: Report, app: String, hwid: String, hash: String
    ) async throws -> DeviceOutcome {
        guard limiter.allows(app: app, hwid: hwid) else { return .limited }
        guard !hash.isEmpty else { return .unmatched }
        let code = try await threads.read { [lookup] in
            try lookup.trackingCode(app: app, hwid: hwid, hash: hash)
        }
        guard let code else { return .unmatched }
        let event = Self.event(report, code: code, app: app, hwid: hwid)
        let part = try await recorder.add(event, isLast: true).outcome().get()
        return part.recording.accepted == 1 ? .recorded : .duplicate
    }

    /// The event that a report comes to. Target and payload are the message's, as known.
    private static func event(_ report: Report, code: String, app: String, hwid: String) -> EventBatch {
        var batch = EventBatch()
        func append(_ text: String) -> TextRange {
            defer { batch.text.append(contentsOf: text.utf8) }
            return TextRange(start: batch.text.count, count: text.utf8.count)
        }
        let status: Status = report == .received ? .received : .opened
        let row = EventRow(
            time: .now, status: status, missing: [.target, .payload], trackingCode: append(code), target: .empty,
            hwid: append(hwid), statusWord: append("\(report)"), description: .empty, appCode: append(app),
            payload: .empty)
        batch.rows = [row]
        return batch
    }
}
