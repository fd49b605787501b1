import NIOCore
import NIOEmbedded
import NIOHTTP1

@testable import Connections
@testable import Service

/// A connection without a socket, whose clock a test moves.
final class WatchedChannel {
    static let times = ConnectionTimes(
        idle: .seconds(60), request: .seconds(30), bodyGrace: .seconds(20), minimumRate: 1024)
    static let maximumBody = 64 << 20

    let channel = EmbeddedChannel()

    init(_ register: ConnectionRegister = ConnectionRegister(.init(maximum: 10, reserve: 0))) throws {
        try channel.pipeline.syncOperations.addHandler(
            ConnectionWatch(
                register, times: Self.times, maximumBody: Self.maximumBody, isInReserve: Route.isInReserve))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        channel.read()
    }

    var isOpen: Bool { channel.isActive }

    func say(_ parts: HTTPServerRequestPart..., wantsMore: Bool = true) throws {
        for part in parts { try channel.writeInbound(part) }
        if wantsMore { channel.read() }
    }

    func pass(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

    /// Answers a request.
    func answer(_ headers: HTTPHeaders = [:]) throws {
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        try channel.writeOutbound(HTTPServerResponsePart.head(head))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
    }

    /// The heads of the responses since the last call.
    func heard() throws -> [HTTPResponseHead] {
        var heads: [HTTPResponseHead] = []
        while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
            if case .head(let head) = part { heads.append(head) }
        }
        return heads
    }

    /// The number of requests that were let through since the last call.
    func requests() throws -> Int {
        var count = 0
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            if case .head = part { count += 1 }
        }
        return count
    }

    static func head(
        _ method: HTTPMethod = .GET, _ uri: String = "/v1/jobs", _ version: HTTPVersion = .http1_1,
        _ headers: [(String, String)] = [("Host", "x")]
    ) -> HTTPServerRequestPart {
        .head(HTTPRequestHead(version: version, method: method, uri: uri, headers: HTTPHeaders(headers)))
    }

    static func body(_ count: Int) -> HTTPServerRequestPart {
        .body(ByteBuffer(repeating: UInt8(ascii: "x"), count: count))
    }
}
