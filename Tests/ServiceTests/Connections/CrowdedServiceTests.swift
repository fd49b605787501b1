import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Connections
@testable import Service

@Suite("A crowded service: connections that wait for their clients make room")
struct CrowdedServiceTests {
    private let register = ConnectionRegister(.init(maximum: 1, reserve: 1))

    private func expectRoom(for first: WatchedChannel, _ status: HTTPResponseStatus?) throws {
        let second = try WatchedChannel(register)
        first.channel.embeddedEventLoop.run()
        #expect(second.isOpen && !first.isOpen)
        #expect(try first.heard().map(\.status) == (status.map { [$0] } ?? []))
        try second.say(WatchedChannel.head(), .end(nil))
        #expect(try second.requests() == 1)
    }

    @Test("for a request", arguments: [false, true])
    func request(hasAsked: Bool) throws {
        let first = try WatchedChannel(register)
        if hasAsked {
            try first.say(WatchedChannel.head(), .end(nil))
            try first.answer()
        }
        try expectRoom(for: first, hasAsked ? .ok : nil)
    }

    @Test("for the rest of a body", arguments: [0, 100])
    func body(bytes: Int) throws {
        let first = try WatchedChannel(register)
        try first.say(WatchedChannel.head(.POST))
        if bytes > 0 { try first.say(WatchedChannel.body(bytes)) }
        try expectRoom(for: first, .serviceUnavailable)
    }

    @Test("for a response to be read")
    func answer() throws {
        let first = try WatchedChannel(register)
        try first.say(WatchedChannel.head(), .end(nil))
        try first.channel.writeOutbound(HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok)))
        first.channel.isWritable = false
        first.channel.pipeline.fireChannelWritabilityChanged()
        try expectRoom(for: first, .ok)
    }

    @Test("busy connections stay, and a reserve connection may ask for the monitoring routes")
    func busy() throws {
        for isWhole in [true, false] {
            let register = ConnectionRegister(.init(maximum: 1, reserve: 1))
            let first = try WatchedChannel(register)
            if isWhole {
                try first.say(WatchedChannel.head(), .end(nil))
            } else {
                try first.say(WatchedChannel.head(.POST), WatchedChannel.body(9), wantsMore: false)
                first.channel.embeddedEventLoop.run()
            }
            let watcher = try WatchedChannel(register)
            try watcher.say(WatchedChannel.head(.GET, "/metrics?x"), .end(nil))
            #expect(try watcher.requests() == 1)
            try watcher.answer()
            #expect(!watcher.isOpen)
            #expect(try watcher.heard().first?.headers["Connection"] == ["close"])

            let other = try WatchedChannel(register)
            try other.say(WatchedChannel.head(.GET, "/metrics/"), .end(nil))
            let refusal = try #require(try other.heard().first)
            #expect(refusal.status == .serviceUnavailable && refusal.headers["Retry-After"] == ["1"])
            #expect(try other.requests() == 0 && !other.isOpen)

            let silent = try WatchedChannel(register)
            silent.pass(5)
            #expect(!silent.isOpen && first.isOpen)
            try first.answer()
        }
    }

    @Test("a body that makes progress is the last to make room")
    func progress() throws {
        let register = ConnectionRegister(.init(maximum: 2, reserve: 0))
        let sending = try WatchedChannel(register)
        try sending.say(WatchedChannel.head(.POST))
        let trickling = try WatchedChannel(register)
        try trickling.say(WatchedChannel.head(.POST))
        try sending.say(WatchedChannel.body(64 << 10))
        sending.channel.embeddedEventLoop.run()
        try trickling.say(WatchedChannel.body(1))
        trickling.channel.embeddedEventLoop.run()
        _ = try WatchedChannel(register)
        trickling.channel.embeddedEventLoop.run()
        #expect(sending.isOpen && !trickling.isOpen)
    }
}
