import Connections
import EventStore
import HTTPTypes
import Hummingbird

/// `/healthz`, `/readyz` and `/metrics`, for monitoring.
struct OperationRoutes: Sendable {
    let store: EventStore
    let threads: StoreThreads
    let metrics: ServiceMetrics
    let connections: ConnectionRegister
    let readiness: Readiness
    /// The file of verifications' results; nil where there is none to look at.
    let verificationRecord: String?

    func health(_ request: Request, _ context: ServiceContext) async throws -> Response {
        .json(Self.status("ok"), headers: .uncached, for: request)
    }

    func ready(_ request: Request, _ context: ServiceContext) async throws -> Response {
        if let obstacle = await readiness.obstacle() {
            let reason = (obstacle as? StoreError).map { Problem($0).detail } ?? "see the service's log"
            var headers = HTTPFields.uncached
            headers[.retryAfter] = "1"
            throw Problem(.serviceUnavailable, "the store cannot be written: \(reason)", headers: headers)
        }
        return .json(Self.status("ready"), headers: .uncached, for: request)
    }

    func metricsText(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (gauges, verification) = try await threads.watch { [store, verificationRecord] in
            let gauges = try store.gauges()
            return (gauges, verificationRecord.map { LastVerification(recordedIn: $0, of: gauges) })
        }
        let text = metrics.text(gauges, verification, connections: connections.count, connections.counts)
        return .text(Array(text.utf8), type: MetricsText.contentType, for: request)
    }

    private static func status(_ word: String) -> [UInt8] { JSONObject.bytes { $0.put("status", word) } }
}
