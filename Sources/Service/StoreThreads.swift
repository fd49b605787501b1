import NIOPosix

/// The threads on which the service waits for the store and for files: never on those that serve connections.
///
/// Work waits in queues that are as long as there are requests under way, and no longer. What writes has a thread of its
/// own, for it has to wait for other writers, and is not to keep readers waiting with it.
struct StoreThreads: Sendable {
    private let readers: NIOThreadPool
    private let writer: NIOThreadPool

    init(readers count: Int = 4) {
        readers = NIOThreadPool(numberOfThreads: count)
        writer = NIOThreadPool(numberOfThreads: 1)
        readers.start()
        writer.start()
    }

    /// Reads something, or does other work that takes its time.
    func read<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await readers.runIfActive(body)
    }

    /// Writes something to the store.
    func write<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await writer.runIfActive(body)
    }

    /// Ends the threads, once what they are doing is done.
    func stop() async throws {
        try await writer.shutdownGracefully()
        try await readers.shutdownGracefully()
    }
}
