import Analysis
import LogArchive
import FoundationEssentials

/// The conversions of a list that are credited to some messages, as JSON has them.
struct ConversionTotalsDocument: Encodable {
    private let conversions: ConversionTotals
    private let rate: Rate

    /// - Returns: nil if there is no list of conversions.
    init?(_ totals: Totals) {
        guard let conversions = totals.conversions else { return nil }
        self.conversions = conversions
        rate = conversions.rate(of: totals)
    }

    private enum Keys: String, CodingKey {
        case messages, conversions, value, rate, interval, goal
        case byGoal = "by_goal"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(conversions.messages, forKey: .messages)
        try object.encode(conversions.conversions, forKey: .conversions)
        try object.encode(conversions.value?.decimal, forKey: .value)
        try object.encode(rate.value, forKey: .rate)
        try object.encode(rate.wilsonInterval?.ends, forKey: .interval)
        try object.encode(conversions.byGoal.map(GoalDocument.init), forKey: .byGoal)
    }

    private struct GoalDocument: Encodable {
        var goal: ConversionTotals.Goal

        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Keys.self)
            try object.encode(goal.goal, forKey: .goal)
            try object.encode(goal.messages, forKey: .messages)
            try object.encode(goal.conversions, forKey: .conversions)
            try object.encode(goal.value?.decimal, forKey: .value)
        }
    }
}

/// What became of a list of conversions, as JSON has it.
struct ConversionSummaryDocument: Encodable {
    var summary: ConversionSummary

    private enum Keys: String, CodingKey {
        case list, listed, unusable, repeated, comparisons, line, reason, count, first
        case window = "window_seconds"
        case ofOtherMessages = "of_other_messages"
        case ofUnknownPeople = "of_unknown_people"
        case withoutMessage = "without_message"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(summary.list, forKey: .list)
        try object.encode(summary.window, forKey: .window)
        try object.encode(summary.listed, forKey: .listed)
        try object.encode(summary.ofOtherMessages, forKey: .ofOtherMessages)
        try object.encode(summary.ofUnknownPeople, forKey: .ofUnknownPeople)
        try object.encode(summary.withoutMessage, forKey: .withoutMessage)
        try object.encode(FaultsDocument(faults: summary.unusable), forKey: .unusable)
        try object.encode(FaultsDocument(faults: summary.repeated), forKey: .repeated)
        try object.encode(summary.comparisons.map(ComparisonsDocument.init), forKey: .comparisons)
    }

    private struct FaultsDocument: Encodable {
        var faults: ListFaults

        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Keys.self)
            try object.encode(faults.count, forKey: .count)
            try object.encode(faults.first?.line, forKey: .line)
            try object.encode(faults.first?.reason, forKey: .reason)
        }
    }
}

/// Groups compared in pairs, as JSON has them.
private struct ComparisonsDocument: Encodable {
    var comparisons: ConversionComparisons

    private enum Keys: String, CodingKey {
        case dimension, pairs, by, first, second, difference, interval, significant
        case allPairs = "all_pairs"
        case pValue = "p_value"
        case correctedPValue = "p_value_holm"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(comparisons.dimension.key, forKey: .dimension)
        try object.encode(comparisons.allPairs, forKey: .allPairs)
        let shared = comparisons.shared.map(\.key)
        try object.encode(comparisons.pairs.map { PairDocument(shared: shared, pair: $0) }, forKey: .pairs)
    }

    private struct PairDocument: Encodable {
        var shared: [String]
        var pair: ConversionComparisons.Pair

        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Keys.self)
            try object.encode(Dictionary(zip(shared, pair.values)) { first, _ in first }, forKey: .by)
            try object.encode(SideDocument(pair.first), forKey: .first)
            try object.encode(SideDocument(pair.second), forKey: .second)
            try object.encode(pair.difference, forKey: .difference)
            try object.encode(pair.interval.ends, forKey: .interval)
            try object.encode(pair.pValue, forKey: .pValue)
            try object.encode(pair.correctedPValue, forKey: .correctedPValue)
            try object.encode(pair.isSignificant, forKey: .significant)
        }
    }

    private struct SideDocument: Encodable {
        var value: String
        var messages: Int
        var delivered: Int
        var rate: Double?

        init(_ side: ConversionComparisons.Side) {
            value = side.value
            messages = side.rate.count
            delivered = side.rate.whole
            rate = side.rate.value
        }
    }
}

extension ClosedRange<Double> {
    /// Its two ends.
    var ends: [Double] { [lowerBound, upperBound] }
}
