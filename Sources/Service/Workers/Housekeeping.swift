import Export
import Logging
import ServiceLifecycle

/// Removes expired and surplus results, and stores the last uses of tokens, once a minute.
struct Housekeeping: Service {
    /// Seconds between runs. The last uses of tokens are exact to this time.
    private static let pause = 60

    let jobs: LogJobs
    let tokens: TokenCheck
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
        do {
            try await threads.write { [jobs] in
                try jobs.tidyUp()
                try jobs.keepWithinLimits()
                _ = try jobs.makeRoom()
            }
        } catch is CancellationError {
            // As below.
        } catch {
            logger.error("expired results could not be removed", metadata: ["reason": "\(error)"])
        }
        await storeUses()
    }

    private func storeUses() async {
        do {
            try await tokens.writeUses()
        } catch is CancellationError {
            // The service could not start, or was ended by force: there is no store to write to any more.
        } catch {
            logger.error("the last uses of tokens could not be stored", metadata: ["reason": "\(error)"])
        }
    }
}
