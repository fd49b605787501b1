import EventStore
import HTTPTypes
import Hummingbird
import TrackingLog

/// What is served where: for the answers to what is not, and for the names in metrics and logs.
struct RouteTable: Sendable {
    /// What requests are counted under that no route is for.
    static let noRoute = "none"

    private static let reading: [HTTPRequest.Method] = [.get, .head]
    private static let pushwoosh = ["/json/1.3/", "/json/1.4/"]
    private static let polled: Set<String> = ["getResults", "/healthz", "/readyz", "/metrics"]

    /// Whether a request's target asks how the service is: that is answered also where nothing else can be.
    static func isWatching(_ target: String) -> Bool {
        ["/healthz", "/readyz", "/metrics"].contains(target.prefix { $0 != "?" })
    }

    /// Whether a path is spelled as routes are. Whoever guards a path by its name is to guard all there is of it, so it
    /// has one spelling: no empty parts, and nothing in percent signs.
    static func isPlain(_ path: String) -> Bool {
        let bytes = path.utf8
        guard bytes.first == .slash, bytes.count == 1 || bytes.last != .slash else {
            return false
        }
        var last: UInt8 = 0
        for byte in bytes {
            if byte == .percent || byte == .slash && last == byte { return false }
            last = byte
        }
        return true
    }

    /// The methods that a path takes; nil where there is no such path.
    private func methods(of path: String) -> [HTTPRequest.Method]? {
        switch path {
        case "/v1/events": [.post]
        case "/v1/jobs", "/v1/openapi.json", "/healthz", "/readyz", "/metrics": Self.reading
        case _ where isPushwoosh(path): [.post]
        case _ where ["/v1/jobs/", "/downloads/"].contains { Self.has(path, oneBelow: $0) }: Self.reading
        default: nil
        }
    }

    /// Whether a path is of the half that Pushwoosh's clients use.
    func isPushwoosh(_ path: String) -> Bool {
        Self.pushwoosh.contains { Self.has(path, oneBelow: $0) } && Self.isPlain(path)
    }

    /// The scope that a path of ours calls for.
    func scope(of path: String) -> TokenScope { path == "/v1/events" ? .ingest : .export }

    /// Why nothing answers a request.
    func nothing(at request: Request) -> any AnswerError {
        let path = request.uri.path
        guard Self.isPlain(path), let methods = methods(of: path) else {
            return Problem(.notFound, "there is nothing at this path")
        }
        guard !methods.contains(request.method) else {
            let method = path.split(separator: "/").last ?? ""
            return PushwooshAnswer.wrong("\(method) is not a method of this service")
        }
        let allowed = methods.map(\.rawValue).joined(separator: ", ")
        return Problem(.methodNotAllowed, "this path takes \(allowed)", headers: [.allow: allowed])
    }

    /// The name of a route: that of a Pushwoosh method is the same under each version.
    func label(of endpoint: String) -> String {
        guard let prefix = Self.pushwoosh.first(where: { endpoint.hasPrefix($0) }) else {
            return endpoint == "NotFound" ? Self.noRoute : endpoint
        }
        return String(endpoint.dropFirst(prefix.count))
    }

    /// The name of a method: anybody may make some up.
    func label(of method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .post, .put, .patch, .delete, .options, .trace: method.rawValue
        default: "other"
        }
    }

    /// Whether a route is asked again and again by the same clients.
    func isPolled(_ route: String) -> Bool { Self.polled.contains(route) }

    private static func has(_ path: String, oneBelow prefix: String) -> Bool {
        guard path.hasPrefix(prefix) else { return false }
        let rest = path.dropFirst(prefix.count)
        return !rest.isEmpty && !rest.contains("/")
    }
}

/// An error that knows its answer.
protocol AnswerError: Error {
    func response(for request: Request) -> Response
}

extension Problem: AnswerError {}
extension PushwooshAnswer: AnswerError {}
