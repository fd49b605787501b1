import Analysis
import LogArchive

extension ReportFacts {
    /// The conversions that are credited to some messages; the subject is the goal.
    mutating func addConversions(_ section: String, at places: [Dimension: String], _ totals: Totals) {
        guard let conversions = totals.conversions else { return }
        let rate = conversions.rate(of: totals)
        add(section, at: places, measure: "conversions.messages", conversions.messages)
        add(section, at: places, measure: "conversions.conversions", conversions.conversions)
        add(section, at: places, measure: "conversions.value", conversions.value?.text() ?? "")
        add(section, at: places, measure: "conversions.rate", rate)
        add(section, at: places, measure: "conversions.interval", rate.wilsonInterval)
        for goal in conversions.byGoal {
            let name = goal.goal ?? ""
            add(section, at: places, subject: name, measure: "conversions.by_goal.messages", goal.messages)
            add(section, at: places, subject: name, measure: "conversions.by_goal.conversions", goal.conversions)
            add(section, at: places, subject: name, measure: "conversions.by_goal.value", goal.value?.text() ?? "")
        }
    }

    /// What became of a list of conversions, and the groups compared.
    mutating func add(_ summary: ConversionSummary) {
        let list = summary.list
        for (measure, count) in [
            ("window_seconds", summary.window), ("listed", summary.listed),
            ("of_other_messages", summary.ofOtherMessages), ("of_unknown_people", summary.ofUnknownPeople),
            ("without_message", summary.withoutMessage), ("unusable.count", summary.unusable.count),
            ("repeated.count", summary.repeated.count),
        ] {
            add("conversions", subject: list, measure: measure, count)
        }
        for (name, faults) in [("unusable", summary.unusable), ("repeated", summary.repeated)] {
            guard let first = faults.first else { continue }
            add("conversions", subject: list, measure: "\(name).line", first.line)
            add("conversions", subject: list, measure: "\(name).reason", first.reason)
        }
        guard let comparisons = summary.comparisons else { return }
        add("conversions", subject: list, measure: "comparisons.all_pairs", comparisons.allPairs)
        for pair in comparisons.pairs { add(pair, comparisons) }
    }

    private mutating func add(_ pair: ConversionComparisons.Pair, _ comparisons: ConversionComparisons) {
        let places = Dictionary(zip(comparisons.shared, pair.values.map { $0 ?? "" })) { first, _ in first }
        let family = comparisons.familyWords(of: pair)
        let subject = (family.isEmpty ? "" : family + ": ") + "\(pair.first.value), \(pair.second.value)"
        func add(_ measure: String, _ value: String) {
            self.add("comparison", at: places, subject: subject, measure: measure, value)
        }
        for (name, side) in [("first", pair.first), ("second", pair.second)] {
            add("\(name).messages", "\(side.rate.count)")
            add("\(name).delivered", "\(side.rate.whole)")
            add("\(name).rate", side.rate.value.map { "\($0)" } ?? "")
        }
        add("difference", "\(pair.difference)")
        add("interval.low", "\(pair.interval.lowerBound)")
        add("interval.high", "\(pair.interval.upperBound)")
        add("p_value", "\(pair.pValue)")
        add("p_value_holm", "\(pair.correctedPValue)")
        add("significant", "\(pair.isSignificant)")
    }

    private mutating func add(
        _ section: String, at places: [Dimension: String], measure: String, _ interval: ClosedRange<Double>?
    ) {
        add(section, at: places, measure: "\(measure).low", interval.map { "\($0.lowerBound)" } ?? "")
        add(section, at: places, measure: "\(measure).high", interval.map { "\($0.upperBound)" } ?? "")
    }
}
