public import Analysis
import TrackingLog

extension RuleVerdict {
    /// The value beside its limit: `the delivery rate of platform ios is 0.8533 (64 of 75), the limit 0.9`.
    public var words: String {
        switch state {
        case .undefined(let ground): return "\(subject) \(undefinedWords(ground))"
        case .kept(let value), .broken(let value):
            switch rule.measure {
            case .rate:
                return "\(subject) is \(value.figure(4))\(shareWords), the limit \(rule.limit.figure(4))"
            case .count: return "\(subject) is \(Int(value).grouped), the limit \(Int(rule.limit).grouped)"
            case .drop: return dropWords(value)
            }
        }
    }

    /// What to do about it.
    public var hint: String {
        switch state {
        case .kept, .broken: return "the report shows where and why; narrow it down with --by day,app"
        case .undefined(.noMessages), .undefined(.nothingToShare):
            // The logs' own values help more than advice.
            guard let unmatched = unmatched.first else { return "check the logs, and the filters (--app, --since …)" }
            return "no message has the \(unmatched.filter) \(unmatched.names); \(unmatched.hint("the logs have"))"
        case .undefined(.noBaseline):
            return "give logs that hold as long a time before --since, or other logs to compare with: --baseline FILE"
        case .undefined(.noMessagesBefore): return "compare with logs that have such messages: --baseline FILE"
        }
    }

    private var subject: String {
        let name =
            switch rule.measure {
            case .rate("coverage"): "token coverage"
            case .rate("reporting"): "reporting coverage"
            case .rate(let name): "\(name) rate"
            case .count("persons"): "number of people"
            case .count(let name):
                "number of \(["events", "messages", "deliveries", "devices", "recipients"].contains(name) ? name : "\(name) messages")"
            case .drop: "delivery rate"
            }
        return "the \(name)\(rule.scope.isWhole ? "" : " of \(rule.scope)")"
    }

    private var shareWords: String { rate.map { " (\($0.count.grouped) of \($0.whole.grouped))" } ?? "" }

    private func undefinedWords(_ ground: Ground) -> String {
        switch ground {
        case .noMessages: "is undefined: no messages match"
        case .nothingToShare: "is undefined: it is a share of no messages"
        case .noBaseline: "cannot be compared: there are no messages of the time before"
        case .noMessagesBefore:
            "cannot be compared: no messages match from \(before.map { "\($0.period.lowerBound) to \($0.period.upperBound)" } ?? "")"
        }
    }

    private func dropWords(_ drop: Double) -> String {
        guard let before, let old = before.counts.deliveryRate.value, let new = rate?.value else { return subject }
        let change = drop >= 0 ? "fell by \((drop * 100).figure(1))%" : "rose by \((-drop * 100).figure(1))%"
        let was = before.counts.deliveryRate
        return "\(subject) \(change) (the limit \((rule.limit * 100).figure(1))%): it is \(new.figure(4))"
            + "\(shareWords), and was \(old.figure(4)) (\(was.count.grouped) of \(was.whole.grouped)) "
            + "from \(before.period.lowerBound) to \(before.period.upperBound)"
    }
}

extension Double {
    /// With as many decimals, and none where all are zeros.
    fileprivate func figure(_ places: Int) -> String {
        let text = rounded(to: places)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
