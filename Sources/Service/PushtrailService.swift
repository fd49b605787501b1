import Connections
public import EventStore
import Export
public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Ingest
public import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import UnixSignals

/// Pushwoosh's log API, our own, and the job workers, over one store.
public struct PushtrailService: Sendable {
    private let configuration: ServiceConfiguration
    private let store: EventStore
    private let logger: Logger

    private let threads = StoreThreads()
    private let metrics = ServiceMetrics()
    private let work = WorkSignal()
    private let jobs: LogJobs
    private let lookup: JobLookup
    private let lists: AnswerLists
    private let seal: ListTokenSeal
    private let tokens: TokenCheck
    private let recorder: SharedRecorder
    private let links: DownloadLinks
    let connections: ConnectionRegister
    /// Nil where devices may not report.
    private let devices: DeviceLookup?

    /// Prepares a service; ``run()`` starts it.
    ///
    /// - Parameters:
    ///   - configuration: the settings.
    ///   - store: the store of events, jobs and tokens.
    ///   - logger: the logger of the service.
    public init(_ configuration: ServiceConfiguration, store: EventStore, logger: Logger) throws(StoreError) {
        self.configuration = configuration
        self.store = store
        self.logger = logger
        var rules = JobRules()
        rules.keeping = Int64(configuration.keepResults) * 3600
        jobs = LogJobs(
            of: store, rules: rules, limits: configuration.resultLimits,
            reserve: configuration.minFreeSpace.map { SpaceReserve(bytes: $0 << 20) } ?? SpaceReserve())
        lookup = try JobLookup(store)
        lists = AnswerLists(threads: threads)
        seal = ListTokenSeal(secret: try store.secret())
        tokens = TokenCheck(of: store, threads: threads)
        recorder = SharedRecorder(store, maximumHoursAhead: configuration.maxAhead)
        links = DownloadLinks(publicURL: configuration.publicURL)
        connections = ConnectionRegister(
            ConnectionRegister.Limits(
                maximum: configuration.maxConnections,
                maximumPerPeer: configuration.maxConnectionsPerAddress ?? max(1, configuration.maxConnections / 4),
                trusted: configuration.trustedProxies, reserve: ServiceConfiguration.reserveConnections))
        if configuration.deviceCallbacks { try store.indexDevices() }
        devices = configuration.deviceCallbacks ? try DeviceLookup(store) : nil
    }

    /// Runs the service until SIGTERM or SIGINT.
    ///
    /// Requests under way are then answered, and running jobs go back to the queue. After half a minute the rest is
    /// cancelled.
    ///
    /// - Throws: `ListeningError` if the address cannot be listened on.
    public func run() async throws {
        var group = ServiceGroupConfiguration(
            services: [try application()], gracefulShutdownSignals: [.sigterm, .sigint], logger: quietLogger)
        group.maximumGracefulShutdownDuration = .seconds(30)
        group.maximumCancellationDuration = .seconds(5)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            if let listening = ListeningError(error, host: configuration.host, port: configuration.port) {
                throw listening
            }
            throw error
        }
    }

    /// The service as an application of Hummingbird, with or without a socket.
    public func application() throws -> some ApplicationProtocol {
        Application(
            responder: router().buildResponder(), server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), backlog: 1024),
            services: [
                ShutdownStep { [recorder, threads] in
                    recorder.stop()
                    try? await threads.stop()
                },
                HangupWatch(logger: logger),
                Housekeeping(jobs: jobs, tokens: tokens, lists: lists, threads: threads, logger: logger),
                JobWorkers(
                    jobs: jobs, count: configuration.workers, signal: work, metrics: metrics, logger: logger),
            ],
            onServerRunning: { [self] channel in didListen(on: channel) },
            logger: quietLogger)
    }

    /// The libraries below log only what is wrong.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}

/// The last step of a shutdown, after everything else has ended.
private struct ShutdownStep: Service {
    let body: @Sendable () async -> Void

    func run() async throws {
        try? await gracefulShutdown()
        await body()
    }
}

// MARK: - Routes

extension PushtrailService {
    private func router() -> Router<ServiceContext> {
        let requests = LogRequests(
            jobs: jobs, threads: threads, signal: work, maximumOpen: configuration.maxJobsPerToken)
        let pages = ListPages(store: store, threads: threads, lists: lists, seal: seal)
        let handlers = RouteHandlers(
            tokens: tokens,
            pushwoosh: PushwooshRoutes(
                requests: requests, jobs: jobs, lookup: lookup, threads: threads, links: links),
            messageLog: MessageLogRoute(pages: pages),
            devices: devices.map { lookup in
                DeviceRoutes(
                    lookup: lookup, limiter: RateLimiter(), recorder: recorder, threads: threads, metrics: metrics)
            },
            events: EventRoutes(recorder: recorder, threads: threads, metrics: metrics),
            jobs: JobRoutes(jobs: jobs, threads: threads, links: links),
            lists: ListRoutes(pages: pages),
            downloads: DownloadRoutes(
                jobs: jobs, threads: threads, logs: OpenLogs(maximum: configuration.maxOpenLogs)),
            operations: OperationRoutes(
                store: store, threads: threads, metrics: metrics, connections: connections,
                readiness: Readiness(store, threads: threads, logger: logger),
                verificationRecord: configuration.verificationRecord),
            console: configuration.console ? console(requests) : nil)
        let router = Router(context: ServiceContext.self)
        router.add(middleware: RequestWatch(routes: handlers.routes, metrics: metrics, logger: logger))
        handlers.add(to: router)
        return router
    }

    private func console(_ requests: LogRequests) -> ConsoleRoutes {
        ConsoleRoutes(
            store: store, jobs: jobs, requests: requests, tokens: tokens, threads: threads,
            address: ConsoleAddress(configuration), verificationRecord: configuration.verificationRecord)
    }
}

// MARK: - Listening

extension PushtrailService {
    private func server() throws -> HTTPServerBuilder {
        let channel = HTTP1Channel.Configuration(
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
        let times = ConnectionTimes(
            idle: .seconds(Int64(configuration.idleTimeout)), request: .seconds(Int64(configuration.requestTimeout)),
            bodyGrace: .seconds(Int64(min(configuration.bodyTimeout, configuration.requestTimeout))),
            minimumRate: configuration.minRate)
        let makeWatch = { @Sendable [connections] in
            ConnectionWatch(
                connections, times: times, maximumBody: Route.maximumBody, isInReserve: Route.isInReserve)
        }
        guard let files = configuration.tls else {
            return HTTPServerBuilder { responder in
                WatchedServerChannel(
                    base: HTTP1Channel(responder: responder, configuration: channel), makeWatch: makeWatch)
            }
        }
        let tls = try TLSConfiguration(files)
        return HTTPServerBuilder { responder in
            WatchedServerChannel(
                base: try TLSChannel(
                    HTTP1Channel(responder: responder, configuration: channel), tlsConfiguration: tls),
                makeWatch: makeWatch)
        }
    }

    private func didListen(on channel: any Channel) {
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        let scheme = configuration.tls == nil ? "http" : "https"
        let url = "\(scheme)://\(host):\(channel.localAddress?.port ?? configuration.port)"
        links.serve(at: url)
        if configuration.publicURL == nil, ["0.0.0.0", "::"].contains(configuration.host) {
            logger.warning("download links begin with \(url), which clients cannot reach; set public-url")
        }
        let isLocal = PeerAddress(channel.localAddress).map { local in
            AddressRange.loopback.contains { $0.contains(local) }
        }
        if configuration.console, isLocal != true, !ConsoleAddress(configuration).isSecure {
            logger.warning(
                """
                the console takes tokens by plain HTTP, which others can read; set tls-cert and tls-key, or public-url to \
                the https address of a proxy
                """)
        }
        var metadata: Logger.Metadata = ["workers": "\(configuration.workers)", "store": "\(store.path)"]
        if configuration.console { metadata["console"] = "\(ConsoleAddress(configuration).url(at: url))" }
        logger.notice("listening on \(url)", metadata: metadata)
    }
}

extension TLSConfiguration {
    /// A server's configuration, from the files of its certificate and key.
    fileprivate init(_ files: ServiceConfiguration.TLSFiles) throws {
        let chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map(NIOSSLCertificateSource.certificate)
        let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        self = .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
    }
}
