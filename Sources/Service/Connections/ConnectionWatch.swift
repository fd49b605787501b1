import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Watches one connection: that it may be there at all, and that it gets on.
///
/// A connection has the idle time for a request's head to come, whole, and the request's time from then on until the
/// answer begins, longer by what a body that comes at 64 KiB a second takes. An answer that is on its way has the
/// request's time for each piece of it: a slow reader is served as long as he reads.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// For how long the rest of a request is taken and thrown away, after an answer that closes the connection: so that
    /// the client, which is still sending, gets to read it.
    private static let lingering: TimeAmount = .seconds(2)

    private let register: ConnectionRegister
    private let idleTime: TimeAmount
    private let requestTime: TimeAmount
    private let longestBody: Int

    private var deadline = NIODeadline.distantFuture
    private var timer: Scheduled<Void>?
    /// Whether this connection was taken in.
    private var isTaken = false
    private var isReadingRequest = false
    private var isAnswering = false
    /// Whether the client asks for nothing more after this.
    private var isLast = false
    private var isClosing = false
    private var openRequests = 0

    init(_ register: ConnectionRegister, idleTime: TimeAmount, requestTime: TimeAmount, longestBody: Int) {
        self.register = register
        self.idleTime = idleTime
        self.requestTime = requestTime
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
        end(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end(context) }

    private func begin(_ context: ChannelHandlerContext) {
        guard !isTaken else { return }
        isTaken = true
        guard register.add(context.channel) else {
            let head = HTTPResponse(
                status: .serviceUnavailable,
                headerFields: [.connection: "close", .contentLength: "0", .retryAfter: "1"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            context.close(promise: nil)
            return
        }
        wait(idleTime, context)
    }

    private func end(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        if isTaken { register.remove(context.channel) }
    }

    // MARK: - Requests and answers

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            openRequests += 1
            isReadingRequest = true
            register.set(context.channel, isIdle: false)
            if head.headerFields.closesConnection { isLast = true }
            wait(requestTime, context)
            if head.headerFields[.expect]?.lowercased() == "100-continue", isWelcome(head) {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body(let bytes): deadline = deadline + Self.timeEarned(by: bytes.readableBytes)
        case .end:
            isReadingRequest = false
            if isClosing, openRequests == 0 { context.close(promise: nil) }
        }
        // What still comes after the last answer is nobody's.
        if !isClosing { context.fireChannelRead(data) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // Nobody else asks for what is only to be thrown away.
        if isClosing, isReadingRequest { context.read() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            isAnswering = true
            if isLast && openRequests == 1 || head.headerFields.closesConnection { isClosing = true }
            wait(requestTime, context)
            context.write(data, promise: promise)
        case .body:
            wait(requestTime, context)
            context.write(data, promise: promise)
        case .end:
            isAnswering = false
            openRequests -= 1
            if isClosing {
                context.writeAndFlush(data, promise: promise)
                close(context)
            } else {
                if openRequests == 0 {
                    register.set(context.channel, isIdle: true)
                    wait(idleTime, context)
                }
                context.write(data, promise: promise)
            }
        }
    }

    /// Whether a body that asks to be let in is not too long for anything.
    private func isWelcome(_ head: HTTPRequest) -> Bool {
        head.headerFields[.contentLength].flatMap(Int.init).map { $0 <= longestBody } ?? true
    }

    private func close(_ context: ChannelHandlerContext) {
        if isReadingRequest {
            context.close(mode: .output, promise: nil)
            wait(Self.lingering, context)
            context.read()
        } else {
            context.close(promise: nil)
        }
    }

    // MARK: - Time

    /// For how much longer a request may be under way for each piece of its body: long bodies take their time, and those
    /// that trickle in gain nothing.
    private static func timeEarned(by bytes: Int) -> TimeAmount {
        .nanoseconds(Int64(bytes) * 1_000_000_000 / (64 << 10))
    }

    private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline = .now() + time
        // A timer that ends too early begins again: most requests need none of their own. One that ends too late does
        // not do.
        if let timer {
            guard deadline < due else { return }
            timer.cancel()
        }
        schedule(context)
    }

    /// When the timer ends.
    private var due = NIODeadline.distantFuture

    private func schedule(_ context: ChannelHandlerContext) {
        due = deadline
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: deadline) {
            let (watch, context) = bound.value
            watch.timer = nil
            if NIODeadline.now() < watch.deadline { watch.schedule(context) } else { watch.giveUp(context) }
        }
    }

    private func giveUp(_ context: ChannelHandlerContext) {
        // A request that was never heard to its end is told so, where nothing was said yet.
        if openRequests == 1, isReadingRequest, !isAnswering, !isClosing {
            let head = HTTPResponse(
                status: .requestTimeout, headerFields: [.connection: "close", .contentLength: "0"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.close(promise: nil)
    }
}

extension HTTPFields {
    /// Whether there is to be nothing after the message of these.
    fileprivate var closesConnection: Bool { self[.connection]?.lowercased() == "close" }
}
