import NIOCore
import Synchronization

/// The connections that are open. There are never more than a number: for a new one beyond it, the one that has been
/// idle longest is closed; only where all are busy is the new one turned away.
///
/// So connections that do nothing, however many, never keep others from being served.
final class ConnectionRegister: Sendable {
    /// A connection; its fields are changed under the register's lock alone.
    final class Entry {
        fileprivate let channel: any Channel
        fileprivate var isIdle = true
        fileprivate var order: UInt64 = 0
        fileprivate init(_ channel: any Channel) { self.channel = channel }
    }

    fileprivate struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        /// The idle ones in the order in which they became so; some may not be any more.
        var idle: [(order: UInt64, key: ObjectIdentifier)] = []
        var firstIdle = 0
        var order: UInt64 = 0
    }

    private let most: Int
    private let state = Mutex(State())

    init(most: Int) { self.most = most }

    /// How many are open.
    var count: Int { state.withLock { $0.entries.count } }

    /// Takes in a new connection.
    ///
    /// - Returns: false where there is no room for it.
    func add(_ channel: any Channel) -> Bool {
        let key = ObjectIdentifier(channel)
        let (isTaken, evicted): (Bool, (any Channel)?) = state.withLock { state in
            var evicted: (any Channel)?
            if state.entries.count >= most {
                evicted = state.takeLongestIdle()
                if evicted == nil { return (false, nil) }
            }
            state.entries[key] = Entry(channel)
            state.noteIdle(key)
            return (true, evicted)
        }
        evicted?.close(promise: nil)
        return isTaken
    }

    /// Takes note of whether a connection waits for a request.
    func set(_ channel: any Channel, isIdle: Bool) {
        state.withLock { state in
            let key = ObjectIdentifier(channel)
            guard let entry = state.entries[key], entry.isIdle != isIdle else { return }
            entry.isIdle = isIdle
            if isIdle { state.noteIdle(key) }
        }
    }

    /// Forgets a connection that is closed.
    func remove(_ channel: any Channel) {
        state.withLock { _ = $0.entries.removeValue(forKey: ObjectIdentifier(channel)) }
    }
}

extension ConnectionRegister.State {
    fileprivate mutating func noteIdle(_ key: ObjectIdentifier) {
        order += 1
        entries[key]?.order = order
        idle.append((order, key))
        // Those that are not idle any more are dropped now and then: the list stays about as long as the register.
        if idle.count > 2 * entries.count + 1024 {
            idle = idle[firstIdle...].filter { [entries] place in
                entries[place.key].map { $0.isIdle && $0.order == place.order } ?? false
            }
            firstIdle = 0
        }
    }

    fileprivate mutating func takeLongestIdle() -> (any Channel)? {
        while firstIdle < idle.count {
            let place = idle[firstIdle]
            firstIdle += 1
            if let entry = entries[place.key], entry.isIdle, entry.order == place.order {
                entries[place.key] = nil
                return entry.channel
            }
        }
        return nil
    }
}
