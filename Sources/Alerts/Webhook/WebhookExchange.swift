import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import TrackingLog

/// One request to a webhook, and its answer.
struct WebhookExchange {
    let url: WebhookURL
    let body: [UInt8]
    /// All of it: name, connection, encryption, request, answer.
    let timeout: TimeAmount
    let trust: WebhookTrust

    /// What a webhook answered.
    struct Answer: Sendable {
        var status: Int
        var retryAfter: String?
        var location: String?
        /// The beginning of the body, which often says what is wrong.
        var beginning: [UInt8] = []
    }

    /// Why there is no answer.
    enum Fault: Error {
        /// No connection: the request was not sent.
        case unreached(any Error)
        /// The other side is not who it says, or speaks no TLS.
        case untrusted(any Error)
        /// The request may have been received.
        case unanswered(String)
    }

    /// Sends the request and waits for the answer.
    func run() throws(Fault) -> Answer {
        let context: NIOSSLContext?
        do {
            context = url.isSecure ? try trust.context() : nil
        } catch {
            throw .untrusted(error)
        }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: Answer.self)
        let exchange = ExchangeSetup(url: url, body: body, context: context, promise: promise)
        let limit = timeout
        let bootstrap = ClientBootstrap(group: loop)
            // A bit less: that there is no connection is known before there is no answer.
            .connectTimeout(.nanoseconds(timeout.nanoseconds / 10 * 9))
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try exchange.prepare(channel) }
            }
        let connecting = bootstrap.connect(host: url.host, port: url.port)
        let timer = loop.scheduleTask(in: limit) {
            promise.fail(Fault.unanswered("no answer within \(limit.nanoseconds / 1_000_000_000) s"))
        }
        connecting.whenFailure { promise.fail(Fault.unreached($0)) }
        promise.futureResult.whenComplete { _ in
            timer.cancel()
            connecting.whenSuccess { $0.close(promise: nil) }
        }
        do {
            return try promise.futureResult.wait()
        } catch let fault as Fault {
            throw fault
        } catch {
            throw .unanswered("\(error)")
        }
    }
}

/// What prepares a connection, on its event loop.
private struct ExchangeSetup: Sendable {
    let url: WebhookURL
    let body: [UInt8]
    let context: NIOSSLContext?
    let promise: EventLoopPromise<WebhookExchange.Answer>

    func prepare(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        if let context {
            // An address is verified as one, and is no server name.
            let isAddress = (try? SocketAddress(ipAddress: url.host, port: 0)) != nil
            try pipeline.addHandler(
                try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : url.host))
        }
        try pipeline.addHTTPClientHandlers()
        try pipeline.addHandler(AnswerReader(url: url, body: body, promise: promise))
    }
}

/// Sends the request once the connection stands, and reads the answer's beginning.
private final class AnswerReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let url: WebhookURL
    private let body: [UInt8]
    private let promise: EventLoopPromise<WebhookExchange.Answer>
    private var answer: WebhookExchange.Answer?

    /// How much of an answer's body is read.
    private static let longestBody = 512

    init(url: WebhookURL, body: [UInt8], promise: EventLoopPromise<WebhookExchange.Answer>) {
        self.url = url
        self.body = body
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: url.target)
        head.headers = [
            "Host": url.authority, "User-Agent": "pushtrail", "Accept": "*/*", "Connection": "close",
            "Content-Type": "application/json; charset=utf-8", "Content-Length": "\(body.count)",
        ]
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            // 100 Continue and its like come before the answer.
            guard head.status.code >= 200 else { return }
            answer = WebhookExchange.Answer(
                status: Int(head.status.code), retryAfter: head.headers.first(name: "Retry-After"),
                location: head.headers.first(name: "Location"))
        case .body(let part):
            guard let read = answer?.beginning.count else { return }
            answer?.beginning += part.readableBytesView.prefix(Self.longestBody - read)
            // An endless answer is not waited for.
            if let answer, answer.beginning.count >= Self.longestBody { promise.succeed(answer) }
        case .end:
            if let answer { promise.succeed(answer) }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let answer {
            promise.succeed(answer)
        } else {
            promise.fail(WebhookExchange.Fault.unanswered("the connection was closed without an answer"))
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let answer {
            promise.succeed(answer)
        } else if error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError {
            promise.fail(WebhookExchange.Fault.untrusted(error))
        } else if error is HTTPParserError {
            promise.fail(WebhookExchange.Fault.unanswered("it does not speak HTTP"))
        } else {
            promise.fail(WebhookExchange.Fault.unanswered("\(error)"))
        }
        context.close(promise: nil)
    }
}
