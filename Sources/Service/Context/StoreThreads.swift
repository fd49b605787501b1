import CAllocation
import EventStore
import NIOPosix

/// The threads that wait for the store and for files, so that event loops never do.
///
/// Their queues hold one entry per request under way at most. Writes have a thread of their own: they wait for other
/// writers, and readers must not wait with them.
struct StoreThreads: Sendable {
    /// How long a request waits while another process has the store locked.
    private static let patience: Duration = .seconds(3)

    private let readers: NIOThreadPool
    private let writer: NIOThreadPool
    private let watchers: NIOThreadPool
    private let analysts: NIOThreadPool

    init(readers count: Int = 4) {
        readers = NIOThreadPool(numberOfThreads: count)
        writer = NIOThreadPool(numberOfThreads: 1)
        watchers = NIOThreadPool(numberOfThreads: 2)
        analysts = NIOThreadPool(numberOfThreads: 1)
        for pool in [readers, writer, watchers, analysts] { pool.start() }
    }

    /// Reads something, or does other slow work.
    func read<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await readers.runIfActive(body)
    }

    /// Reads much of the store, which takes seconds and memory: one at a time.
    func analyze<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await analysts.runIfActive {
            // The next one may be far off. Left to itself glibc keeps most of what was freed.
            defer { malloc_trim(0) }
            return try body()
        }
    }

    /// Writes something to the store.
    func write<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await Self.run(on: writer, body)
    }

    /// Does work of the monitoring routes, which never waits behind other requests.
    func watch<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await Self.run(on: watchers, body)
    }

    /// Runs work that may wait for other processes, for as long as a request waits.
    private static func run<Result: Sendable>(
        on pool: NIOThreadPool, _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        let deadline = ContinuousClock.now + patience
        return try await pool.runIfActive {
            // Work that waited in the queue for too long is still tried.
            try EventStore.waiting(until: max(deadline, .now + .milliseconds(200)), body)
        }
    }

    /// Ends the threads after their current work.
    func stop() async throws {
        try await writer.shutdownGracefully()
        try await readers.shutdownGracefully()
        try await watchers.shutdownGracefully()
        try await analysts.shutdownGracefully()
    }
}
