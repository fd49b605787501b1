import EventStore
import Export
import TrackingLog

/// `getTrackingLog` and `getResults`, as Pushwoosh's clients know them.
struct PushwooshRoutes: Sendable {
    let jobs: LogJobs
    let lookup: JobLookup
    let threads: StoreThreads
    let links: DownloadLinks
    let signal: WorkSignal
    let maximumOpenJobs: Int

    func getTrackingLog(_ call: PushwooshCall, _ token: AccessToken) async throws -> PushwooshResponse {
        let now = Timestamp.now
        let log = try log(call, for: token, at: now)
        let owner = JobOwner(token: token.number, maximumOpen: maximumOpenJobs)
        let id: JobID
        do {
            id = try await threads.write { [jobs] in try jobs.request(log, owner: owner, at: now) }
        } catch let error as StoreError {
            switch error {
            case .tooManyJobs: throw PushwooshResponse.wrong("\(error): wait until some of them are done")
            case .pruned: throw PushwooshResponse.wrong("\(error)")
            default: throw error
            }
        }
        signal.notify()
        return .ok(JSONObject.bytes { $0.put("request_id", id.description) })
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

    /// The log that a call asks for.
    private func log(
        _ call: PushwooshCall, for token: AccessToken, at now: Timestamp
    ) throws(PushwooshResponse) -> LogRequest {
        var date: Day?
        if let text = try call.optional("date"), !text.isEmpty {
            guard let day = Day(text) else { throw .wrong("date is malformed: expected YYYY-MM-DD") }
            date = day
        }
        do throws(RequestError) {
            return try LogRequest(asOf: now, date: date, apps: token.apps)
        } catch {
            throw .wrong("date is outside the window: \(error)")
        }
    }
}
