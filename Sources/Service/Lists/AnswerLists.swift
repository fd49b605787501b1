import EventStore
import Synchronization
import TrackingLog

/// The lists that were asked for lately, for their next pages.
///
/// A list that is gone is made again: its events are those up to its moment, so that it has the same lines.
final class AnswerLists: Sendable {
    /// Too many lists are being made.
    struct Busy: Error {}

    /// How long a client waits for a list at least: one that took as long may have been given up.
    private static let patience: Duration = .seconds(5)
    /// How long a list is kept after its last page.
    private static let lifetime: Duration = .seconds(600)
    /// How long a list that took long stands for new ones.
    private static let freshness: Duration = .seconds(60)
    private static let maximumCount = 32
    /// Maximum length of all lists in bytes, except for a single one that is longer.
    private static let maximumBytes = 4 << 30
    /// Maximum number of lists that are being made, for all tokens and for each.
    private static let maximumMaking = (all: 16, each: 2)

    private struct Key: Hashable {
        var request: ListRequest
        var moment: ListMoment
    }

    private struct Entry {
        var list: Task<AnswerList, any Error>
        var owner: Int64
        /// Whether it was asked for anew. A list that is made again for a later page shows a moment that is long past.
        var isNew: Bool
        let begun: ContinuousClock.Instant
        /// When it was made; nil while it is being made.
        var made: ContinuousClock.Instant?
        var used: ContinuousClock.Instant
        var bytes = 0
    }

    private let threads: StoreThreads
    private let now: @Sendable () -> ContinuousClock.Instant
    private let entries = Mutex<[Key: Entry]>([:])

    /// - Parameters:
    ///   - threads: make the lists.
    ///   - now: the clock.
    init(threads: StoreThreads, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.threads = threads
        self.now = now
    }

    /// The moment of a list that stands for a new one; nil if there is none.
    ///
    /// It is one that is being made, or took long and was made just now: its client may have given up and be asking again.
    func moment(for request: ListRequest) -> ListMoment? {
        let now = now()
        return entries.withLock { entries in
            entries.first { key, entry in
                guard key.request == request, entry.isNew else { return false }
                guard let made = entry.made else { return true }
                return made - entry.begun >= Self.patience && now < made + Self.freshness
            }?.key.moment
        }
    }

    /// A list, made unless it is kept.
    ///
    /// - Parameters:
    ///   - request: what is asked for.
    ///   - moment: the moment that it shows.
    ///   - owner: the number of the token.
    ///   - isNew: whether it is for a first page, not again for a later one.
    ///   - make: makes it.
    /// - Throws: ``Busy``, or an error of `make`.
    func list(
        _ request: ListRequest, _ moment: ListMoment, owner: Int64, isNew: Bool = true,
        make: @escaping @Sendable () throws -> AnswerList
    ) async throws -> AnswerList {
        let key = Key(request: request, moment: moment)
        let now = now()
        let list = try entries.withLock { entries throws(Busy) in
            if let entry = entries[key] {
                entries[key]?.used = now
                return entry.list
            }
            let making = entries.values.filter { $0.made == nil }
            guard making.count < Self.maximumMaking.all,
                making.count(where: { $0.owner == owner }) < Self.maximumMaking.each
            else { throw Busy() }
            // It is made even if its client gives up: the next attempt finds it.
            let list = Task { try await self.make(key, make) }
            entries[key] = Entry(list: list, owner: owner, isNew: isNew, begun: now, used: now)
            return list
        }
        return try await list.value
    }

    private func make(_ key: Key, _ make: @escaping @Sendable () throws -> AnswerList) async throws -> AnswerList {
        do {
            let list = try await threads.analyze(make)
            let now = now()
            entries.withLock { entries in
                entries[key]?.bytes = list.bytes
                entries[key]?.made = now
                entries[key]?.used = now
                Self.drop(&entries, at: now)
            }
            return list
        } catch {
            entries.withLock { $0[key] = nil }
            throw error
        }
    }

    /// Drops lists that nobody has asked for in a while.
    func dropOld() { entries.withLock { Self.drop(&$0, at: now()) } }

    private static func drop(_ entries: inout [Key: Entry], at now: ContinuousClock.Instant) {
        entries = entries.filter { $0.value.made == nil || now < $0.value.used + lifetime }
        var bytes = entries.values.reduce(0) { $0 + $1.bytes }
        let made = entries.filter { $0.value.made != nil }.sorted { $0.value.used < $1.value.used }
        // The latest one stays in any case.
        for (key, entry) in made.dropLast() where bytes > maximumBytes || entries.count > maximumCount {
            entries[key] = nil
            bytes -= entry.bytes
        }
    }
}
