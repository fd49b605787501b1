import Export
import Logging
import ServiceLifecycle

/// Removes expired and surplus results, drops old lists, and stores the last uses of tokens, once a minute.
struct Housekeeping: Service {
    /// Seconds between runs. The last uses of tokens are exact to this time.
    private static let pause = 60

    let jobs: LogJobs
    let tokens: TokenCheck
    let lists: AnswerLists
    let threads: StoreThreads
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await tidy()
                try await Task.sleep(for: .seconds(Self.pause))
            }
        }
        await storeUses()
    }

    private func tidy() async {
        lists.dropOld()
        await attempt("expired results could not be removed") {
            try await threads.write { [jobs] in
                try jobs.tidyUp()
                try jobs.keepWithinLimits()
                _ = try jobs.makeRoom()
            }
        }
        await storeUses()
    }

    private func storeUses() async {
        await attempt("the last uses of tokens could not be stored") { try await tokens.writeUses() }
    }

    /// Logs what goes wrong: the next run tries again.
    private func attempt(_ failure: String, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch is CancellationError {
            // The service could not start, or was ended by force: its threads take no more work.
        } catch {
            logger.error("\(failure)", metadata: ["reason": "\(error)"])
        }
    }
}
