import EventStore
import HTTPTypes

/// Every route of the service, with everything that is decided about it.
///
/// The router, the labels in metrics and logs, the responses 404 and 405, the tokens that are let in, the limit of a
/// body, and what may be asked on a reserve connection follow from this table. A test compares `openapi.json` with it.
enum Route: String, CaseIterable, Sendable {
    // Methods of Pushwoosh's API. Each has one path per version of that API.
    case getTrackingLog
    case getResults
    case getMessageLog
    case messageDeliveryEvent
    case pushStat
    // Our own API, by path. A part in braces stands for any name.
    case events = "/v1/events"
    case jobs = "/v1/jobs"
    case job = "/v1/jobs/{id}"
    case deliveries = "/v1/deliveries"
    case segment = "/v1/segments/{name}"
    case description = "/v1/openapi.json"
    case download = "/downloads/{file}"
    case health = "/healthz"
    case readiness = "/readyz"
    case metrics = "/metrics"
    // The console, for browsers. `ConsoleRights` decides what a session's token allows.
    case console = "/console"
    case consoleSignIn = "/console/sign-in"
    case consoleSignOut = "/console/sign-out"
    case consoleLogs = "/console/logs"
    case consoleTokens = "/console/tokens"
    case consoleToken = "/console/tokens/{number}"

    /// What is decided about a route.
    struct Rule: Sendable {
        var methods: [HTTPRequest.Method]
        /// The scope that the caller's token needs; nil lets everyone in.
        var scope: TokenScope?
        /// Maximum length of a body in bytes, as sent and inflated; 0 where no body is read.
        var maximumBody = 0
        /// Whether clients poll the route: success is then logged at level debug.
        var isPolled = false
        /// Whether a reserve connection may ask for it when all others are busy.
        var isInReserve = false
        /// Whether people use it with a browser. `openapi.json` describes the other routes.
        var isForBrowsers = false
    }

    /// The rule of this route.
    var rule: Rule {
        switch self {
        case .getTrackingLog, .getMessageLog: Rule(methods: Self.posting, scope: .export, maximumBody: 64 << 10)
        case .getResults: Rule(methods: Self.posting, scope: .export, maximumBody: 64 << 10, isPolled: true)
        case .messageDeliveryEvent, .pushStat: Rule(methods: Self.posting, maximumBody: 64 << 10)
        case .events: Rule(methods: Self.posting, scope: .ingest, maximumBody: 64 << 20)
        case .jobs, .job, .deliveries, .segment: Rule(methods: Self.reading, scope: .export)
        case .description, .download: Rule(methods: Self.reading)
        case .health, .readiness, .metrics: Rule(methods: Self.reading, isPolled: true, isInReserve: true)
        case .console: Rule(methods: Self.reading, isPolled: true, isForBrowsers: true)
        case .consoleSignIn, .consoleSignOut, .consoleLogs, .consoleTokens, .consoleToken:
            // A GET of a form's address is redirected to the console: people reload such a page, or go back to it.
            Rule(methods: Self.reading + Self.posting, maximumBody: 16 << 10, isForBrowsers: true)
        }
    }

    private static let posting: [HTTPRequest.Method] = [.post]
    private static let reading: [HTTPRequest.Method] = [.get, .head]

    /// Maximum length of any route's body, in bytes.
    static let maximumBody = allCases.map(\.rule.maximumBody).max() ?? 0

    /// The name in metrics and logs: a Pushwoosh method's name, or the path.
    var label: String { rawValue }

    /// The label of requests that no route answers.
    static let noLabel = "none"
}

// MARK: - Paths

extension Route {
    private static let pushwooshFolders = ["/json/1.3/", "/json/1.4/"]

    /// Whether the route belongs to the API that Pushwoosh's clients use.
    var isPushwoosh: Bool { !rawValue.hasPrefix("/") }

    /// The paths of this route, as the router and OpenAPI write them.
    var paths: [String] { isPushwoosh ? Self.pushwooshFolders.map { $0 + rawValue } : [rawValue] }

    private static let byPath = Dictionary(
        uniqueKeysWithValues: allCases.flatMap { route in route.paths.map { ($0, route) } })

    /// The route of a path as the router writes it.
    init?(routerPath: String) {
        guard let route = Self.byPath[routerPath] else { return nil }
        self = route
    }

    /// Whether a request's path is that of this route.
    private func matches(_ path: String) -> Bool {
        guard let brace = rawValue.firstIndex(of: "{") else { return paths.contains(path) }
        return Self.has(path, oneNameIn: rawValue[..<brace])
    }

    /// Whether a path lies in the API that Pushwoosh's clients use.
    static func isPushwoosh(_ path: String) -> Bool {
        pushwooshFolders.contains { has(path, oneNameIn: $0) } && isPlain(path)
    }

    /// The methods that a path allows; nil where none of the routes has it.
    static func methods(at path: String, among routes: [Route]) -> [HTTPRequest.Method]? {
        guard isPlain(path) else { return nil }
        // Also methods of Pushwoosh that are not served here are called by POST, and get Pushwoosh's error.
        return isPushwoosh(path) ? posting : routes.first { $0.matches(path) }?.rule.methods
    }

    /// Whether a reserve connection may ask for a request's target.
    static func isInReserve(_ target: String) -> Bool {
        Route(routerPath: String(target.prefix { $0 != "?" }))?.rule.isInReserve ?? false
    }

    /// Whether a path is written as routes are: no empty parts, and no percent signs.
    ///
    /// A proxy that guards a path by its name must guard every way to it, so each path has only one.
    static func isPlain(_ path: String) -> Bool {
        let bytes = path.utf8
        guard bytes.first == UInt8(ascii: "/"), bytes.count == 1 || bytes.last != UInt8(ascii: "/") else {
            return false
        }
        var last: UInt8 = 0
        for byte in bytes {
            if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "/") && last == byte { return false }
            last = byte
        }
        return true
    }

    private static func has(_ path: String, oneNameIn folder: some StringProtocol) -> Bool {
        guard path.hasPrefix(folder) else { return false }
        let name = path.dropFirst(folder.count)
        return !name.isEmpty && !name.contains("/")
    }
}
