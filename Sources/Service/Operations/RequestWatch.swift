import EventStore
import HTTPTypes
import Hummingbird
import Logging

/// The middleware of every request: names it, turns its errors into responses, counts it and logs it.
///
/// The log shows a request's route, never its path, body or headers, because those hold secrets.
struct RequestWatch: RouterMiddleware {
    typealias Context = ServiceContext

    let routes: [Route]
    let metrics: ServiceMetrics
    let logger: Logger

    func handle(
        _ request: Request, context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.requestID = RequestName.of(request.headers)
        var response: Response
        do {
            guard Route.isPlain(request.uri.path) else { throw HTTPError(.notFound) }
            response = try await next(request, context)
        } catch {
            response = shown(error, request, context).response(for: request)
        }
        // A response to HEAD has no body, not even that of an error.
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.requestID] = context.requestID
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let route = context.endpointPath.flatMap(Route.init(routerPath:))
        let (label, method) = (route?.label ?? Route.noLabel, Self.label(of: request.method))
        metrics.count(route: label, method: method, status: response.status.code, seconds: seconds)
        // Routine polls would drown the rest.
        let isRoutine = route?.rule.isPolled == true && response.status.code < 400
        logger.log(
            level: isRoutine ? .debug : response.status.code < 500 ? .info : .error, "request",
            metadata: [
                "request": "\(context.requestID)", "method": "\(method)", "route": "\(label)",
                "status": "\(response.status.code)", "seconds": "\(seconds.rounded(toPlaces: 6))",
            ])
        return response
    }

    /// The label of a method. Clients can make methods up, so the others share one.
    private static func label(of method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .post, .put, .patch, .delete, .options, .trace: method.rawValue
        default: "other"
        }
    }
}

// MARK: - Errors

extension RequestWatch {
    /// The error that a client sees in place of another.
    private func shown(_ error: any Error, _ request: Request, _ context: ServiceContext) -> any RespondingError {
        let isPushwoosh = Route.isPushwoosh(request.uri.path)
        switch error {
        case let error as any RespondingError:
            if let cause = error.cause { log(cause, context) }
            return error
        case let refusal as TokenCheck.Refusal where isPushwoosh: return PushwooshResponse(refusal)
        case let refusal as TokenCheck.Refusal: return Problem(refusal)
        case let error as HTTPError where error.status == .notFound: return noRoute(for: request)
        case is CancellationError where !isPushwoosh: return Problem(.serviceUnavailable, "the service is stopping")
        case _ where error.isBrokenRequest:
            return Problem(.badRequest, "the request ended early", headers: [.connection: "close"])
        default:
            log(error, context)
            if isPushwoosh { return PushwooshResponse(error) }
            let problem = (error as? StoreError).map(Problem.init(_:))
            return problem ?? Problem(.internalServerError, "internal error; see the service's log")
        }
    }

    /// The error of a request that no route takes.
    private func noRoute(for request: Request) -> any RespondingError {
        let path = request.uri.path
        guard let methods = Route.methods(at: path, among: routes) else {
            return Problem(.notFound, "there is no such path")
        }
        guard !methods.contains(request.method) else {
            let method = path.split(separator: "/").last ?? ""
            return PushwooshResponse.wrong("\(method) is not a method of this service")
        }
        let allowed = methods.map(\.rawValue).joined(separator: ", ")
        return Problem(.methodNotAllowed, "this path allows only \(allowed)", headers: [.allow: allowed])
    }

    /// Logs why a request failed.
    private func log(_ error: any Error, _ context: ServiceContext) {
        logger.error("a request failed", metadata: ["request": "\(context.requestID)", "reason": "\(error)"])
    }
}
