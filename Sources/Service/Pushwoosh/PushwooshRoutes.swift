import EventStore
import Export
import TrackingLog

/// `getTrackingLog` and `getResults`, as Pushwoosh's clients know them.
struct PushwooshRoutes: Sendable {
    let requests: LogRequests
    let jobs: LogJobs
    let lookup: JobLookup
    let threads: StoreThreads
    let links: DownloadLinks

    func getTrackingLog(_ call: PushwooshCall, _ token: AccessToken) async throws -> PushwooshResponse {
        do {
            let id = try await requests.request(date: try call.optional("date") ?? "", for: token)
            return .ok(JSONObject.bytes { $0.put("request_id", id.description) })
        } catch let refusal as LogRequests.Refusal {
            throw PushwooshResponse.wrong(refusal.reason)
        }
    }

    func getResults(_ call: PushwooshCall, _ token: AccessToken) async throws -> PushwooshResponse {
        let name = try call.required("request_id")
        guard let id = JobID(name) else {
            throw PushwooshResponse.wrong("request_id is malformed: expected 32 lower-case hexadecimal digits")
        }
        guard let job = try await standing(of: id) else {
            throw PushwooshResponse.wrong("request_id is unknown: there is no such request")
        }
        guard job.owner == token.number else {
            throw PushwooshResponse.wrong("request_id is another token's: use the token that made the request")
        }
        switch job.state {
        case .queued, .running: return .pending
        case .failed:
            throw PushwooshResponse.wrong(
                "the request failed: \(job.reason.map(JobDocument.shown) ?? "the reason is unknown")")
        case .expired:
            let end = job.expires?.rfc3339 ?? "its end"
            throw PushwooshResponse.wrong("request_id has expired: its log was kept until \(end); request it again")
        case .done:
            guard let result = job.result else { throw PushwooshResponse.failed }
            return .ok(JSONObject.bytes { $0.put("fileName", links.link(to: result)) })
        }
    }

    private func standing(of id: JobID) async throws -> JobStanding? {
        do throws(StoreError) {
            return try lookup.standing(of: id, at: .now)
        } catch .locked {
            // Waiting for the store belongs on its threads.
            return try await threads.read { [jobs] in try jobs.job(id).map(JobStanding.init) }
        }
    }
}
