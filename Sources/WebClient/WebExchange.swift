package import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One request to a server, and its answer: no pool, no HTTP/2, no redirects.
package struct WebExchange {
    /// What is asked for.
    package enum Request: Sendable {
        /// GET.
        case get
        /// POST of a body.
        case post([UInt8], type: String)
    }

    /// Where to.
    package var url: WebAddress
    /// What is asked for.
    package var request: Request
    /// All of it: name, connection, encryption, request, answer.
    package var timeout: TimeAmount
    /// Which certificates the server may show.
    package var trust: WebTrust
    /// How many bytes of an answer's body are read.
    package var maximumBody: Int

    /// What the server answered.
    package struct Answer: Sendable {
        /// The status code.
        package var status: Int
        /// The header `Retry-After`.
        package var retryAfter: String?
        /// The header `Location`.
        package var location: String?
        /// The body, or its beginning.
        package var body: [UInt8] = []
        /// Whether the body is all there: neither longer than the maximum, nor cut off.
        package var isComplete = false
    }

    /// Why there is no answer.
    package enum Fault: Error {
        /// No connection: the request was not sent.
        case unreached(any Error)
        /// The other side is not who it says, or speaks no TLS.
        case untrusted(any Error)
        /// The request may have been received.
        case unanswered(String)
    }

    /// A request.
    ///
    /// - Parameters:
    ///   - url: where to.
    ///   - request: what is asked for.
    ///   - timeout: for all of it.
    ///   - trust: which certificates the server may show.
    ///   - maximumBody: how many bytes of an answer's body are read.
    package init(
        _ url: WebAddress, _ request: Request, timeout: TimeAmount, trust: WebTrust = .system, maximumBody: Int
    ) {
        self.url = url
        self.request = request
        self.timeout = timeout
        self.trust = trust
        self.maximumBody = maximumBody
    }

    /// Sends the request and waits for the answer.
    package func run() throws(Fault) -> Answer {
        let context: NIOSSLContext?
        do {
            context = url.isSecure ? try trust.context() : nil
        } catch {
            throw .untrusted(error)
        }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: Answer.self)
        let setup = ExchangeSetup(exchange: self, context: context, promise: promise)
        let limit = timeout
        let bootstrap = ClientBootstrap(group: loop)
            // A bit less: that there is no connection is known before there is no answer.
            .connectTimeout(.nanoseconds(timeout.nanoseconds / 10 * 9))
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try setup.prepare(channel) }
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
    let exchange: WebExchange
    let context: NIOSSLContext?
    let promise: EventLoopPromise<WebExchange.Answer>

    func prepare(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        if let context {
            // An address is verified as one, and is no server name.
            let isAddress = (try? SocketAddress(ipAddress: exchange.url.host, port: 0)) != nil
            try pipeline.addHandler(
                try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : exchange.url.host))
        }
        try pipeline.addHTTPClientHandlers()
        try pipeline.addHandler(AnswerReader(exchange, promise: promise))
    }
}

/// Sends the request once the connection stands, and reads the answer.
private final class AnswerReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let exchange: WebExchange
    private let promise: EventLoopPromise<WebExchange.Answer>
    private var answer: WebExchange.Answer?

    init(_ exchange: WebExchange, promise: EventLoopPromise<WebExchange.Answer>) {
        self.exchange = exchange
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: exchange.url.target)
        head.headers = [
            "Host": exchange.url.authority, "User-Agent": "pushtrail", "Accept": "*/*", "Connection": "close",
        ]
        switch exchange.request {
        case .get: context.write(wrapOutboundOut(.head(head)), promise: nil)
        case .post(let body, let type):
            head.method = .POST
            head.headers.add(name: "Content-Type", value: type)
            head.headers.add(name: "Content-Length", value: "\(body.count)")
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            // 100 Continue and its like come before the answer.
            guard head.status.code >= 200 else { return }
            answer = WebExchange.Answer(
                status: Int(head.status.code), retryAfter: head.headers.first(name: "Retry-After"),
                location: head.headers.first(name: "Location"))
        case .body(let part):
            guard let read = answer?.body.count else { return }
            let room = exchange.maximumBody - read
            answer?.body += part.readableBytesView.prefix(room)
            // An endless answer is not waited for.
            if part.readableBytes > room, let answer { promise.succeed(answer) }
        case .end:
            answer?.isComplete = true
            if let answer { promise.succeed(answer) }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let answer {
            promise.succeed(answer)
        } else {
            promise.fail(WebExchange.Fault.unanswered("the connection was closed without an answer"))
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let answer {
            promise.succeed(answer)
        } else if error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError {
            promise.fail(WebExchange.Fault.untrusted(error))
        } else if error is HTTPParserError {
            promise.fail(WebExchange.Fault.unanswered("it does not speak HTTP"))
        } else {
            promise.fail(WebExchange.Fault.unanswered("\(error)"))
        }
        context.close(promise: nil)
    }
}
