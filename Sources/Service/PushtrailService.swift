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

/// The service: Pushwoosh's log API, our own, and the workers behind them, over one store.
public struct PushtrailService: Sendable {
    private let configuration: ServiceConfiguration
    private let store: EventStore
    private let logger: Logger

    private let threads = StoreThreads()
    private let metrics = ServiceMetrics()
    private let bell = WorkBell()
    private let jobs: LogJobs
    private let lookup: JobLookup
    private let tokens: TokenCheck
    private let recorder: SharedRecorder
    private let links: DownloadLinks
    let connections: ConnectionRegister
    /// nil where devices may not report.
    private let devices: DeviceLookup?

    /// A service that is yet to be run.
    ///
    /// - Parameters:
    ///   - configuration: how it is to be run.
    ///   - store: where events, jobs and tokens are.
    ///   - logger: what it logs with.
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
        tokens = TokenCheck(of: store, threads: threads)
        recorder = SharedRecorder(store, maximumHoursAhead: configuration.maxAhead)
        links = DownloadLinks(publicURL: configuration.publicURL)
        connections = ConnectionRegister(
            ConnectionRegister.Limits(
                most: configuration.maxConnections,
                mostPerPeer: configuration.maxConnectionsPerAddress ?? max(1, configuration.maxConnections / 4),
                trusted: configuration.trustedProxies, reserve: ServiceConfiguration.reserveConnections))
        if configuration.deviceCallbacks { try store.indexDevices() }
        devices = configuration.deviceCallbacks ? try DeviceLookup(store) : nil
    }

    /// Runs the service until it is told to stop, by SIGTERM or SIGINT.
    ///
    /// What is under way then is finished, or handed back to the queue. What is not done after half a minute is broken
    /// off.
    public func run() async throws {
        var group = ServiceGroupConfiguration(
            services: [try application()], gracefulShutdownSignals: [.sigterm, .sigint], logger: quietLogger)
        group.maximumGracefulShutdownDuration = .seconds(30)
        group.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: group).run()
    }

    /// The service as an application of Hummingbird, with or without a socket.
    public func application() throws -> some ApplicationProtocol {
        Application(
            responder: router().buildResponder(), server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), backlog: 1024),
            services: [
                Ending { [recorder, threads] in
                    recorder.stop()
                    try? await threads.stop()
                },
                Housekeeping(jobs: jobs, tokens: tokens, threads: threads, logger: logger),
                JobWorkers(
                    jobs: jobs, count: configuration.workers, bell: bell, metrics: metrics, logger: logger),
            ],
            onServerRunning: { [self] channel in listens(on: channel) },
            logger: quietLogger)
    }

    /// What the libraries below have to say matters when something is wrong.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}

// MARK: - Connections

extension PushtrailService {
    private func server() throws -> HTTPServerBuilder {
        let channel = HTTP1Channel.Configuration(
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
        let times = ConnectionTimes(
            idle: .seconds(Int64(configuration.idleTimeout)), request: .seconds(Int64(configuration.requestTimeout)),
            bodyGrace: .seconds(Int64(min(configuration.bodyTimeout, configuration.requestTimeout))),
            leastRate: configuration.minRate)
        let makeWatch = { @Sendable [connections] in
            ConnectionWatch(connections, times: times, longestBody: EventRoutes.longestBody)
        }
        guard let files = configuration.tls else {
            return HTTPServerBuilder { responder in
                ServiceChannel(base: HTTP1Channel(responder: responder, configuration: channel), makeWatch: makeWatch)
            }
        }
        let tls = try TLSConfiguration(files)
        return HTTPServerBuilder { responder in
            ServiceChannel(
                base: try TLSChannel(
                    HTTP1Channel(responder: responder, configuration: channel), tlsConfiguration: tls),
                makeWatch: makeWatch)
        }
    }

    private func listens(on channel: any Channel) {
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        let scheme = configuration.tls == nil ? "http" : "https"
        let url = "\(scheme)://\(host):\(channel.localAddress?.port ?? configuration.port)"
        links.serve(at: url)
        if configuration.publicURL == nil, ["0.0.0.0", "::"].contains(configuration.host) {
            logger.warning("links to logs lead to \(url), where no client gets: set public-url")
        }
        logger.notice(
            "listening on \(url)", metadata: ["workers": "\(configuration.workers)", "store": "\(store.path)"])
    }
}

// MARK: - Routes

extension PushtrailService {
    private func router() -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        router.add(middleware: RequestWatch(metrics: metrics, logger: logger, routes: RouteTable()))
        addPushwoosh(to: router)
        if let devices { addDevices(devices, to: router) }
        let events = EventRoutes(tokens: tokens, recorder: recorder, threads: threads, metrics: metrics)
        router.post("/v1/events", use: events.post)
        let jobRoutes = JobRoutes(tokens: tokens, jobs: jobs, threads: threads, links: links)
        router.addReading("/v1/jobs", jobRoutes.list)
        router.addReading("/v1/jobs/:id", jobRoutes.get)
        router.addReading("/v1/openapi.json", APIDescription.get)
        let downloads = DownloadRoutes(
            jobs: jobs, threads: threads, logs: OpenLogs(maximum: configuration.maxOpenLogs))
        router.get("/downloads/:file", use: downloads.get)
        router.head("/downloads/:file", use: downloads.head)
        let operations = OperationRoutes(
            store: store, threads: threads, metrics: metrics, connections: connections,
            readiness: Readiness(store, threads: threads, logger: logger))
        router.addReading("/healthz", operations.health)
        router.addReading("/readyz", operations.ready)
        router.addReading("/metrics", operations.metricsText)
        return router
    }

    private func addPushwoosh(to router: Router<ServiceContext>) {
        let routes = PushwooshRoutes(
            tokens: tokens, jobs: jobs, lookup: lookup, threads: threads, links: links, bell: bell,
            mostOpenJobs: configuration.maxJobsPerToken)
        for version in ["1.3", "1.4"] {
            router.post("/json/\(version)/getTrackingLog") { request, context in
                try await routes.getTrackingLog(request, context).response(for: request)
            }
            router.post("/json/\(version)/getResults") { request, context in
                try await routes.getResults(request, context).response(for: request)
            }
        }
    }
}

extension PushtrailService {
    private func addDevices(_ lookup: DeviceLookup, to router: Router<ServiceContext>) {
        let routes = DeviceRoutes(
            lookup: lookup, limiter: DeviceLimiter(), recorder: recorder, threads: threads, metrics: metrics)
        for version in ["1.3", "1.4"] {
            for report in DeviceRoutes.Report.allCases {
                router.post("/json/\(version)/\(report.rawValue)") { request, _ in
                    try await routes.take(report, request).response(for: request)
                }
            }
        }
    }
}

extension Router {
    /// Adds what may be read: by GET, and by HEAD, which leaves out the body.
    fileprivate func addReading(
        _ path: RouterPath, _ answer: @escaping @Sendable (Request, Context) async throws -> Response
    ) {
        get(path, use: answer)
        head(path) { request, context in try await answer(request, context).createHeadResponse() }
    }
}

/// What is to be done when everything else has ended.
private struct Ending: Service {
    let end: @Sendable () async -> Void

    func run() async throws {
        try? await gracefulShutdown()
        await end()
    }
}
