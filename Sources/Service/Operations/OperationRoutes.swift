import EventStore
import HTTPTypes
import Hummingbird
import Logging
import Synchronization
import TrackingLog

/// `/healthz`, `/readyz` and `/metrics`, for whoever watches the service.
struct OperationRoutes: Sendable {
    let store: EventStore
    let threads: StoreThreads
    let metrics: ServiceMetrics
    let connections: ConnectionRegister
    let readiness: Readiness

    func health(_ request: Request, _ context: ServiceContext) async throws -> Response {
        .json(Self.status("ok"), headers: [.cacheControl: "no-store"], for: request)
    }

    func ready(_ request: Request, _ context: ServiceContext) async throws -> Response {
        if let obstacle = await readiness.obstacle() {
            let reason = (obstacle as? StoreError).map { Problem($0).detail } ?? "the service's log says why"
            throw Problem(
                .serviceUnavailable, "the store cannot be written: \(reason)",
                headers: [.retryAfter: "1", .cacheControl: "no-store"])
        }
        return .json(Self.status("ready"), headers: [.cacheControl: "no-store"], for: request)
    }

    func metricsText(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let gauges = try await threads.watch { [store] in try store.gauges() }
        let text = metrics.text(gauges, connections: connections.count, connections.counts)
        return .text(Array(text.utf8), type: MetricsText.contentType, for: request)
    }

    private static func status(_ word: String) -> [UInt8] { JSONObject.spelled { $0.put("status", word) } }
}
