import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Connections
@testable import Service

@Suite("A watched connection: its time limits, and its end")
struct ConnectionWatchTests {
    @Test("a request must arrive within the idle time, also after a response")
    func idle() throws {
        let new = try WatchedChannel()
        new.pass(59)
        #expect(new.isOpen)
        new.pass(1)
        #expect(!new.isOpen)
        let used = try WatchedChannel()
        used.pass(50)
        try used.say(WatchedChannel.head(), .end(nil))
        try used.answer()
        used.pass(59)
        #expect(used.isOpen)
        used.pass(1)
        #expect(!used.isOpen)
        #expect(try used.heard().map(\.status) == [.ok])
    }

    @Test("a body below the minimum rate is 408 after its grace; one at twice the rate is not")
    func bodyRate() throws {
        for (bytesASecond, seconds, isCut) in [(0, 20, true), (1, 21, true), (2048, 600, false)] {
            let channel = try WatchedChannel()
            try channel.say(WatchedChannel.head(.POST))
            for _ in 0..<seconds where channel.isOpen {
                if bytesASecond > 0 { try channel.say(WatchedChannel.body(bytesASecond)) }
                channel.pass(1)
            }
            #expect(channel.isOpen == !isCut, "\(bytesASecond) bytes a second")
            #expect(try channel.heard().map(\.status) == (isCut ? [.requestTimeout] : []))
        }
    }

    @Test("time in which the service does not read does not count, up to a limit")
    func unwanted() throws {
        let channel = try WatchedChannel()
        try channel.say(WatchedChannel.head(.POST))
        channel.pass(15)
        for _ in 0..<5 {
            try channel.say(WatchedChannel.body(1), wantsMore: false)
            channel.pass(29)
            #expect(channel.isOpen)
            channel.channel.read()
        }
        channel.pass(4)
        #expect(channel.isOpen)
        try channel.say(WatchedChannel.body(1), wantsMore: false)
        channel.pass(30)
        #expect(!channel.isOpen)
    }

    @Test("a response must begin within the request's time, and each piece has as long again")
    func answering() throws {
        let channel = try WatchedChannel()
        try channel.say(WatchedChannel.head(.POST), WatchedChannel.body(10))
        channel.pass(19)
        try channel.say(.end(nil))
        channel.pass(29)
        try channel.channel.writeOutbound(HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok)))
        for _ in 0..<3 {
            channel.pass(29)
            try channel.channel.writeOutbound(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: "x"))))
        }
        #expect(channel.isOpen)
        channel.pass(30)
        #expect(!channel.isOpen)
        let silent = try WatchedChannel()
        try silent.say(WatchedChannel.head(), .end(nil))
        silent.pass(30)
        #expect(!silent.isOpen)
    }

    @Test("an endless body is cut off, even if no route reads it")
    func endless() throws {
        let channel = try WatchedChannel()
        try channel.say(WatchedChannel.head(.POST))
        try channel.answer()
        for _ in 0..<300 where channel.isOpen { try channel.say(WatchedChannel.body(1 << 20)) }
        #expect(!channel.isOpen)
    }

    @Test(
        "the connection ends after the response where HTTP says so",
        arguments: [
            (HTTPVersion.http1_1, [], true), (.http1_1, ["close"], false), (.http1_1, ["foo, Close"], false),
            (.http1_1, ["foo", "CLOSE , bar"], false), (.http1_1, ["closed"], true), (.http1_1, ["keep-alive"], true),
            (.http1_0, [], false), (.http1_0, ["keep-alive"], true), (.http1_0, ["x,Keep-Alive"], true),
            (.http1_0, ["keep-alive", "close"], false),
        ] as [(HTTPVersion, [String], Bool)])
    func connection(version: HTTPVersion, values: [String], stays: Bool) throws {
        let channel = try WatchedChannel()
        let headers = [("Host", "x")] + values.map { ("Connection", $0) }
        try channel.say(WatchedChannel.head(.GET, "/healthz", version, headers), .end(nil))
        try channel.answer()
        #expect(channel.isOpen == stays)
        let answer = try #require(try channel.heard().first)
        #expect(answer.headers["Connection"] == (!stays ? ["close"] : version == .http1_0 ? ["keep-alive"] : []))
    }

    @Test("whatever comes after the last request is ignored")
    func afterLast() throws {
        let channel = try WatchedChannel()
        let last = WatchedChannel.head(.GET, "/healthz", .http1_1, [("Host", "x"), ("Connection", "a, close")])
        try channel.say(last, .end(nil), WatchedChannel.head(), .end(nil))
        #expect(try channel.requests() == 1)
        try channel.answer()
        #expect(!channel.isOpen)
    }

    /// A client that takes nothing until a test lets it.
    private final class Holding: ChannelOutboundHandler {
        typealias OutboundIn = HTTPServerResponsePart
        var promises: [EventLoopPromise<Void>] = []

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            if let promise { promises.append(promise) }
        }
    }

    @Test("a response that closes the connection is sent whole before")
    func flushed() throws {
        let channel = try WatchedChannel()
        let holding = Holding()
        try channel.channel.pipeline.syncOperations.addHandler(holding, position: .first)
        try channel.say(WatchedChannel.head(.GET, "/", .http1_0), .end(nil))
        channel.channel.writeAndFlush(HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok)), promise: nil)
        channel.channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        channel.pass(29)
        #expect(channel.isOpen)
        for promise in holding.promises { promise.succeed() }
        #expect(!channel.isOpen)
    }

    @Test(
        "a head that breaks the rules of HTTP is refused",
        arguments: [
            (HTTPVersion.http1_1, "/", []), (.http1_1, "/", [("Host", "a"), ("Host", "a")]),
            (.http1_1, "/", [("Host", "")]),
            (.http1_1, "/", [("Host", "a b")]), (.http1_1, "/", [("Host", "a,b")]), (.http1_1, "/", [("Host", "a/b")]),
            (.http1_1, "/", [("Host", "u@a")]), (.http1_1, "/", [("Host", "a:b")]),
            (.http1_1, "/", [("Host", "a:99999")]),
            (.http1_1, "/", [("Host", "[::1")]), (.http1_1, "/", [("Host", "[x]")]), (.http1_1, "/", [("Host", ":80")]),
            (.http1_0, "/", [("Host", "a"), ("host", "b")]), (.http1_0, "/", [("Transfer-Encoding", "chunked")]),
            (.http1_1, "http:///", [("Host", "a")]), (.http1_1, "metrics", [("Host", "a")]),
            (.http1_1, "*", [("Host", "a")]), (.http2, "/", [("Host", "a")]),
        ] as [(HTTPVersion, String, [(String, String)])])
    func rules(version: HTTPVersion, target: String, headers: [(String, String)]) throws {
        let channel = try WatchedChannel()
        #expect(throws: HTTPParserError.self) {
            try channel.say(WatchedChannel.head(.GET, target, version, headers), .end(nil))
        }
        #expect(try channel.requests() == 0)
    }

    @Test(
        "a head that keeps the rules of HTTP is accepted",
        arguments: [
            (HTTPVersion.http1_0, "/", []), (.http1_1, "/a?b", [("host", "push.example.com:8080")]),
            (.http1_1, "/", [("Host", "[::1]:80")]), (.http1_1, "/", [("Host", "a:")]),
            (.http1_1, "HTTP://a:80/x", [("Host", "a")]), (.http1_1, "/", [("Host", "xn--e1a.example_1")]),
        ] as [(HTTPVersion, String, [(String, String)])])
    func kept(version: HTTPVersion, target: String, headers: [(String, String)]) throws {
        let channel = try WatchedChannel()
        try channel.say(WatchedChannel.head(.GET, target, version, headers), .end(nil))
        #expect(try channel.requests() == 1)
    }

    @Test("Expect: 100-continue gets 100 for the first open request, and never in HTTP/1.0")
    func expectation() throws {
        let headers = [("Host", "x"), ("Expect", "100-Continue"), ("Content-Length", "9")]
        let channel = try WatchedChannel()
        try channel.say(WatchedChannel.head(.POST, "/", .http1_1, headers))
        #expect(try channel.heard().map(\.status) == [.continue])
        let second = try WatchedChannel()
        try second.say(WatchedChannel.head(), .end(nil), WatchedChannel.head(.POST, "/", .http1_1, headers))
        #expect(try second.heard().isEmpty)
        let old = try WatchedChannel()
        try old.say(WatchedChannel.head(.POST, "/", .http1_0, headers))
        #expect(try old.heard().isEmpty)
    }
}
