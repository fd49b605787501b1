import Analysis
import Presentation
import TrackingLog

extension FilterOptions {
    /// Names the filter's values that no message has, and what the logs have: a mistyped filter is no good news.
    ///
    /// - Parameters:
    ///   - unmatched: values that no message has.
    ///   - messages: the number of messages that passed.
    ///   - quality: of the reading.
    ///   - isFiltering: whether other options leave messages out.
    func check(
        _ unmatched: [UnmatchedValues], messages: Int, of quality: Quality, isFiltering: Bool = false
    ) -> ExitStatus {
        // Without a row there is nothing that a filter could match.
        guard self.isFiltering || isFiltering, quality.rows > 0 else { return .done }
        for unmatched in unmatched { unmatched.printError() }
        if unmatched.isEmpty, messages == 0 {
            Failure(
                .badNews, "no message matches all of the filters",
                hint: "widen one of them, or leave it out"
            ).print()
        }
        return unmatched.isEmpty && messages > 0 ? .done : .badNews
    }
}

extension UnmatchedValues {
    /// Prints that no message has these values, and what the logs have.
    func printError() {
        Failure(
            .badNews, "no message matches --\(filter) \(names)", hint: hint("the logs have")
        ).print()
    }
}
