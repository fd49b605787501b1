import Connections
import Durability
import EventStore
import Export
import Synchronization
import TrackingLog

/// The counters of the service since it began.
final class ServiceMetrics: Sendable {
    private struct RouteStatus: Hashable {
        var route: String
        var method: String
        var status: Int

        var labels: [(String, String)] { [("route", route), ("method", method), ("status", "\(status)")] }
    }

    private struct Counts {
        var requests: [RouteStatus: Histogram] = [:]
        var jobs: [String: Histogram] = [:]
        var accepted = 0
        var duplicates = 0
        var rejected = 0
        var callbacks: [DeviceOutcome: Int] = [:]
    }

    private let counts = Mutex(Counts())

    func count(route: String, method: String, status: Int, seconds: Double) {
        let key = RouteStatus(route: route, method: method, status: status)
        counts.withLock { $0.requests[key, default: Histogram()].add(seconds) }
    }

    func count(job result: JobResult, seconds: Double) {
        let name =
            switch result {
            case .done: "done"
            case .failed: "failed"
            case .postponed: "postponed"
            case .takenOver: "taken_over"
            case .handedBack: "handed_back"
            }
        counts.withLock { $0.jobs[name, default: Histogram()].add(seconds) }
    }

    func count(_ tally: UploadTally) {
        counts.withLock {
            $0.accepted += tally.accepted
            $0.duplicates += tally.duplicates
            $0.rejected += tally.rejected
        }
    }

    func count(callback outcome: DeviceOutcome) {
        counts.withLock { $0.callbacks[outcome, default: 0] += 1 }
    }

    /// All counters and the store's gauges, in Prometheus' text format.
    ///
    /// - Parameter verification: the last good one, if there was any; nil where no record of them is configured.
    func text(
        _ store: StoreGauges, _ verification: LastVerification??, connections: Int, _ closed: ConnectionRegister.Counts
    ) -> String {
        let counts = counts.withLock { $0 }
        var text = MetricsText()
        let requests = counts.requests.map { (labels: $0.key.labels, histogram: $0.value) }
            .sorted { $0.labels.map(\.1).lexicographicallyPrecedes($1.labels.map(\.1)) }
        text.begin("pushtrail_requests_total", "counter", "Requests answered, by route and status.")
        for request in requests { text.add("pushtrail_requests_total", request.labels, request.histogram.count) }
        text.begin("pushtrail_request_duration_seconds", "histogram", "Time to answer requests.")
        for request in requests { text.add("pushtrail_request_duration_seconds", request.labels, request.histogram) }
        text.begin("pushtrail_open_connections", "gauge", "Open connections.")
        text.add("pushtrail_open_connections", [], connections)
        text.begin(
            "pushtrail_closed_connections_total", "counter",
            "Connections closed to make room for others, or refused for lack of room.")
        text.add("pushtrail_closed_connections_total", [("reason", "evicted")], closed.evicted)
        text.add("pushtrail_closed_connections_total", [("reason", "refused")], closed.refused)
        text.begin("pushtrail_events_total", "counter", "Posted lines, by outcome.")
        for (outcome, count) in [
            ("accepted", counts.accepted), ("duplicate", counts.duplicates), ("rejected", counts.rejected),
        ] {
            text.add("pushtrail_events_total", [("outcome", outcome)], count)
        }
        text.begin("pushtrail_device_callbacks_total", "counter", "Reports of devices, by outcome.")
        for outcome in DeviceOutcome.allCases {
            text.add(
                "pushtrail_device_callbacks_total", [("outcome", outcome.rawValue)], counts.callbacks[outcome] ?? 0)
        }
        text.begin("pushtrail_job_duration_seconds", "histogram", "Jobs run by this process, by outcome.")
        for (ending, histogram) in counts.jobs.sorted(by: { $0.key < $1.key }) {
            text.add("pushtrail_job_duration_seconds", [("ending", ending)], histogram)
        }
        Self.add(store, to: &text)
        if let verification {
            text.begin(
                "pushtrail_last_verified_night_timestamp_seconds", "gauge",
                "The beginning of the last day (UTC) up to which all archives were found complete and unchanged; 0 before the first."
            )
            text.add(
                "pushtrail_last_verified_night_timestamp_seconds", [],
                verification?.night.start.secondsSince1970 ?? 0)
            text.begin(
                "pushtrail_last_verification_timestamp_seconds", "gauge",
                "When all archives were last found complete and unchanged; 0 before the first time.")
            text.add(
                "pushtrail_last_verification_timestamp_seconds", [], verification?.time.secondsSince1970 ?? 0)
        }
        return text.text
    }

    private static func add(_ store: StoreGauges, to text: inout MetricsText) {
        text.begin("pushtrail_jobs", "gauge", "Jobs in the store, by state.")
        for state in LogJob.State.allCases {
            text.add("pushtrail_jobs", [("state", state.rawValue)], store.jobs[state] ?? 0)
        }
        text.begin("pushtrail_unsealed_events", "gauge", "Events in the store that no archive holds yet.")
        text.add("pushtrail_unsealed_events", [], store.unsealed)
        text.begin(
            "pushtrail_last_sealed_night_timestamp_seconds", "gauge",
            "The beginning of the last day (UTC) whose archive is sealed; 0 before the first.")
        text.add("pushtrail_last_sealed_night_timestamp_seconds", [], store.sealedThrough?.start.secondsSince1970 ?? 0)
        text.begin(
            "pushtrail_last_recorded_timestamp_seconds", "gauge",
            "When events were recorded last, by any process; 0 before the first.")
        text.add("pushtrail_last_recorded_timestamp_seconds", [], store.lastRecorded?.secondsSince1970 ?? 0)
        text.begin("pushtrail_store_bytes", "gauge", "The length of the store's files.")
        text.add("pushtrail_store_bytes", [], store.bytes)
        if let disk = store.disk {
            text.begin("pushtrail_disk_free_bytes", "gauge", "The space left on the store's disk.")
            text.add("pushtrail_disk_free_bytes", [], disk.free)
            text.begin("pushtrail_disk_size_bytes", "gauge", "The size of the store's disk.")
            text.add("pushtrail_disk_size_bytes", [], disk.total)
        }
    }
}
