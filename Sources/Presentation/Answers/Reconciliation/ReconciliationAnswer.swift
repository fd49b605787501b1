public import Analysis
import TrackingLog

/// What a sender says it sent, held against logs: the numbers, by day, and the first of each list.
public struct ReconciliationAnswer: Answer {
    /// How many of each list the answer for people shows.
    public static let shown = 5

    let result: Reconciliation
    private let list: String

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - result: the reconciliation, with the findings to show.
    ///   - list: the name of the sender's list.
    public init(_ result: Reconciliation, of list: String) {
        self.result = result
        self.list = list
    }

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// `pushtrail.reconciliation/1`.
    public var document: some Encodable { ReconciliationDocument(result: result, list: list) }

    /// A summary, the numbers, the numbers by day, and the first of each list.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        let counts = result.counts
        var summary = [
            "\(result.listed.counting("message")) on \(list.printable),",
            "\((counts[.matched] + counts[.unknown]).counting("message")) in the logs:",
            result.differs ? "they differ" : counts[.unsettled] > 0 ? "the same, and not all settled" : "the same",
        ]
        if result.listed == 0, counts[.unknown] == 0 { summary[2] = "nothing to compare" }
        try body(Section([.paragraph(summary), .paragraph(period)]))
        try body(Section([.table(verdicts)]))
        if result.days.count > 1 { try body(Section(title: "By day", [.table(days)])) }
        for verdict in Reconciliation.Verdict.differences {
            guard let findings = result.findings[verdict], counts[verdict] > 0 else { continue }
            let first = findings.prefix(Self.shown)
            let others = counts[verdict] - first.count
            var lines = first.map { Line(text: "  " + $0.words) }
            if others > 0 {
                lines.append(
                    Line(
                        text: "  and \(others.counting("other")): --list \(verdict.rawValue) prints all",
                        emphasis: .quiet))
            }
            try body(
                Section(title: verdict.rawValue.prefix(1).uppercased() + verdict.rawValue.dropFirst(), [.lines(lines)]))
        }
        try body(result.quality.rejects(notThere: "compared"))
    }

    private var period: [String] {
        var pieces: [String]
        if let period = result.period {
            let (start, end) = (period.lowerBound, period.upperBound)
            let words =
                end == .latest ? "from \(start) on" : start == .earliest ? "up to \(end)" : "from \(start) to \(end)"
            pieces = ["Compared: messages \(words) (UTC)"]
            if result.outside > 0 {
                pieces.append("(\(result.outside.counting("other message")) in the logs left out)")
            }
        } else {
            pieces = ["Compared: all messages in the logs"]
        }
        if result.leftOut > 0 { pieces.append("(\(result.leftOut.counting("message")) on the list left out)") }
        return pieces
    }

    private var verdicts: Table {
        var table = Table(
            columns: [.init(alignment: .left, gap: 0), .init(), .init(alignment: .left)], showsTitles: false)
        for verdict in [.matched, .unsettled, .missing, .unknown, .doubled] as [Reconciliation.Verdict] {
            table.rows.append([verdict.rawValue, result.counts[verdict].grouped, meaning(of: verdict)])
        }
        return table
    }

    private func meaning(of verdict: Reconciliation.Verdict) -> String {
        switch verdict {
        case .matched: return "on the list and in the logs"
        case .unsettled: return "of these, still without an outcome"
        case .missing: return "on the list, not in the logs"
        case .unknown: return "in the logs, not on the list"
        case .doubled:
            let sent = result.counts[.doubled] - result.listedTwice
            guard result.counts[.doubled] > 0 else { return "listed or sent twice" }
            let parts = [
                result.listedTwice > 0 ? "\(result.listedTwice.counting("code")) listed twice" : nil,
                sent > 0
                    ? "\(sent.counting("unknown message")) \(sent == 1 ? "repeats" : "repeat") a matched one" : nil,
            ]
            return parts.compactMap(\.self).joined(separator: ", ")
        }
    }

    private var days: Table {
        var table = Table(
            columns: [.init(title: "day", alignment: .left, gap: 0)]
                + Reconciliation.Verdict.allCases.map { .init(title: $0.rawValue) })
        for day in result.days {
            table.rows.append(
                [day.day?.description ?? "no day"]
                    + Reconciliation.Verdict.allCases.map { day.counts[$0].grouped })
        }
        return table
    }
}

extension Reconciliation.Verdict {
    /// The verdicts that people have to look at.
    package static let differences: [Self] = [.missing, .unknown, .unsettled, .doubled]
}

extension Reconciliation.Finding {
    fileprivate var words: String {
        let time = time.map { "  \($0)" } ?? ""
        return (code ?? "to \(target ?? "")") + time
    }

    /// The finding on a line of its own: a code; a target and a time with a tab between them.
    package var line: String {
        if let code { return code }
        return [target ?? "", time?.rfc3339 ?? ""].joined(separator: "\t")
    }
}
