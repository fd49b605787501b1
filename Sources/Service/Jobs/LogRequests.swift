import EventStore
import Export
import TrackingLog

/// Takes the requests of tokens for logs, by whatever way they come.
struct LogRequests: Sendable {
    /// Why a request is refused, in words for its sender.
    struct Refusal: Error {
        var reason: String

        init(_ reason: String) { self.reason = reason }
    }

    let jobs: LogJobs
    let threads: StoreThreads
    let signal: WorkSignal
    let maximumOpen: Int

    /// Requests a log for a token.
    ///
    /// - Parameters:
    ///   - date: the log's day, as it was written; empty for all of the window.
    ///   - token: the token, which gets its own apps only.
    /// - Throws: ``Refusal``, or an error of the store.
    func request(date: String, for token: AccessToken) async throws -> JobID {
        let now = Timestamp.now
        let log = try log(of: date, for: token, at: now)
        let owner = JobOwner(token: token.number, maximumOpen: maximumOpen)
        do {
            let id = try await threads.write { [jobs] in try jobs.request(log, owner: owner, at: now) }
            signal.notify()
            return id
        } catch let error as StoreError {
            switch error {
            case .tooManyJobs: throw Refusal("\(error): wait until some of them are done")
            case .pruned: throw Refusal("\(error)")
            default: throw error
            }
        }
    }

    private func log(
        of date: String, for token: AccessToken, at now: Timestamp
    ) throws(Refusal) -> LogRequest {
        let day = Day(date)
        if day == nil, !date.isEmpty { throw Refusal("date is malformed: expected YYYY-MM-DD") }
        do throws(RequestError) {
            return try LogRequest(asOf: now, date: day, apps: token.apps)
        } catch {
            throw Refusal("date is outside the window: \(error)")
        }
    }
}
