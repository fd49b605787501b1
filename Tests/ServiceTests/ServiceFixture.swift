import EventStore
import Export
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import TrackingLog

@testable import Service

/// A service over a store of its own, in a folder that is removed after its test.
final class ServiceFixture: Sendable {
    let folder: String
    let store: EventStore
    private let lines = Mutex<[String]>([])

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("pushtrail-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try EventStore(path: folder + "/store.db", creating: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The log so far.
    var log: String { lines.withLock { $0.joined() } }

    /// A new token of the store, as its holder knows it.
    func token(
        _ scopes: TokenScope..., apps: AppCodes? = nil, expires: Timestamp? = nil, name: String = "test"
    ) throws -> String {
        let secret = TokenSecret.random()
        guard let digest = secret.digest else { throw CancellationError() }
        try TokenRegister(of: store).add(
            name: name, digest: digest, scopes: Set(scopes), apps: apps, expires: expires, at: .now)
        return secret.text
    }

    /// The service, with one worker by default.
    func service(
        workers: Int = 1, logLevel: Logger.Level = .trace, _ change: (inout ServiceConfiguration) -> Void = { _ in }
    ) throws -> PushtrailService {
        var configuration = ServiceConfiguration()
        configuration.workers = workers
        configuration.port = 0
        configuration.publicURL = "https://push.example.com"
        // No limit of time that a busy machine could reach, unless the test is about it.
        configuration.idleTimeout = 3600
        configuration.requestTimeout = 3600
        configuration.bodyTimeout = 3600
        change(&configuration)
        let handler = StructuredLog(format: .logfmt, level: logLevel) { [self] line in
            lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
        }
        return try PushtrailService(configuration, store: store, logger: Logger(label: "test") { _ in handler })
    }

    /// Runs a test against the service, without a socket.
    func serve<Value>(
        workers: Int = 1, _ change: (inout ServiceConfiguration) -> Void = { _ in },
        _ test: @Sendable (Client) async throws -> Value
    ) async throws -> Value {
        try await service(workers: workers, change).application().test(.router) { client in
            try await test(Client(client: client))
        }
    }
}

/// The requests of tests.
struct Client: Sendable {
    let client: any TestClientProtocol

    func send(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, headers: HTTPFields = [:],
        body: [UInt8]? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        return try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
    }

    /// Calls a Pushwoosh method with a body as it stands.
    func call(_ method: String, _ body: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await send(.post, "/json/1.3/\(method)", headers: headers, body: Array(body.utf8))
    }

    /// Asks for a log, and returns the request ID.
    func request(_ token: String, date: String? = nil) async throws -> String {
        let date = date.map { "\"\($0)\"" } ?? "null"
        let answer = try await call("getTrackingLog", #"{"request":{"auth":"\#(token)","date":\#(date)}}"#)
        return try answer.json.path("response", "request_id")
    }

    func results(_ token: String, _ id: String) async throws -> TestResponse {
        try await call("getResults", #"{"request":{"auth":"\#(token)","request_id":"\#(id)"}}"#)
    }

    /// Asks for a log, waits until it is done, and returns the path of its link.
    func log(_ token: String, date: String? = nil) async throws -> String {
        let id = try await request(token, date: date)
        while true {
            let answer = try await results(token, id).json
            if answer["status_code"] as? Int == 200 {
                let link: String = try answer.path("response", "fileName")
                return String(link.dropFirst("https://push.example.com".count))
            }
            guard answer["status_code"] as? Int == 420 else { throw CancellationError() }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Posts events.
    func post(_ token: String, _ lines: String) async throws -> TestResponse {
        try await send(.post, "/v1/events", token: token, body: Array(lines.utf8))
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
    var bytes: [UInt8] { Array(body.readableBytesView) }

    var json: [String: Any] {
        get throws {
            guard let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
                throw CancellationError()
            }
            return object
        }
    }
}

extension [String: Any] {
    func path<Member>(_ first: String, _ second: String) throws -> Member {
        guard let inner = self[first] as? [String: Any], let value = inner[second] as? Member else {
            throw CancellationError()
        }
        return value
    }
}

/// An event as a line.
func line(
    _ code: String, _ status: String = "created", hwid: String = "H", app: String? = "A", payload: String? = "{}",
    secondsAgo: Int64 = 60
) -> String {
    let time = Timestamp.now.adding(seconds: -secondsAgo).rfc3339
    var line = #"{"timestamp":"\#(time)","tracking_code":"\#(code)","hwid":"\#(hwid)","status":"\#(status)""#
    if let app { line += #","app_code":"\#(app)""# }
    if let payload { line += #","target_id":"user","payload":\#(payload)"# }
    return line + "}\n"
}
