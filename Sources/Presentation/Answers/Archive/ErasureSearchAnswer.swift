public import Erasing
import TrackingLog

/// What there is to erase, or is left.
public struct ErasureSearchAnswer: Answer {
    private let findings: ErasureFindings
    private let ids: Int
    private let isCheck: Bool

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - findings: what was found.
    ///   - ids: of how many people, devices and messages.
    ///   - isCheck: whether nothing should be left.
    public init(_ findings: ErasureFindings, of ids: Int, isCheck: Bool) {
        self.findings = findings
        self.ids = ids
        self.isCheck = isCheck
    }

    /// `pushtrail.erasure-search/1`.
    public var document: some Encodable { ErasureSearchDocument(findings: findings) }

    /// A line on what was found, and one on an erasure that was stopped.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        let words = ErasureAnswer.words(
            rows: findings.rows, nights: findings.nights.count, events: findings.events, results: findings.results)
        let days = findings.nights.isEmpty ? "" : " (\(Self.words(findings.nights)))"
        let traces = findings.hasTraces && findings.events == 0 ? ", traces of pruned messages" : ""
        let nothing = "nothing about \(ids.counting("id")) is in the store, the archive or finished logs"
        var lines = [findings.isEmpty ? nothing : "\(isCheck ? "found" : "would erase"): \(words)\(traces)\(days)"]
        if findings.isUnfinished {
            lines.append("an erasure was stopped: run it again, with all whom it was about")
        }
        try body(Section([.lines(lines.map { Line(text: $0) })]))
    }

    private static func words(_ days: [Day]) -> String {
        guard let first = days.first, let last = days.last, first != last else {
            return days.first.map { "\($0)" } ?? ""
        }
        return days.count == 2 ? "\(first) and \(last)" : "\(first) to \(last)"
    }
}

private struct ErasureSearchDocument: Encodable {
    let findings: ErasureFindings

    private enum Keys: String, CodingKey {
        case schema, rows, nights, events, traces, logs, unfinished
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.erasure-search/1", forKey: .schema)
        try object.encode(findings.rows, forKey: .rows)
        try object.encode(findings.nights.map(\.description), forKey: .nights)
        try object.encode(findings.events, forKey: .events)
        try object.encode(findings.hasTraces, forKey: .traces)
        try object.encode(findings.results, forKey: .logs)
        try object.encode(findings.isUnfinished, forKey: .unfinished)
    }
}
