import TrackingLog

/// What has come of the lines of a body.
struct UploadTally: Sendable {
    /// So many rejected lines are named; more are only counted.
    static let mostNamed = 10_000

    private(set) var accepted = 0
    private(set) var duplicates = 0
    private(set) var rejected = 0
    private var named: [(line: Int, reason: String)] = []

    mutating func add(accepted: Int, duplicates: Int) {
        self.accepted += accepted
        self.duplicates += duplicates
    }

    mutating func reject(line: Int, _ reason: String) {
        rejected += 1
        if named.count < Self.mostNamed { named.append((line, reason)) }
    }

    /// Puts the counts and the rejected lines, in their order, into an answer.
    func put(into object: inout JSONObject) {
        object.put("accepted", accepted)
        object.put("duplicates", duplicates)
        object.put("rejected", array: named.sorted { $0.line < $1.line }) { reject, bytes in
            bytes.append(
                contentsOf: JSONObject.spelled { object in
                    object.put("line", reject.line)
                    object.put("reason", reject.reason)
                })
        }
        if rejected > named.count { object.put("rejected_not_listed", rejected - named.count) }
    }
}
