public import Analysis
import TrackingLog

/// What became of the steps of a plan: the numbers, a table, and why steps failed.
public struct PlanAnswer: Answer {
    let result: PlanResult
    /// Whether only the numbers are shown.
    private let isSummary: Bool

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - result: the verdicts.
    ///   - isSummary: whether to show one line only.
    public init(_ result: PlanResult, isSummary: Bool = false) {
        self.result = result
        self.isSummary = isSummary
    }

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// `pushtrail.qa/1`.
    public var document: some Encodable { PlanDocument(result: result) }

    /// The numbers; each step with what was found; each failed step with its reason.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        try body(Section([.paragraph([summary])]))
        guard !isSummary else { return }
        try body(Section([.table(table)]))
        // The advice on a reason is given once.
        var advised: Set<Reason> = []
        for step in result.steps where step.verdict == .failed { try body(explanation(of: step, &advised)) }
        try body(result.quality.rejects(notThere: "searched"))
    }

    private var summary: String {
        let verdicts = StepResult.Verdict.allCases.map { "\(result.count($0).grouped) \($0.rawValue)" }
        return "\(result.steps.count.counting("step")): \(verdicts.joined(separator: ", "))"
    }

    private var table: Table {
        var table = Table(columns: [
            .init(title: "step", alignment: .left, gap: 0, canShrink: true),
            .init(title: "expected", alignment: .left), .init(title: "found", alignment: .left),
            .init(title: "verdict", alignment: .left), .init(alignment: .left),
            .init(title: "time (UTC)", alignment: .left, isOptional: true),
        ])
        var person: String?
        for step in result.steps {
            if step.planned.person != person { table.rows.append([step.planned.person]) }
            person = step.planned.person
            table.rows.append([
                "  " + step.planned.title, step.planned.expectation.words, step.foundWords, step.verdict.rawValue,
                step.note, step.time?.description ?? "",
            ])
        }
        return table
    }

    /// Why a step failed: the gateway's reason, and what to do.
    private func explanation(of step: StepResult, _ advised: inout Set<Reason>) -> Section {
        let message = step.code.map { ", \($0)" } ?? ""
        var lines = [
            Line(
                text: "line \(step.planned.line.grouped): \(step.planned.person), \(step.planned.title)\(message)",
                emphasis: .heading)
        ]
        func add(_ text: String) {
            for (number, line) in Paragraph.lines(of: text, width: Paragraph.width - 4).enumerated() {
                lines.append(Line(text: (number == 0 ? "  " : "    ") + line))
            }
        }
        add("\(step.explanation)\(step.time.map { " (\($0) UTC)" } ?? "")")
        if let description = step.description { add(description) }
        if let reason = step.reason {
            add(reason.consequences)
            if advised.insert(reason).inserted { add("→ " + reason.advice) }
        }
        return Section([.lines(lines)])
    }
}

extension PlannedStep {
    /// The step with its journey, if the plan has one.
    var title: String { (journey.map { "\($0) | " } ?? "") + step }
}

extension Expectation {
    var words: String { self == .none ? "no message" : rawValue }
}

extension StepResult {
    /// The furthest that the message came.
    var foundWords: String { (found ?? .none).words }

    /// A remark, in few words.
    fileprivate var note: String {
        switch ground {
        case .asExpected: ""
        case .noMessage(let laterStep?): "“\(laterStep)” came"
        case .late(let seconds): "\(TimeSpan.words(seconds)) late"
        case .outOfTime: "not within \(TimeSpan.words(planned.within ?? 0))"
        case .noMessage, .notYet: planned.within.map { "within \(TimeSpan.words($0))" } ?? ""
        case .otherwise: reason?.name ?? ""
        }
    }

    /// Why it has its verdict, in a sentence.
    var explanation: String {
        let wanted = planned.expectation.words
        var limit: String { "expected within \(TimeSpan.words(planned.within ?? 0)) of the beginning" }
        switch ground {
        case .asExpected: return "\(foundWords), as expected"
        case .noMessage(let laterStep):
            return "no message yet" + (laterStep.map { ", though “\($0)” came" } ?? "")
        case .notYet: return "\(foundWords) so far, expected \(wanted)"
        case .otherwise: return "\(foundWords), expected \(wanted)"
        case .late(let seconds): return "\(wanted) \(TimeSpan.words(seconds)) late: \(limit)"
        case .outOfTime:
            return code == nil ? "no message: \(limit)" : "\(foundWords), and not \(wanted): \(limit)"
        }
    }
}
