public import EventStore
import TrackingLog

/// What the store holds, and what is not sealed yet.
public struct StoreStatusAnswer: Answer {
    private let status: StoreStatus
    private let path: String

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - status: the status of the store.
    ///   - path: the store's path.
    public init(_ status: StoreStatus, of path: String) {
        self.status = status
        self.path = path
    }

    /// The counts by their names.
    public var document: some Encodable { StatusDocument(path: path, status: status) }

    /// One list of facts.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        func range(_ times: ClosedRange<Timestamp>?) -> String {
            times.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "–"
        }
        let jobs = LogJob.State.allCases.compactMap { state in
            status.jobs[state].map { "\($0.grouped) \(state.rawValue)" }
        }
        try body(
            Section([
                .facts([
                    ("store", "\(path), \(status.bytes.asBytes)"),
                    ("events", status.events.grouped),
                    ("messages", status.messages.grouped),
                    ("deliveries", status.deliveries.grouped),
                    ("devices", status.devices.grouped),
                    ("happened", range(status.times)),
                    ("recorded", range(status.recorded)),
                    ("sealed", status.sealedThrough.map { "through \($0)" } ?? "–"),
                    ("not sealed", "\(status.unsealed.grouped) events"),
                    ("pruned", status.prunedBefore.map { "before \($0)" } ?? "–"),
                    ("jobs", jobs.isEmpty ? "–" : jobs.joined(separator: ", ")),
                ])
            ]))
    }
}

private struct StatusDocument: Encodable {
    var path: String
    var status: StoreStatus

    private enum Keys: String, CodingKey {
        case sealedThrough = "sealed_through"
        case prunedBefore = "pruned_before"
        case store, schema, bytes, events, messages, deliveries, devices, happened, recorded, unsealed, jobs
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(path, forKey: .store)
        try object.encode(status.schema, forKey: .schema)
        try object.encode(status.bytes, forKey: .bytes)
        try object.encode(status.events, forKey: .events)
        try object.encode(status.messages, forKey: .messages)
        try object.encode(status.deliveries, forKey: .deliveries)
        try object.encode(status.devices, forKey: .devices)
        try object.encode(times(status.times), forKey: .happened)
        try object.encode(times(status.recorded), forKey: .recorded)
        try object.encode(status.sealedThrough?.description, forKey: .sealedThrough)
        try object.encode(status.unsealed, forKey: .unsealed)
        try object.encode(status.prunedBefore?.rfc3339, forKey: .prunedBefore)
        let jobs = LogJob.State.allCases.map { ($0.rawValue, status.jobs[$0] ?? 0) }
        try object.encode(Dictionary(uniqueKeysWithValues: jobs), forKey: .jobs)
    }

    private func times(_ range: ClosedRange<Timestamp>?) -> [String: String?] {
        ["from": range?.lowerBound.rfc3339, "to": range?.upperBound.rfc3339]
    }
}
