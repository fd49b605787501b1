import NIOPosix

/// The threads on which the service waits for the store and for files: never on those that serve connections.
///
/// Work waits in a queue that is as long as there are requests under way, and no longer.
struct StoreThreads: Sendable {
    private let pool: NIOThreadPool

    init(count: Int = 4) {
        pool = NIOThreadPool(numberOfThreads: count)
        pool.start()
    }

    /// Does something that may have to wait.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await pool.runIfActive(body)
    }

    /// Ends the threads, once what they are doing is done.
    func stop() async throws { try await pool.shutdownGracefully() }
}
