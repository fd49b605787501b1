import EventStore
import Export
import HTTPTypes
import Hummingbird
import TrackingLog

/// `getTrackingLog` and `getResults`, as Pushwoosh's clients know them.
struct PushwooshRoutes: Sendable {
    let tokens: TokenCheck
    let jobs: LogJobs
    let lookup: JobLookup
    let threads: StoreThreads
    let links: DownloadLinks
    let bell: WorkBell
    let mostOpenJobs: Int

    func getTrackingLog(_ request: Request, _ context: ServiceContext) async throws -> PushwooshAnswer {
        let call = try await PushwooshCall(request)
        let token = try await token(of: call, request)
        let now = Timestamp.now
        let log = try log(call, for: token, at: now)
        let owner = JobOwner(token: token.number, maximumOpen: mostOpenJobs)
        let id: JobID
        do {
            id = try await threads.write { [jobs] in try jobs.request(log, owner: owner, at: now) }
        } catch let error as StoreError {
            switch error {
            case .tooManyJobs: throw PushwooshAnswer.wrong("\(error): wait until some of them are done")
            case .pruned: throw PushwooshAnswer.wrong("\(error)")
            default: throw error
            }
        }
        bell.ring()
        return .ok(JSONObject.spelled { $0.put("request_id", id.description) })
    }

    func getResults(_ request: Request, _ context: ServiceContext) async throws -> PushwooshAnswer {
        let call = try await PushwooshCall(request)
        let token = try await token(of: call, request)
        let name = try call.required("request_id")
        guard let id = JobID(name) else {
            throw PushwooshAnswer.wrong("request_id is not one: it has 32 lower-case hexadecimal characters")
        }
        guard let job = try await standing(of: id) else {
            throw PushwooshAnswer.wrong("request_id is unknown: no request has that id")
        }
        guard job.owner == token.number else {
            throw PushwooshAnswer.wrong("request_id is another token's: ask with the token that made the request")
        }
        switch job.state {
        case .queued, .running: return .pending
        case .failed:
            throw PushwooshAnswer.wrong(
                "the request failed: \(job.reason.map(JobDocument.shown) ?? "for no known reason")")
        case .expired:
            let end = job.expires?.rfc3339 ?? "a while ago"
            throw PushwooshAnswer.wrong("request_id is expired: its log was kept until \(end); request it again")
        case .done:
            guard let result = job.result else { throw PushwooshAnswer.failed }
            return .ok(JSONObject.spelled { $0.put("fileName", links.link(to: result)) })
        }
    }

    private func standing(of id: JobID) async throws -> JobStanding? {
        do throws(StoreError) {
            return try lookup.standing(of: id, at: .now)
        } catch .locked {
            // Whoever has to wait does so elsewhere.
            return try await threads.read { [jobs] in try jobs.job(id).map(JobStanding.init) }
        }
    }

    /// The token that a request is made with: in the body, or in a header.
    private func token(of call: PushwooshCall, _ request: Request) async throws -> AccessToken {
        let auth = try call.optional("auth").flatMap { $0.isEmpty ? nil : TokenSecret(text: $0) }
        do {
            return try await tokens.token(auth ?? request.headers.token, for: .export)
        } catch TokenCheck.Refusal.forbidden {
            throw PushwooshAnswer.forbidden
        } catch is TokenCheck.Refusal {
            throw PushwooshAnswer.accessDenied
        }
    }

    /// The log that is asked for.
    private func log(
        _ call: PushwooshCall, for token: AccessToken, at now: Timestamp
    ) throws(PushwooshAnswer) -> LogRequest {
        var date: Day?
        if let text = try call.optional("date"), !text.isEmpty {
            guard let day = Day(text) else { throw .wrong("date is not a day: write YYYY-MM-DD") }
            date = day
        }
        do throws(RequestError) {
            return try LogRequest(asOf: now, date: date, apps: token.apps)
        } catch {
            throw .wrong("date is out of reach: \(error)")
        }
    }
}
