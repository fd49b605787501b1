import Analysis
import LogArchive
import TrackingLog

extension ConversionSummary {
    /// What the list is, and how its conversions are credited, in pieces of a sentence.
    var words: [String] {
        [
            "\(listed.counting("conversion")) in \(list.printable),",
            "each credited to the last message", "delivered to the person", "at most \(TimeSpan.words(window)) before",
        ]
    }

    /// The conversions and rows that are not counted with the report's messages, a sentence each.
    var remainderWords: [String] {
        func line(_ count: Int, _ words: String) -> String? {
            count == 0 ? nil : "\(count.counting("conversion")) \(words)"
        }
        let window = TimeSpan.words(window)
        var lines = [
            line(ofUnknownPeople, "of people who are not in the logs"),
            line(withoutMessage, "of people to whom no message was delivered in the \(window) before"),
            line(ofOtherMessages, "credited to messages outside this report"),
        ].compactMap(\.self)
        if let first = repeated.first {
            lines.append(
                "\(repeated.count.counting("row")) left out as \(repeated.count == 1 ? "a repetition" : "repetitions"), such as "
                    + "line \(first.line.grouped): \(first.reason)")
        }
        if let first = unusable.first {
            lines.append(
                "\(unusable.count.counting("row")) not used, such as line \(first.line.grouped): \(first.reason)")
        }
        return lines.map(\.printable)
    }
}

extension ConversionComparisons {
    /// What the two of a pair have in common; empty if nothing.
    func familyWords(of pair: Pair) -> String {
        pair.values.compactMap(\.self).joined(separator: " | ")
    }

    /// How groups were compared, in pieces of a sentence.
    var words: [String] {
        var words = [
            "The difference is the second rate less the first, in percentage points, with its 95 % interval;",
            "p is by Fisher's exact test,",
            pairs.count == 1 ? "of one pair." : "corrected by Holm for \(pairs.count.grouped) pairs.",
            "Significant: p is below \(Self.significanceLevel).",
        ]
        if allPairs > pairs.count {
            words.append(
                "Of \(allPairs.grouped) pairs those with the most delivered messages are compared.")
        }
        return words
    }
}

extension ConversionComparisons.Pair {
    /// Whether the groups differ, in words.
    var verdict: String { isSignificant ? "significant" : "not significant" }
}
