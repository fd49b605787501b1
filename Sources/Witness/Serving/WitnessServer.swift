import Connections
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// Serves a witness over HTTP until SIGTERM or SIGINT (C2SP tlog-witness).
public struct WitnessServer: Sendable {
    private let cosigner: Cosigner
    private let host: String
    private let port: Int
    private let logger: Logger

    /// A request is small and answered at once; logs ask once a night.
    private static let times = ConnectionTimes(
        idle: .seconds(60), request: .seconds(30), bodyGrace: .seconds(10), minimumRate: 1024)
    private static let maximumConnections = 256

    /// A server.
    ///
    /// - Parameters:
    ///   - cosigner: the witness.
    ///   - host: the address to listen on.
    ///   - port: the port to listen on; 0 picks a free one.
    ///   - logger: the logger.
    public init(_ cosigner: Cosigner, host: String, port: Int, logger: Logger) {
        self.cosigner = cosigner
        self.host = host
        self.port = port
        self.logger = logger
    }

    /// Serves; requests under way are answered before it returns.
    ///
    /// - Throws: `ListeningError` if the address cannot be listened on.
    public func run() async throws {
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        var group = ServiceGroupConfiguration(
            services: [application(threads)], gracefulShutdownSignals: [.sigterm, .sigint], logger: quietLogger)
        group.maximumGracefulShutdownDuration = .seconds(30)
        group.maximumCancellationDuration = .seconds(5)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            try? await threads.shutdownGracefully()
            let options = (host: "--listen", port: "port with --listen")
            if let listening = ListeningError(error, host: host, port: port, options: options) { throw listening }
            throw error
        }
        try await threads.shutdownGracefully()
    }

    private func application(_ threads: NIOThreadPool) -> some ApplicationProtocol {
        let router = Router(context: BasicRequestContext.self)
        WitnessRoutes(cosigner: cosigner, threads: threads, logger: logger).add(to: router)
        return Application(
            responder: router.buildResponder(), server: server(),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), backlog: 128),
            onServerRunning: { channel in
                let shown = host.contains(":") ? "[\(host)]" : host
                logger.notice(
                    "listening on http://\(shown):\(channel.localAddress?.port ?? port)",
                    metadata: ["witness": "\(cosigner.key)", "logs": "\(cosigner.logs.count)"])
            },
            logger: quietLogger)
    }

    private func server() -> HTTPServerBuilder {
        let channel = HTTP1Channel.Configuration(
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
        let connections = ConnectionRegister(
            ConnectionRegister.Limits(
                maximum: Self.maximumConnections, maximumPerPeer: Self.maximumConnections / 4, reserve: 1))
        return HTTPServerBuilder { responder in
            WatchedServerChannel(base: HTTP1Channel(responder: responder, configuration: channel)) {
                ConnectionWatch(
                    connections, times: Self.times, maximumBody: WitnessRoutes.maximumBody, isInReserve: { _ in false })
            }
        }
    }

    /// The libraries below log only what is wrong.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
