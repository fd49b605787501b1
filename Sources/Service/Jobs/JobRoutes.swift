import EventStore
import Export
import HTTPTypes
import Hummingbird
import TrackingLog

/// `GET /v1/jobs` and `GET /v1/jobs/ID`: a token's own jobs.
struct JobRoutes: Sendable {
    /// Jobs of a page where the request names no limit.
    private static let defaultLimit = 50
    private static let maximumLimit = 500

    let jobs: LogJobs
    let threads: StoreThreads
    let links: DownloadLinks

    func list(_ request: Request, _ context: ServiceContext, _ token: AccessToken) async throws -> Response {
        let query = request.uri.queryParameters
        let limit = try Self.limit(query["limit"])
        let state = try query["state"].map { text in
            guard let state = LogJob.State(rawValue: String(text)) else {
                let states = LogJob.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(.badRequest, "state is not one of \(states)")
            }
            return state
        }
        let before = try query["before"].map { text in
            guard let id = JobID(String(text)) else { throw Problem(.badRequest, "before is not a request ID") }
            return id
        }
        // One more, to see whether another page follows.
        let found = try await threads.read { [jobs] in
            try jobs.jobs(of: token.number, state: state, before: before, maximum: limit + 1)
        }
        let page = found.prefix(limit)
        let json = JSONObject.bytes { object in
            object.put("jobs", array: page) { job, bytes in
                bytes.append(contentsOf: JobDocument.json(job, links))
            }
            object.put("next_before", found.count > limit ? page.last?.id.description : nil)
        }
        return .json(json, headers: .uncached, for: request)
    }

    func get(_ request: Request, _ context: ServiceContext, _ token: AccessToken) async throws -> Response {
        guard let id = JobID(context.parameters.get("id") ?? ""),
            let job = try await threads.read({ [jobs] in try jobs.job(id) }), job.owner == token.number
        else { throw Problem(.notFound, "this token has no job with that ID") }
        return .json(JobDocument.json(job, links), headers: .uncached, for: request)
    }

    private static func limit(_ text: Substring?) throws(Problem) -> Int {
        guard let text else { return defaultLimit }
        guard let count = Int(text), 1...maximumLimit ~= count else {
            throw Problem(.badRequest, "limit is not a number from 1 to \(maximumLimit)")
        }
        return count
    }
}
