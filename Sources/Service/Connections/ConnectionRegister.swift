import NIOCore
import Synchronization

/// The connections that are open, and which of them waits for its client.
///
/// There are never more than a number. For a new one beyond it, one that waits for its client is closed: for a request,
/// for the rest of one, or for an answer to be read. It is taken from the peer that has the most connections, and there it
/// is the one that has waited longest. So connections that do nothing, however many, never keep others from being served,
/// and a peer with many loses its own first. Where all are busy, a few more are let in that may only ask how the service
/// is.
final class ConnectionRegister: Sendable {
    /// How many connections there may be.
    struct Limits: Sendable {
        var most: Int
        /// Of one peer, unless it is trusted.
        var mostPerPeer = Int.max
        /// Peers that speak for many: reverse proxies.
        var trusted: [AddressRange] = AddressRange.loopback
        /// How many more there may be that only ask how the service is.
        var reserve: Int
    }

    /// Where a connection stands; its fields are changed under the register's lock alone.
    final class Place: @unchecked Sendable {
        /// Whether it may ask for nothing but how the service is.
        let isReserve: Bool
        fileprivate let peer: PeerAddress?
        fileprivate let leave: @Sendable () -> Void
        fileprivate var isWaiting = true
        fileprivate var isOpen = true
        fileprivate var order: UInt64 = 0
        fileprivate var next: Place?
        fileprivate unowned(unsafe) var previous: Place?

        fileprivate init(_ peer: PeerAddress?, isReserve: Bool, leave: @escaping @Sendable () -> Void) {
            self.peer = peer
            self.isReserve = isReserve
            self.leave = leave
        }
    }

    /// What is counted of connections since the service began.
    struct Counts: Sendable {
        var evicted = 0
        var refused = 0
    }

    fileprivate struct State {
        var peers: [PeerAddress?: PlaceQueue] = [:]
        var reserve = PlaceQueue()
        var count = 0
        var order: UInt64 = 0
        var counts = Counts()
        var busyCount = 0
    }

    private let limits: Limits
    private let state = Mutex(State())

    init(_ limits: Limits) { self.limits = limits }

    /// How many are open.
    var count: Int { state.withLock { $0.count + $0.reserve.count } }

    /// How many are open and do not wait for their clients.
    var busyCount: Int { state.withLock { $0.busyCount } }

    var counts: Counts { state.withLock { $0.counts } }

    /// Takes in a new connection.
    ///
    /// - Parameter leave: called, on any thread, where the connection is to make room for another.
    /// - Returns: nil where there is no room for it.
    func add(_ address: PeerAddress?, leave: @escaping @Sendable () -> Void) -> Place? {
        let isTrusted = address.map { address in limits.trusted.contains { $0.contains(address) } } ?? true
        // Trusted peers are one: what they send comes from many.
        let peer = isTrusted ? nil : address?.peer
        let (place, evicted) = state.withLock { state in
            let evicted = state.makeRoom(for: peer, limits)
            guard let evicted else { return state.addToReserve(limits, leave) }
            let place = Place(peer, isReserve: false, leave: leave)
            state.count += 1
            state.peers[peer, default: PlaceQueue()].count += 1
            state.append(place)
            return (place, evicted.place)
        }
        evicted?.leave()
        return place
    }

    /// Takes note of whether a connection waits for its client. One that begins to wait anew is the last to go.
    func set(_ place: Place, isWaiting: Bool) {
        state.withLock { state in
            guard place.isOpen else { return }
            if place.isWaiting { state.remove(place) } else { state.busyCount -= 1 }
            place.isWaiting = isWaiting
            if isWaiting { state.append(place) } else { state.busyCount += 1 }
        }
    }

    /// Forgets a connection that is closed.
    func remove(_ place: Place) {
        state.withLock { state in state.close(place) }
    }
}

extension ConnectionRegister.State {
    typealias Place = ConnectionRegister.Place

    /// Who went, if anybody had to.
    struct Room { var place: Place? }

    /// - Returns: nil where nobody can go.
    fileprivate mutating func makeRoom(for peer: PeerAddress?, _ limits: ConnectionRegister.Limits) -> Room? {
        if peer != nil, let own = peers[peer], own.count >= limits.mostPerPeer {
            return own.first.map { evict($0) }
        }
        guard count >= limits.most else { return Room() }
        // Those of trusted peers count as one connection each: they are everybody's.
        let candidates = peers.values.lazy.compactMap { queue in queue.first.map { (queue, $0) } }
        let next = candidates.min { one, other in
            let counts = (one.1.peer == nil ? 1 : one.0.count, other.1.peer == nil ? 1 : other.0.count)
            return counts.0 == counts.1 ? one.1.order < other.1.order : counts.0 > counts.1
        }
        return next.map { evict($0.1) }
    }

    fileprivate mutating func addToReserve(
        _ limits: ConnectionRegister.Limits, _ leave: @escaping @Sendable () -> Void
    ) -> (Place?, Place?) {
        var evicted: Place?
        if reserve.count >= limits.reserve {
            guard let first = reserve.first else {
                counts.refused += 1
                return (nil, nil)
            }
            evicted = evict(first).place
        }
        let place = Place(nil, isReserve: true, leave: leave)
        reserve.count += 1
        append(place)
        return (place, evicted)
    }

    private mutating func evict(_ place: Place) -> Room {
        close(place)
        counts.evicted += 1
        return Room(place: place)
    }

    fileprivate mutating func close(_ place: Place) {
        guard place.isOpen else { return }
        if place.isWaiting { remove(place) } else { busyCount -= 1 }
        place.isOpen = false
        if place.isReserve {
            reserve.count -= 1
        } else {
            count -= 1
            peers[place.peer]?.count -= 1
            if peers[place.peer]?.count == 0 { peers[place.peer] = nil }
        }
    }

    fileprivate mutating func append(_ place: Place) {
        order += 1
        place.order = order
        if place.isReserve {
            reserve.append(place)
        } else {
            peers[place.peer]?.append(place)
        }
    }

    fileprivate mutating func remove(_ place: Place) {
        if place.isReserve {
            reserve.remove(place)
        } else {
            peers[place.peer]?.remove(place)
        }
    }
}

/// The connections of a peer: how many there are, and those that wait, in the order in which they began to.
private struct PlaceQueue {
    typealias Place = ConnectionRegister.Place

    var count = 0
    private(set) var first: Place?
    private var last: Place?

    mutating func append(_ place: Place) {
        place.previous = last
        if let last { last.next = place } else { first = place }
        last = place
    }

    mutating func remove(_ place: Place) {
        if let previous = place.previous { previous.next = place.next } else { first = place.next }
        if let next = place.next { next.previous = place.previous } else { last = place.previous }
        place.next = nil
        place.previous = nil
    }
}
