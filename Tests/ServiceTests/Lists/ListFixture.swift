import Analysis
import EventStore
import Foundation
import HTTPTypes
import HummingbirdTesting
import LogArchive
import Presentation
import Simulation
import Testing
import TrackingLog

@testable import Service

extension ServiceFixture {
    /// Records simulated traffic that ends now.
    ///
    /// - Returns: its file.
    func simulate(messages: Int = 400, seed: UInt64 = 1) async throws -> String {
        let traffic = Traffic(messages: messages, days: 10, seed: seed, end: .now)
        let path = folder + "/\(seed).ndjson"
        let rows = traffic.rows(as: .ndjson)
        try Data(rows).write(to: URL(fileURLWithPath: path))
        let token = try token(.ingest)
        try await serve(workers: 0) { client in
            let answer = try await client.send(.post, "/v1/events", token: token, body: rows)
            #expect(answer.status == .ok)
        }
        return path
    }
}

extension Client {
    /// The lines of all pages of a list.
    func lines(_ path: String, _ member: String, token: String) async throws -> [Line] {
        var lines: [Line] = []
        var next: String?
        repeat {
            let separator = path.contains("?") ? "&" : "?"
            let page = next.map { path + separator + "page_token=\($0)" } ?? path
            let answer = try await send(.get, page, token: token)
            #expect(answer.status == .ok, "\(answer.text)")
            let json = try answer.json
            let read = try #require(json[member] as? [[String: Any]]).map(Line.init)
            lines += read
            next = json["next_page_token"] as? String
            #expect(next == nil || !read.isEmpty)
            #expect(next != nil || json["total"] as? Int == lines.count)
        } while next != nil
        return lines
    }

    /// The answer of `getMessageLog`.
    func messageLog(_ token: String, _ fields: String) async throws -> [String: Any] {
        try await call("getMessageLog", #"{"request":{"auth":"\#(token)",\#(fields)}}"#).json
    }
}

/// A line of a list.
struct Line: Hashable, Sendable {
    /// The members as texts.
    private var members: [String: String]

    init(_ object: [String: Any]) { members = object.mapValues { $0 is NSNull ? "null" : "\($0)" } }

    /// A member that is there and not null.
    subscript(name: String) -> String? { members[name].flatMap { $0 == "null" ? nil : $0 } }

    /// The line with some members only.
    func with(_ names: Set<String>) -> Line {
        Line(members.filter { names.contains($0.key) })
    }
}

/// The objects of NDJSON.
func objects(_ lines: [UInt8]) throws -> [Line] {
    try lines.split(separator: .lineFeed).map { line in
        Line(try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]))
    }
}

/// What `pushtrail deliveries` writes of a file.
func deliveryLines(of path: String, _ change: (inout DeliveryRequest) -> Void = { _ in }) throws -> [Line] {
    var request = DeliveryRequest()
    change(&request)
    let columns = request.isPerDevice ? DeliveryColumn.ofDeliveries : DeliveryColumn.ofMessages
    let format = DeliveryNDJSON(DeliveryLogLayout(columns.filter { $0 != .link }))
    var text: [UInt8] = []
    try LogAnalysis().deliveries(on: [.path(path)], request).log.read(into: &text) {
        format.text(of: $0)
    } take: { text, lines in
        text += lines
    }
    return try objects(text)
}

/// What `pushtrail segment --as-of` writes of a file.
func segmentLines(_ segment: Segment, of path: String, asOf: Timestamp) throws -> [Line] {
    var text = SegmentText(segment, .ndjson, isSeen: false)
    var lines: [UInt8] = []
    try LogAnalysis().segment(SegmentRequest(segment, asOf: asOf), of: [.path(path)]).list.read {
        lines += text.text(of: $0)
    }
    return try objects(lines)
}
