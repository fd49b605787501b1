import Connections
import Hummingbird
import NIOCore

/// The context of a request.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The request's name in its response and in the log.
    var requestID = ""

    private let channel: any Channel

    /// The address that the request came from; nil without a socket.
    var peer: PeerAddress? { PeerAddress(channel.remoteAddress) }

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
        coreContext = CoreRequestContextStorage(source: source)
    }
}

/// Answers a request.
typealias RequestHandler = @Sendable (Request, ServiceContext) async throws -> Response
