import Synchronization

/// One semaphore for each token.
final class TokenSemaphores: Sendable {
    private struct Entry {
        var semaphore: AsyncSemaphore
        var users = 0
    }

    private let count: Int
    private let entries = Mutex<[Int64: Entry]>([:])

    /// - Parameter count: the count of each semaphore.
    init(count: Int) { self.count = count }

    /// How many tokens have taken something, or wait.
    var tokenCount: Int { entries.withLock { $0.count } }

    /// Takes one of a token's, or waits for one.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first.
    func wait(_ token: Int64) async throws {
        let semaphore = entries.withLock { entries in
            entries[token, default: Entry(semaphore: AsyncSemaphore(count: count))].users += 1
            return entries[token]?.semaphore
        }
        do {
            try await semaphore?.wait()
        } catch {
            leave(token)
            throw error
        }
    }

    /// Gives one of a token's back.
    func signal(_ token: Int64) {
        entries.withLock { $0[token]?.semaphore }?.signal()
        leave(token)
    }

    private func leave(_ token: Int64) {
        entries.withLock { entries in
            entries[token]?.users -= 1
            if entries[token]?.users == 0 { entries[token] = nil }
        }
    }
}
