package import NIOCore
package import NIOHTTP1

/// Watches one connection: that there is room for it, that it speaks HTTP, and that it makes progress.
///
/// The head of a request must be complete within the idle time. A body has its grace, and more time for every byte, so
/// one below the minimum rate is cut off. The response must then begin within the request's time, and the client has as
/// long to take each piece of it: a slow reader is served as long as it reads. Time in which the service itself does not
/// read does not count.
///
/// The register knows whether the connection waits for its client: for a request, for more of a body, or for a response
/// to be read. A connection that waits may have to make room for another.
package final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPServerRequestPart
    package typealias InboundOut = HTTPServerRequestPart
    package typealias OutboundIn = HTTPServerResponsePart
    package typealias OutboundOut = HTTPServerResponsePart

    /// How long the rest of a request is discarded after a response that closes the connection.
    ///
    /// A client that is still sending can read the response meanwhile.
    private static let lingering: TimeAmount = .seconds(2)
    /// How long a reserve connection may wait with its request.
    private static let reserveTime: TimeAmount = .seconds(5)
    /// Bytes of a body that count as progress: the connection is then the last to make room again.
    private static let progress = 16 << 10

    private let register: ConnectionRegister
    private let times: ConnectionTimes
    private let maximumBody: Int
    /// Whether a reserve connection may ask for a target.
    private let isInReserve: @Sendable (String) -> Bool

    private var deadline = NIODeadline.distantFuture
    private var timer: Scheduled<Void>?
    /// The time at which the timer ends.
    private var due = NIODeadline.distantFuture

    private var hasBegun = false
    /// This connection's place in the register; nil if there was no room.
    private var place: ConnectionRegister.Place?
    private var isWaiting = true

    private var openRequests = 0
    private var isReadingRequest = false
    private var isAnswering = false
    /// Whether this is the last request of the connection.
    private var isLast = false
    /// Whether the response must say that the connection stays open, as HTTP/1.0 requires.
    private var announcesKeepAlive = false
    private var isClosing = false
    /// Whether everything that still comes is ignored.
    private var isIgnoring = false
    /// Whether the service wants more of the request that is being read.
    private var isWanted = true
    private var unwantedSince = NIODeadline.uptimeNanoseconds(0)
    private var bodyBytes = 0
    private var noticedBytes = 0

    /// - Parameters:
    ///   - register: the connections of the same server.
    ///   - times: the limits of this one's time.
    ///   - maximumBody: the maximum length of a body of any route, in bytes.
    ///   - isInReserve: whether a reserve connection may ask for a target.
    package init(
        _ register: ConnectionRegister, times: ConnectionTimes, maximumBody: Int,
        isInReserve: @escaping @Sendable (_ target: String) -> Bool
    ) {
        self.register = register
        self.times = times
        self.maximumBody = maximumBody
        self.isInReserve = isInReserve
    }

    // MARK: - Coming and going

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    package func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    package func handlerRemoved(context: ChannelHandlerContext) { end() }

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

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isIgnoring else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            // Whatever comes after the last request is ignored.
            guard !isLast else {
                isIgnoring = true
                return
            }
            guard accept(head, context) else { return }
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
            deadline = deadline + times.earned(by: bytes.readableBytes)
            if bodyBytes > 4 * maximumBody { return giveUp(context, .payloadTooLarge) }
        case .end:
            isReadingRequest = false
            if isClosing {
                if openRequests == 0 { context.close(promise: nil) }
            } else {
                if openRequests > 0, !isAnswering { wait(times.request, context) }
                notice(context)
            }
        }
        // Whatever comes after the last response is ignored.
        if !isClosing { context.fireChannelRead(data) }
    }

    /// - Returns: false if the request must not reach the routes.
    private func accept(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> Bool {
        guard RequestHeadRules.allow(head) else {
            // Answered like any invalid HTTP, after the requests before it.
            isIgnoring = true
            context.fireErrorCaught(HTTPParserError.unknown)
            return false
        }
        openRequests += 1
        isReadingRequest = true
        (bodyBytes, noticedBytes) = (0, 0)
        isLast = !head.isKeepAlive
        announcesKeepAlive = !isLast && head.version.minor == 0
        if place?.isReserve == true {
            isLast = true
            guard isInReserve(head.uri) else {
                isIgnoring = true
                answer(.serviceUnavailable, context)
                return false
            }
        }
        wait(times.bodyGrace, context)
        if openRequests == 1, head.version.minor > 0, expectsContinue(head), isBodyAllowed(head) {
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
        }
        return true
    }

    private func expectsContinue(_ head: HTTPRequestHead) -> Bool {
        head.headers.first(name: HeaderName.expect)?.lowercased() == "100-continue"
    }

    /// Whether some route allows a body of this length.
    private func isBodyAllowed(_ head: HTTPRequestHead) -> Bool {
        head.headers.first(name: HeaderName.contentLength).flatMap(Int.init).map { $0 <= maximumBody } ?? true
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        guard isReadingRequest, !isIgnoring else { return context.fireChannelReadComplete() }
        isWanted = false
        unwantedSince = context.eventLoop.now
        context.fireChannelReadComplete()
        // What is only discarded is read here: no other handler asks for it.
        if isClosing { return context.read() }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            let (watch, context) = bound.value
            watch.noticeBody(context)
        }
    }

    /// More is wanted. The time until now does not count against the client.
    package func read(context: ChannelHandlerContext) {
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

    /// Notes in the register whether this connection waits for its client.
    private func notice(_ context: ChannelHandlerContext) {
        let isBusy = openRequests > (isReadingRequest ? 1 : 0) || isReadingRequest && !isWanted
        let waits = isClosing || !context.channel.isWritable || !isBusy
        guard waits != isWaiting, let place else { return }
        isWaiting = waits
        register.set(place, isWaiting: waits)
    }

    // MARK: - Responses

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            isAnswering = true
            let closes = Self.closes(head.headers)
            if isLast && openRequests <= 1 || closes { isClosing = true }
            if isClosing, !closes { head.headers.add(name: HeaderName.connection, value: "close") }
            if !isClosing, announcesKeepAlive { head.headers.add(name: HeaderName.connection, value: "keep-alive") }
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

    package func channelWritabilityChanged(context: ChannelHandlerContext) {
        notice(context)
        context.fireChannelWritabilityChanged()
    }

    /// Whether these headers close the connection.
    private static func closes(_ headers: HTTPHeaders) -> Bool {
        headers.contains(name: HeaderName.connection)
            && headers[canonicalForm: HeaderName.connection].contains { $0.lowercased() == "close" }
    }

    /// Writes the end of the last response, and closes the connection when the client has taken all of it.
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

    /// Responds with a status alone, and closes the connection.
    private func answer(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
        if openRequests <= 1, !isAnswering, !isClosing {
            var headers: HTTPHeaders = [HeaderName.connection: "close", HeaderName.contentLength: "0"]
            if status == .serviceUnavailable { headers.add(name: HeaderName.retryAfter, value: "1") }
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
        // A timer that ends too early is started again, so most requests need none of their own. One that would end too
        // late is replaced.
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
        // While the service does not read, nothing can come. That excuses the client, but not forever.
        if isReadingRequest, !isWanted, !isClosing, now < unwantedSince + times.request {
            deadline = max(deadline, unwantedSince + times.request)
        }
        if now < deadline { schedule(context) } else { giveUp(context, .requestTimeout) }
    }

    private func giveUp(_ context: ChannelHandlerContext, _ status: HTTPResponseStatus) {
        // An incomplete request gets a status, unless its response has begun.
        if openRequests == 1, isReadingRequest {
            answer(status, context)
        } else {
            context.close(promise: nil)
        }
        isIgnoring = true
    }
}
