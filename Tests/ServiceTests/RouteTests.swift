import EventStore
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Service

@Suite("Routes: what the table says holds, for every route")
struct RouteTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    /// An operation, as the table or the description has it.
    private struct Operation: Hashable {
        var path: String
        var method: String
        var needsToken: Bool
        var readsBody: Bool
    }

    @Test("openapi.json describes the routes of our own API, with their methods, tokens and bodies, and nothing else")
    func description() throws {
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(PackageResources.openapi_json)) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        var described: Set<Operation> = []
        for (path, item) in paths {
            for (key, value) in item where key != "parameters" {
                let operation = try #require(value as? [String: Any], "\(key) \(path)")
                let responses = try #require(operation["responses"] as? [String: Any], "\(key) \(path)")
                let needsToken = operation["security"] as? [[String: [String]]] == [["bearer": []]]
                #expect((responses["401"] != nil) == needsToken && (responses["403"] != nil) == needsToken)
                described.insert(
                    Operation(
                        path: path, method: key.uppercased(), needsToken: needsToken,
                        readsBody: operation["requestBody"] != nil))
            }
        }
        let served = Route.allCases.filter { !$0.isPushwoosh && !$0.rule.isForBrowsers }.flatMap { route in
            route.rule.methods.map { method in
                Operation(
                    path: route.rawValue, method: method.rawValue, needsToken: route.rule.scope != nil,
                    readsBody: route.rule.maximumBody > 0)
            }
        }
        #expect(described == Set(served) && described.count == served.count)
    }

    /// The settings that leave every route on.
    private static func everything(_ configuration: inout ServiceConfiguration) {
        configuration.deviceCallbacks = true
        configuration.console = true
    }

    /// A path of a route, with random names.
    private static func path(_ path: String) -> String {
        path.replacing("{id}", with: JobID.random().description)
            .replacing("{file}", with: "\(JobID.random()).zip").replacing("{number}", with: "1")
            .replacing("{name}", with: "has-token")
    }

    @Test(
        "a route with a scope takes a token of that scope and no other request; a route without takes every request",
        arguments: Route.allCases.filter { !$0.rule.isForBrowsers })
    func tokens(route: Route) async throws {
        let right = try fixture.token(route.rule.scope ?? .export)
        let wrong = try fixture.token(route.rule.scope == .export ? .ingest : .export)
        try await fixture.serve(workers: 0, Self.everything) { client in
            for path in route.paths {
                for method in route.rule.methods {
                    func code(_ token: String?) async throws -> Int {
                        let answer = try await client.send(
                            method, Self.path(path), token: token, body: Array(#"{"request":{}}"#.utf8))
                        let code = route.isPushwoosh ? try answer.json["status_code"] as? Int : nil
                        let isDenied = route.isPushwoosh && answer.text.contains("Access denied")
                        return isDenied ? 401 : code ?? answer.status.code
                    }
                    let codes = [try await code(nil), try await code(wrong), try await code(right)]
                    if route.rule.scope == nil {
                        #expect(codes.allSatisfy { $0 != 401 && $0 != 403 }, "\(method) \(path): \(codes)")
                    } else {
                        #expect(codes[..<2] == [401, 403], "\(method) \(path): \(codes)")
                        #expect(![401, 403].contains(codes[2]), "\(method) \(path): \(codes)")
                    }
                }
            }
        }
    }

    @Test("a method that a route does not have is 405, with those that it has", arguments: Route.allCases)
    func methods(route: Route) async throws {
        try await fixture.serve(workers: 0, Self.everything) { client in
            for path in route.paths {
                let answer = try await client.send(.delete, Self.path(path))
                #expect(answer.status == .methodNotAllowed)
                #expect(answer.headers[.allow] == route.rule.methods.map(\.rawValue).joined(separator: ", "))
            }
        }
    }

    @Test("requests are counted under the label of their route", arguments: Route.allCases)
    func labels(route: Route) async throws {
        try await fixture.serve(workers: 0, Self.everything) { client in
            let method = try #require(route.rule.methods.first)
            for path in route.paths { _ = try await client.send(method, Self.path(path)) }
            let text = try await client.send(.get, "/metrics").text
            #expect(text.contains("pushtrail_requests_total{route=\"\(route.label)\",method=\"\(method.rawValue)\","))
        }
    }

    @Test("a reserve connection may ask for the monitoring routes, and for nothing else")
    func reserve() {
        let allowed = Route.allCases.flatMap(\.paths).filter { Route.isInReserve($0) && Route.isInReserve($0 + "?x") }
        #expect(allowed == ["/healthz", "/readyz", "/metrics"])
        #expect(!Route.isInReserve("/metrics/") && !Route.isInReserve("/metricsx"))
    }

    @Test("limits of bodies, in bytes")
    func bodies() {
        #expect(Route.events.rule.maximumBody == 64 << 20 && Route.maximumBody == 64 << 20)
        #expect(Route.getResults.rule.maximumBody == 64 << 10 && Route.pushStat.rule.maximumBody == 64 << 10)
    }
}
