import EventStore
import Hummingbird

/// What answers each route of the table.
struct RouteHandlers: Sendable {
    let tokens: TokenCheck
    let pushwoosh: PushwooshRoutes
    let messageLog: MessageLogRoute
    /// Nil where devices may not report.
    let devices: DeviceRoutes?
    let events: EventRoutes
    let jobs: JobRoutes
    let lists: ListRoutes
    let downloads: DownloadRoutes
    let operations: OperationRoutes
    /// Nil where there is no console.
    let console: ConsoleRoutes?

    /// The handler of a route; nil where the settings turn the route off.
    private func handler(of route: Route) -> RequestHandler? {
        switch route {
        case .getTrackingLog: authorizedCall(route, pushwoosh.getTrackingLog)
        case .getResults: authorizedCall(route, pushwoosh.getResults)
        case .getMessageLog: authorizedCall(route, messageLog.get)
        case .messageDeliveryEvent: devices.map { devices in call(route, devices.messageDeliveryEvent) }
        case .pushStat: devices.map { devices in call(route, devices.pushStat) }
        case .events: authorized(route, events.post)
        case .jobs: authorized(route, jobs.list)
        case .job: authorized(route, jobs.get)
        case .deliveries: authorized(route, lists.deliveries)
        case .segment: authorized(route, lists.segment)
        case .description: open(route) { request, _ in .json(PackageResources.openapi_json, for: request) }
        case .download: open(route, downloads.get)
        case .health: open(route, operations.health)
        case .readiness: open(route, operations.ready)
        case .metrics: open(route, operations.metricsText)
        case .console: page(route) { $0.show }
        case .consoleSignIn: page(route) { $0.signIn }
        case .consoleSignOut: page(route) { $0.signOut }
        case .consoleLogs: page(route) { $0.requestLog }
        case .consoleTokens: page(route) { $0.createToken }
        case .consoleToken: page(route) { $0.revokeToken }
        }
    }

    /// The routes that the settings leave on.
    var routes: [Route] { Route.allCases.filter { handler(of: $0) != nil } }

    /// Adds every route to a router. Responses to HEAD lose their body in ``RequestWatch``.
    func add(to router: Router<ServiceContext>) {
        for route in Route.allCases {
            guard let handler = handler(of: route) else { continue }
            for path in route.paths {
                for method in route.rule.methods { router.on(RouterPath(path), method: method, use: handler) }
            }
        }
    }

    // Whether a route wants a token is decided in its rule. A handler that disagrees stops the service at its start.

    /// Answers requests from anyone.
    private func open(_ route: Route, _ answer: @escaping RequestHandler) -> RequestHandler {
        precondition(route.rule.scope == nil, "\(route) wants a token")
        return answer
    }

    /// Answers browsers with pages.
    private func page(_ route: Route, _ answer: (ConsoleRoutes) -> RequestHandler) -> RequestHandler? {
        console.map { console in open(route, console.handler(of: route, answer(console))) }
    }

    /// Answers requests with a token of the route's scope.
    private func authorized(
        _ route: Route, _ answer: @escaping @Sendable (Request, ServiceContext, AccessToken) async throws -> Response
    ) -> RequestHandler {
        let scope = scope(of: route)
        return { request, context in
            try await answer(request, context, try await tokens.token(request.headers.token, for: scope))
        }
    }

    /// Answers calls of Pushwoosh's API from anyone.
    private func call(
        _ route: Route, _ answer: @escaping @Sendable (PushwooshCall) async throws -> PushwooshResponse
    ) -> RequestHandler {
        open(route) { request, _ in
            try await answer(try await PushwooshCall(request, of: route)).response(for: request)
        }
    }

    /// Answers calls of Pushwoosh's API with a token of the route's scope, in the body or in a header.
    private func authorizedCall(
        _ route: Route, _ answer: @escaping @Sendable (PushwooshCall, AccessToken) async throws -> PushwooshResponse
    ) -> RequestHandler {
        let scope = scope(of: route)
        return { request, _ in
            let call = try await PushwooshCall(request, of: route)
            let token = try await tokens.token(try call.token ?? request.headers.token, for: scope)
            return try await answer(call, token).response(for: request)
        }
    }

    private func scope(of route: Route) -> TokenScope {
        guard let scope = route.rule.scope else { preconditionFailure("\(route) takes no token") }
        return scope
    }
}
