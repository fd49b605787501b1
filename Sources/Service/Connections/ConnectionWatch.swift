import NIOCore
import NIOHTTP1

/// Watches one connection: that it may be there at all, that it speaks HTTP, and that it gets on.
///
/// A connection has the idle time for a request's head to come, whole. The body has a grace, and more for every byte: one
/// that comes more slowly than the least rate is cut off. Then the answer has the request's time to begin in, and the
/// client as long to take each piece of it: a slow reader is served as long as he reads. Time in which the service does
/// not want to read counts against nobody.
///
/// The register knows whether the connection waits for its client: for a request, for more of a body, or for an answer to
/// be read. Then it may have to make room.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// For how long the rest of a request is taken and thrown away, after an answer that closes the connection: so that
    /// the client, which is still sending, gets to read it.
    private static let lingering: TimeAmount = .seconds(2)
    /// For how long a connection of the reserve may think of what to ask.
    private static let reserveTime: TimeAmount = .seconds(5)
    /// A body that has brought so many bytes more is getting on: its connection is the last to make room again.
    private static let progress = 16 << 10

    private let register: ConnectionRegister
    private let times: ConnectionTimes
    private let longestBody: Int

    private var deadline = NIODeadline.distantFuture
    private var timer: Scheduled<Void>?
    /// When the timer ends.
    private var due = NIODeadline.distantFuture

    private var hasBegun = false
    /// Where this connection stands in the register; nil where it was not taken in.
    private var place: ConnectionRegister.Place?
    private var isWaiting = true

    private var openRequests = 0
    private var isReadingRequest = false
    private var isAnswering = false
    /// Whether the client asks for nothing more after this.
    private var isLast = false
    /// Whether the client has to be told that the connection stays, as HTTP/1.0 would not expect.
    private var saysItStays = false
    private var isClosing = false
    /// Whether what still comes is nobody's.
    private var isIgnoring = false
    /// Whether more is asked for of the request that is being read.
    private var isWanted = true
    private var unwantedSince = NIODeadline.uptimeNanoseconds(0)
    private var bodyBytes = 0
    private var noticedBytes = 0

    init(_ register: ConnectionRegister, times: ConnectionTimes, longestBody: Int) {
        self.register = register
        self.times = times
        self.longestBody = longestBody
    }

    // MARK: - Coming and going

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    private func begin(_ context: ChannelHandlerContext) {
        guard !hasBegun else { return }
        hasBegun = true
        let loop = context.eventLoop
        let bound = NIOLoopBound((self, context), eventLoop: loop)
        place = register.add(PeerAddress(context.channel.remoteAddress)) {
            loop.execute {
                let (watch, context) = bound.value
                watch.giveUp(context, .serviceUnavailable)
            }
        }
        guard let place else {
            isIgnoring = true
            return answer(.serviceUnavailable, context)
        }
        wait(place.isReserve ? Self.reserveTime : times.idle, context)
    }

    private func end() {
        timer?.cancel()
        timer = nil
        if let place { register.remove(place) }
        place = nil
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isIgnoring else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            // What comes after the last request is nobody's.
            guard !isLast else {
                isIgnoring = true
                return
            }
            guard take(head, context) else { return }
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
            deadline = deadline + times.earned(by: bytes.readableBytes)
            if bodyBytes > 4 * longestBody { return giveUp(context, .payloadTooLarge) }
        case .end:
            isReadingRequest = false
            if isClosing {
                if openRequests == 0 { context.close(promise: nil) }
            } else {
                if openRequests > 0, !isAnswering { wait(times.request, context) }
                notice(context)
            }
        }
        // What still comes after the last answer is nobody's.
        if !isClosing { context.fireChannelRead(data) }
    }

    /// - Returns: false where the request is not to be answered by others.
    private func take(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> Bool {
        guard RequestHeadRules.allow(head) else {
            // Answered like everything that is no HTTP, once the requests before it are.
            isIgnoring = true
            context.fireErrorCaught(HTTPParserError.unknown)
            return false
        }
        openRequests += 1
        isReadingRequest = true
        (bodyBytes, noticedBytes) = (0, 0)
        isLast = !head.isKeepAlive
        saysItStays = !isLast && head.version.minor == 0
        if place?.isReserve == true {
            isLast = true
            guard RouteTable.isWatching(head.uri) else {
                isIgnoring = true
                answer(.serviceUnavailable, context)
                return false
            }
        }
        wait(times.bodyGrace, context)
        if openRequests == 1, head.version.minor > 0, asksToGoOn(head), isWelcome(head) {
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
        }
        return true
    }

    private func asksToGoOn(_ head: HTTPRequestHead) -> Bool {
        head.headers.first(name: "Expect")?.lowercased() == "100-continue"
    }

    /// Whether a body that asks to be let in is not too long for anything.
    private func isWelcome(_ head: HTTPRequestHead) -> Bool {
        head.headers.first(name: "Content-Length").flatMap(Int.init).map { $0 <= longestBody } ?? true
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard isReadingRequest, !isIgnoring else { return context.fireChannelReadComplete() }
        isWanted = false
        unwantedSince = context.eventLoop.now
        context.fireChannelReadComplete()
        // Nobody else asks for what is only to be thrown away.
        if isClosing { return context.read() }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            let (watch, context) = bound.value
            watch.noticeBody(context)
        }
    }

    /// More is asked for. Until then the client had nothing to answer for.
    func read(context: ChannelHandlerContext) {
        if isReadingRequest, !isWanted {
            isWanted = true
            deadline = deadline + (context.eventLoop.now - unwantedSince)
            if !isWaiting { notice(context) }
        }
        context.read()
    }

    private func noticeBody(_ context: ChannelHandlerContext) {
        guard isReadingRequest, let place else { return }
        notice(context)
        if isWaiting, bodyBytes - noticedBytes >= Self.progress {
            noticedBytes = bodyBytes
            register.set(place, isWaiting: true)
        }
    }

    /// Tells the register whether the client is what this connection waits for.
    private func notice(_ context: ChannelHandlerContext) {
        let isBusy = openRequests > (isReadingRequest ? 1 : 0) || isReadingRequest && !isWanted
        let waits = isClosing || !context.channel.isWritable || !isBusy
        guard waits != isWaiting, let place else { return }
        isWaiting = waits
        register.set(place, isWaiting: waits)
    }

    // MARK: - Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            isAnswering = true
            let closes = Self.closes(head.headers)
            if isLast && openRequests <= 1 || closes { isClosing = true }
            if isClosing, !closes { head.headers.add(name: "Connection", value: "close") }
            if !isClosing, saysItStays { head.headers.add(name: "Connection", value: "keep-alive") }
            wait(times.request, context)
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            wait(times.request, context)
            context.write(data, promise: promise)
        case .end:
            isAnswering = false
            openRequests = max(0, openRequests - 1)
            if isClosing {
                finish(data, promise, context)
            } else {
                if openRequests == 0 { wait(times.idle, context) }
                context.write(data, promise: promise)
            }
            notice(context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        notice(context)
        context.fireChannelWritabilityChanged()
    }

    /// Whether there is to be nothing after a message of these headers.
    private static func closes(_ headers: HTTPHeaders) -> Bool {
        headers.contains(name: "Connection")
            && headers[canonicalForm: "Connection"].contains { $0.lowercased() == "close" }
    }

    /// Writes the end of the last answer, and closes the connection once the client has taken all of it.
    private func finish(_ end: NIOAny, _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) {
        let taken = promise ?? context.eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenComplete { [self] _ in
            if isReadingRequest {
                context.close(mode: .output, promise: nil)
                wait(Self.lingering, context)
                context.read()
            } else {
                context.close(promise: nil)
            }
        }
        context.writeAndFlush(end, promise: taken)
    }

    /// Answers with a status alone, and closes the connection.
    private func answer(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
        if openRequests <= 1, !isAnswering, !isClosing {
            var headers: HTTPHeaders = ["Connection": "close", "Content-Length": "0"]
            if status == .serviceUnavailable { headers.add(name: "Retry-After", value: "1") }
            let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        isClosing = true
        context.close(promise: nil)
    }

    // MARK: - Time

    private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline = context.eventLoop.now + time
        // A timer that ends too early begins again: most requests need none of their own. One that ends too late does
        // not do.
        if let timer {
            guard deadline < due else { return }
            timer.cancel()
        }
        schedule(context)
    }

    private func schedule(_ context: ChannelHandlerContext) {
        due = deadline
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: deadline) {
            let (watch, context) = bound.value
            watch.timer = nil
            watch.end(at: context.eventLoop.now, context)
        }
    }

    private func end(at now: NIODeadline, _ context: ChannelHandlerContext) {
        // While nothing is read it is our doing that nothing comes: but not for ever.
        if isReadingRequest, !isWanted, !isClosing, now < unwantedSince + times.request {
            deadline = max(deadline, unwantedSince + times.request)
        }
        if now < deadline { schedule(context) } else { giveUp(context, .requestTimeout) }
    }

    private func giveUp(_ context: ChannelHandlerContext, _ status: HTTPResponseStatus) {
        // A request that was never heard to its end is told so, where nothing was said yet.
        if openRequests == 1, isReadingRequest {
            answer(status, context)
        } else {
            context.close(promise: nil)
        }
        isIgnoring = true
    }
}
