/// The conversions of one group of messages, while they are counted.
struct ConversionTally: Sendable {
    private let list: ConversionList
    private var messages = 0
    private var conversions = 0
    private var value = ExactDecimal.zero
    /// By a goal's number in the list.
    private var byGoal: [UInt32: OfGoal] = [:]

    private struct OfGoal {
        var messages = 0
        var conversions = 0
        var value = ExactDecimal.zero
    }

    init(_ list: ConversionList) { self.list = list }

    /// Adds a message's conversions, in order of their goals.
    mutating func add(_ credits: ArraySlice<ConversionCredits.Credit>) {
        messages += 1
        conversions += credits.count
        var last: UInt32?
        for credit in credits {
            let amount = ExactDecimal(millionths: Int128(credit.value))
            value += amount
            byGoal[credit.goal, default: OfGoal()].conversions += 1
            byGoal[credit.goal, default: OfGoal()].value += amount
            if credit.goal != last { byGoal[credit.goal, default: OfGoal()].messages += 1 }
            last = credit.goal
        }
    }

    mutating func merge(_ other: ConversionTally) {
        messages += other.messages
        conversions += other.conversions
        value += other.value
        byGoal.merge(other.byGoal) { mine, theirs in
            var sum = mine
            sum.messages += theirs.messages
            sum.conversions += theirs.conversions
            sum.value += theirs.value
            return sum
        }
    }

    /// The conversions in the form of a report.
    var totals: ConversionTotals {
        var totals = ConversionTotals()
        totals.messages = messages
        totals.conversions = conversions
        totals.value = list.hasValues ? value : nil
        totals.byGoal = byGoal.map { goal, counts in
            ConversionTotals.Goal(
                goal: goal == ListedConversion.noGoal ? nil : list.goals[Int(goal)], messages: counts.messages,
                conversions: counts.conversions, value: list.hasValues ? counts.value : nil)
        }
        totals.byGoal.sort { left, right in
            if left.conversions != right.conversions { return left.conversions > right.conversions }
            return [left.goal].precedes([right.goal])
        }
        return totals
    }
}
