import Synchronization
import Testing

@testable import Connections
@testable import Service

@Suite("The register of connections: which one makes room")
struct ConnectionRegisterTests {
    /// The connections that had to leave, by the names that a test gives them.
    private final class Left: Sendable {
        private let names = Mutex<[String]>([])
        var all: [String] { names.withLock { $0 } }
        func add(_ name: String) { names.withLock { $0.append(name) } }
    }

    private let left = Left()

    private func register(maximum: Int, perPeer: Int = .max, reserve: Int = 0) -> ConnectionRegister {
        ConnectionRegister(.init(maximum: maximum, maximumPerPeer: perPeer, reserve: reserve))
    }

    private func add(
        _ name: String, from address: String = "127.0.0.1", to register: ConnectionRegister
    ) -> ConnectionRegister.Place? {
        register.add(PeerAddress(address)) { [left] in left.add(name) }
    }

    @Test("the longest waiting goes first, and no busy one")
    func order() throws {
        let register = register(maximum: 3)
        let places = try ["a", "b", "c"].map { try #require(add($0, to: register)) }
        register.set(places[0], isWaiting: false)
        _ = add("d", to: register)
        register.set(places[0], isWaiting: true)
        _ = add("e", to: register)
        _ = add("f", to: register)
        _ = add("g", to: register)
        #expect(left.all == ["b", "c", "d", "a"])
        #expect(register.count == 3)
    }

    @Test("one that begins to wait again is the last to go")
    func again() throws {
        let register = register(maximum: 2)
        let first = try #require(add("a", to: register))
        _ = add("b", to: register)
        register.set(first, isWaiting: true)
        _ = add("c", to: register)
        #expect(left.all == ["b"])
    }

    @Test("the peer with the most connections loses one of its own, however long others have waited")
    func crowd() throws {
        let register = register(maximum: 5)
        _ = add("honest", from: "192.0.2.1", to: register)
        for name in ["1", "2", "3", "4"] { _ = add(name, from: "192.0.2.66", to: register) }
        _ = add("other", from: "192.0.2.2", to: register)
        _ = add("5", from: "192.0.2.66", to: register)
        #expect(left.all == ["1", "2"])
    }

    @Test("a peer is limited; a trusted proxy is not, and an IPv6 network counts as one peer")
    func limit() throws {
        let register = register(maximum: 100, perPeer: 2)
        for number in 0..<4 { #expect(add("proxy \(number)", from: "127.0.0.1", to: register) != nil) }
        for number in 0..<3 { _ = add("v4 \(number)", from: "192.0.2.1", to: register) }
        for number in 0..<3 { _ = add("v6 \(number)", from: "2001:db8::\(number)", to: register) }
        _ = add("elsewhere", from: "2001:db8:0:1::1", to: register)
        #expect(left.all == ["v4 0", "v6 0"])
        #expect(register.count == 9)
    }

    @Test("while all are busy, reserve connections are let in, and make room for one another")
    func reserve() throws {
        let register = register(maximum: 2, reserve: 2)
        for name in ["a", "b"] { register.set(try #require(add(name, to: register)), isWaiting: false) }
        let first = try #require(add("c", to: register))
        let second = try #require(add("d", to: register))
        #expect(first.isReserve && second.isReserve)
        _ = add("e", to: register)
        #expect(left.all == ["c"])
        register.set(second, isWaiting: false)
        register.set(try #require(add("f", to: register)), isWaiting: false)
        #expect(left.all == ["c", "e"])
        #expect(add("g", to: register) == nil)
        #expect(register.counts.refused == 1 && register.counts.evicted == 2 && register.busyCount == 4)
        register.remove(second)
        #expect(add("h", to: register)?.isReserve == true)
    }

    @Test("a closed connection neither counts nor makes room")
    func gone() throws {
        let register = register(maximum: 2)
        let first = try #require(add("a", to: register))
        _ = add("b", to: register)
        register.remove(first)
        register.set(first, isWaiting: false)
        register.set(first, isWaiting: true)
        _ = add("c", to: register)
        #expect(left.all.isEmpty && register.count == 2 && register.busyCount == 0)
    }

    @Test(
        "addresses in ranges",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.1.2.3", "10.1.2.3", true),
            ("10.1.2.3", "10.1.2.4", false), ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
            ("fd00::/8", "fdab::1", true), ("fd00::/8", "fe80::1", false), ("::1", "::1", true),
            ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("2001:db8::/65", "2001:db8::1", true),
            ("192.0.2.0/24", "::ffff:192.0.2.7", true), ("::/0", "192.0.2.1", true),
        ])
    func ranges(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(try #require(PeerAddress(address))) == isInside)
    }

    @Test(
        "texts that are not ranges",
        arguments: ["", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "1.2.3.4/8/9", "1.2.3/8"])
    func noRange(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
