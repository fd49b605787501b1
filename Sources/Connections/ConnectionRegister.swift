import NIOCore
import Synchronization

/// The open connections, and which of them wait for their clients.
///
/// Their number is limited. A new connection beyond the limit closes one that waits for its client: for a request, for
/// the rest of one, or for a response to be read. It closes the longest waiting connection of the peer that has the most.
/// So idle connections, however many, never keep others from being served, and a peer with many loses its own first.
/// While all are busy, a few reserve connections are let in for the monitoring routes.
package final class ConnectionRegister: Sendable {
    /// The limits of the register.
    package struct Limits: Sendable {
        /// Maximum connections, reserve aside.
        var maximum: Int
        /// Maximum connections of a peer that is not trusted.
        var maximumPerPeer: Int
        /// Peers that connect for many clients: reverse proxies.
        var trusted: [AddressRange]
        /// Maximum reserve connections.
        var reserve: Int

        package init(
            maximum: Int, maximumPerPeer: Int = .max, trusted: [AddressRange] = AddressRange.loopback, reserve: Int
        ) {
            self.maximum = maximum
            self.maximumPerPeer = maximumPerPeer
            self.trusted = trusted
            self.reserve = reserve
        }
    }

    /// A connection's place in the register. Its fields change only under the register's lock.
    final class Place: @unchecked Sendable {
        /// Whether it may ask for the monitoring routes only.
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

    /// Counts of closed connections since the service began.
    package struct Counts: Sendable {
        package var evicted = 0
        package var refused = 0
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

    package init(_ limits: Limits) { self.limits = limits }

    /// The number of open connections.
    package var count: Int { state.withLock { $0.count + $0.reserve.count } }

    /// The number of open connections that do not wait for their clients.
    package var busyCount: Int { state.withLock { $0.busyCount } }

    package var counts: Counts { state.withLock { $0.counts } }

    /// Adds a new connection.
    ///
    /// - Parameter leave: called on any thread when the connection must make room for another.
    /// - Returns: nil if there is no room for it.
    func add(_ address: PeerAddress?, leave: @escaping @Sendable () -> Void) -> Place? {
        let isTrusted = address.map { address in limits.trusted.contains { $0.contains(address) } } ?? true
        // Trusted peers count as one peer: their connections come from many clients.
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

    /// Notes whether a connection waits for its client. One that begins to wait again is the last to be closed.
    func set(_ place: Place, isWaiting: Bool) {
        state.withLock { state in
            guard place.isOpen else { return }
            if place.isWaiting { state.remove(place) } else { state.busyCount -= 1 }
            place.isWaiting = isWaiting
            if isWaiting { state.append(place) } else { state.busyCount += 1 }
        }
    }

    /// Forgets a closed connection.
    func remove(_ place: Place) {
        state.withLock { state in state.close(place) }
    }
}

extension ConnectionRegister.State {
    typealias Place = ConnectionRegister.Place

    /// Room for a connection, and the one that was closed for it, if any.
    struct Room { var place: Place? }

    /// - Returns: nil if no connection can be closed.
    fileprivate mutating func makeRoom(for peer: PeerAddress?, _ limits: ConnectionRegister.Limits) -> Room? {
        if peer != nil, let own = peers[peer], own.count >= limits.maximumPerPeer {
            return own.first.map { evict($0) }
        }
        guard count >= limits.maximum else { return Room() }
        // Trusted peers count as if they had one connection: theirs belong to many clients.
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

/// The connections of a peer: their number, and those that wait, the longest waiting first.
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
