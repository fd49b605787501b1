import EventStore
import HTTPTypes
import Hummingbird
import Logging

/// What every request passes: it gets a name, its errors become answers, and it is counted and logged.
///
/// What is logged of a request is its route, never its path, its body or its headers: those hold secrets.
struct RequestWatch: RouterMiddleware {
    typealias Context = ServiceContext

    let metrics: ServiceMetrics
    let logger: Logger
    let routes: RouteTable

    func handle(
        _ request: Request, context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.requestID = RequestName.of(request.headers)
        var response: Response
        do {
            guard RouteTable.isPlain(request.uri.path) else { throw routes.nothing(at: request) }
            response = try await next(request, context)
        } catch {
            response = answer(to: error, request, context)
        }
        // Also an error's answer to HEAD has no body.
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.requestID] = context.requestID
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let route = context.endpointPath.map { routes.label(of: $0) } ?? RouteTable.noRoute
        let method = routes.label(of: request.method)
        metrics.count(route: route, method: method, status: response.status.code, seconds: seconds)
        log(method, context, route: route, response, seconds: seconds)
        return response
    }

    /// The answer that an error comes to.
    private func answer(to error: any Error, _ request: Request, _ context: ServiceContext) -> Response {
        let isPushwoosh = routes.isPushwoosh(request.uri.path)
        switch error {
        case let answer as PushwooshAnswer: return answer.response(for: request)
        case let problem as Problem:
            if let cause = problem.cause { note(cause, context) }
            return problem.response(for: request)
        case let refusal as TokenCheck.Refusal:
            return Problem(refusal, scope: routes.scope(of: request.uri.path)).response(for: request)
        case let error as HTTPError where error.status == .notFound:
            return routes.nothing(at: request).response(for: request)
        case is CancellationError where !isPushwoosh:
            return Problem(.serviceUnavailable, "the service is stopping").response(for: request)
        case _ where BrokenOff.isMeant(by: error):
            return Problem(.badRequest, "the request broke off", headers: [.connection: "close"]).response(for: request)
        default:
            note(error, context)
            if isPushwoosh { return PushwooshAnswer(to: error).response(for: request) }
            let problem = (error as? StoreError).map(Problem.init(_:))
            return (problem ?? Problem(.internalServerError, "the service's log says why")).response(for: request)
        }
    }

    /// Logs what kept a request from being answered as it should be.
    private func note(_ error: any Error, _ context: ServiceContext) {
        logger.error("a request failed", metadata: ["request": "\(context.requestID)", "reason": "\(error)"])
    }

    private func log(
        _ method: String, _ context: ServiceContext, route: String, _ response: Response, seconds: Double
    ) {
        // What is asked for again and again would drown the rest.
        let isPolled = routes.isPolled(route) && response.status.code < 400
        logger.log(
            level: isPolled ? .debug : response.status.code < 500 ? .info : .error, "request",
            metadata: [
                "request": "\(context.requestID)", "method": "\(method)", "route": "\(route)",
                "status": "\(response.status.code)", "seconds": "\(seconds.rounded(toPlaces: 6))",
            ])
    }
}
