import EventStore
import NIOPosix

/// The threads on which the service waits for the store and for files: never on those that serve connections.
///
/// Work waits in queues that are as long as there are requests under way, and no longer. What writes has a thread of its
/// own, for it has to wait for other writers, and is not to keep readers waiting with it.
struct StoreThreads: Sendable {
    /// How long a request waits for a store that another process has locked.
    private static let patience: Duration = .seconds(3)

    private let readers: NIOThreadPool
    private let writer: NIOThreadPool
    private let watchers: NIOThreadPool

    init(readers count: Int = 4) {
        readers = NIOThreadPool(numberOfThreads: count)
        writer = NIOThreadPool(numberOfThreads: 1)
        watchers = NIOThreadPool(numberOfThreads: 2)
        for pool in [readers, writer, watchers] { pool.start() }
    }

    /// Reads something, or does other work that takes its time.
    func read<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await readers.runIfActive(body)
    }

    /// Writes something to the store.
    func write<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await Self.run(on: writer, body)
    }

    /// Does what tells how the service is: that never stands behind requests.
    func watch<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await Self.run(on: watchers, body)
    }

    /// Runs something that may have to wait for other processes: no longer than a request waits, from now on.
    private static func run<Result: Sendable>(
        on pool: NIOThreadPool, _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        let deadline = ContinuousClock.now + patience
        return try await pool.runIfActive {
            // What had to wait for its turn is tried even so.
            try EventStore.waiting(until: max(deadline, .now + .milliseconds(200)), body)
        }
    }

    /// Ends the threads, once what they are doing is done.
    func stop() async throws {
        try await writer.shutdownGracefully()
        try await readers.shutdownGracefully()
        try await watchers.shutdownGracefully()
    }
}
