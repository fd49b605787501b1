import EventStore
import Export
import HTTPTypes
import Hummingbird
import TrackingLog

/// `GET /v1/jobs` and `GET /v1/jobs/ID`: a token's own jobs, for people and scripts.
struct JobRoutes: Sendable {
    /// How many jobs a page has: unless another number is asked for, and at most.
    private static let usualPage = 50
    private static let largestPage = 500

    let tokens: TokenCheck
    let jobs: LogJobs
    let threads: StoreThreads
    let links: DownloadLinks

    func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let token = try await tokens.token(request.headers.token, for: .export)
        let query = request.uri.queryParameters
        let most = try Self.page(query["limit"])
        let state = try query["state"].map { text in
            guard let state = LogJob.State(rawValue: String(text)) else {
                let states = LogJob.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(.badRequest, "state is none of \(states)")
            }
            return state
        }
        let before = try query["before"].map { text in
            guard let id = JobID(String(text)) else { throw Problem(.badRequest, "before is not a request id") }
            return id
        }
        // One more, to see whether there is one.
        let found = try await threads.read { [jobs] in
            try jobs.jobs(of: token.number, state: state, before: before, maximum: most + 1)
        }
        let page = found.prefix(most)
        let json = JSONObject.spelled { object in
            object.put("jobs", array: page) { job, bytes in
                bytes.append(contentsOf: JobDocument.json(job, links))
            }
            object.put("next_before", found.count > most ? page.last?.id.description : nil)
        }
        return .json(json, headers: [.cacheControl: "no-store"], for: request)
    }

    func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let token = try await tokens.token(request.headers.token, for: .export)
        guard let id = JobID(context.parameters.get("id") ?? ""),
            let job = try await threads.read({ [jobs] in try jobs.job(id) }), job.owner == token.number
        else { throw Problem(.notFound, "this token has no job of that id") }
        return .json(JobDocument.json(job, links), headers: [.cacheControl: "no-store"], for: request)
    }

    private static func page(_ text: Substring?) throws(Problem) -> Int {
        guard let text else { return usualPage }
        guard let count = Int(text), 1...largestPage ~= count else {
            throw Problem(.badRequest, "limit is not a number from 1 to \(largestPage)")
        }
        return count
    }
}
