import TrackingLog

/// The outcome of a body's lines, counted.
struct UploadTally: Sendable {
    /// Maximum rejected lines that are listed; more are only counted.
    static let maximumListed = 10_000

    private(set) var accepted = 0
    private(set) var duplicates = 0
    private(set) var rejected = 0
    /// Rejected lines may be among them.
    var unknownStatuses = UnknownStatuses()
    private var listed: [(line: Int, reason: String)] = []

    mutating func add(accepted: Int, duplicates: Int) {
        self.accepted += accepted
        self.duplicates += duplicates
    }

    mutating func reject(line: Int, _ reason: String) {
        rejected += 1
        if listed.count < Self.maximumListed { listed.append((line, reason)) }
    }

    /// Puts the counts and the rejected lines, in their order, into a response.
    func put(into object: inout JSONObject) {
        object.put("accepted", accepted)
        object.put("duplicates", duplicates)
        object.put("rejected", array: listed.sorted { $0.line < $1.line }) { reject, bytes in
            bytes.append(
                contentsOf: JSONObject.bytes { object in
                    object.put("line", reject.line)
                    object.put("reason", reject.reason)
                })
        }
        if rejected > listed.count { object.put("rejected_not_listed", rejected - listed.count) }
        let unknown = unknownStatuses.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard !unknown.isEmpty else { return }
        object.put("unknown_statuses", array: unknown) { status, bytes in
            bytes.append(
                contentsOf: JSONObject.bytes { object in
                    object.put("status", status.key)
                    object.put("events", status.value)
                    object.put("nearest", Status.nearestWord(to: status.key))
                })
        }
    }
}
