import EventStore
import Hummingbird
import Ingest
import TrackingLog

/// `messageDeliveryEvent` and `pushStat`: reports of devices, as the SDKs send them, without a token.
///
/// A phone cannot act on an error. So a report that matches no message is only counted.
struct DeviceRoutes: Sendable {
    let lookup: DeviceLookup
    /// Of each device, because its reports come without a token.
    let limiter: RateLimiter
    let recorder: SharedRecorder
    let threads: StoreThreads
    let metrics: ServiceMetrics

    /// The device has received a message.
    func messageDeliveryEvent(_ call: PushwooshCall) async throws -> PushwooshResponse {
        try await record(.received, call)
    }

    /// The device's user has opened a message.
    func pushStat(_ call: PushwooshCall) async throws -> PushwooshResponse {
        try await record(.opened, call)
    }

    private func record(_ status: Status, _ call: PushwooshCall) async throws -> PushwooshResponse {
        let app = try call.required("application")
        let hwid = try call.required("hwid")
        let hash = try call.optional("hash") ?? ""
        metrics.count(callback: try await outcome(of: status, app: app, hwid: hwid, hash: hash))
        return .ok(JSONObject.null)
    }

    private func outcome(
        of status: Status, app: String, hwid: String, hash: String
    ) async throws -> DeviceOutcome {
        guard limiter.allows([app, hwid]) else { return .limited }
        guard !hash.isEmpty else { return .unmatched }
        let code = try await threads.read { [lookup] in
            try lookup.trackingCode(app: app, hwid: hwid, hash: hash)
        }
        guard let code else { return .unmatched }
        let event = Self.event(status, code: code, app: app, hwid: hwid)
        let part = try await recorder.add(event, isLast: true).outcome().get()
        return part.recording.accepted == 1 ? .recorded : .duplicate
    }

    /// The event of a report. The store knows the message's target and payload.
    private static func event(_ status: Status, code: String, app: String, hwid: String) -> EventBatch {
        var batch = EventBatch()
        func append(_ text: String) -> TextRange {
            defer { batch.text.append(contentsOf: text.utf8) }
            return TextRange(start: batch.text.count, count: text.utf8.count)
        }
        let row = EventRow(
            time: .now, status: status, missing: [.target, .payload], trackingCode: append(code), target: .empty,
            hwid: append(hwid), statusWord: append(status.name), description: .empty, appCode: append(app),
            payload: .empty)
        batch.rows = [row]
        return batch
    }
}
