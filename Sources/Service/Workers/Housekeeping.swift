import Export
import Logging
import ServiceLifecycle

/// What has to be done now and then: results that have expired or are too many are removed, and the last uses of tokens written down.
struct Housekeeping: Service {
    /// How often, in seconds: tokens' last uses are that exact.
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
        await write()
    }

    private func tidy() async {
        do {
            try await threads.write { [jobs] in
                try jobs.tidyUp()
                try jobs.keepWithinLimits()
                _ = try jobs.makeRoom()
            }
        } catch {
            logger.error("expired results could not be removed", metadata: ["reason": "\(error)"])
        }
        await write()
    }

    private func write() async {
        do {
            try await tokens.writeUses()
        } catch {
            logger.error("the last uses of tokens could not be written", metadata: ["reason": "\(error)"])
        }
    }
}
