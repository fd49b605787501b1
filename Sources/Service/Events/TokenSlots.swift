import Synchronization

/// A number of slots for each token.
final class TokenSlots: Sendable {
    private struct Entry {
        var slots: Slots
        var users = 0
    }

    private let count: Int
    private let entries = Mutex<[Int64: Entry]>([:])

    /// - Parameter count: how many slots a token has.
    init(count: Int) { self.count = count }

    /// How many tokens have slots, or wait for one.
    var tokenCount: Int { entries.withLock { $0.count } }

    /// Takes a slot of a token, or waits for one.
    ///
    /// - Throws: `CancellationError` where the task ends first.
    func take(_ token: Int64) async throws {
        let slots = entries.withLock { entries in
            entries[token, default: Entry(slots: Slots(count: count))].users += 1
            return entries[token]?.slots
        }
        do {
            try await slots?.take()
        } catch {
            leave(token)
            throw error
        }
    }

    /// Gives a slot back.
    func give(_ token: Int64) {
        entries.withLock { $0[token]?.slots }?.give()
        leave(token)
    }

    private func leave(_ token: Int64) {
        entries.withLock { entries in
            entries[token]?.users -= 1
            if entries[token]?.users == 0 { entries[token] = nil }
        }
    }
}
