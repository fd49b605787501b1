import Analysis
package import Diagnosis
import TrackingLog

extension Finding {
    /// What happened and where, in a few words: `More tokens are dead: platform ios`.
    package var heading: String {
        let place = scope.words
        return cause.title + (place.isEmpty ? "" : ": \(place)")
    }

    /// The finding in one line.
    package var sentence: String {
        let observed = evidence.observed
        let end = until.map { " to \($0)" } ?? ", still going on"
        let reasons =
            evidence.reasons.isEmpty ? "" : "; " + evidence.reasons.prefix(3).map(\.name).joined(separator: ", ")
        return "\(severity.rawValue): \(heading), from \(since)\(end) (UTC): \(observed.count.grouped) of "
            + "\(observed.whole.grouped), expected \(evidence.expected.asExpectedCount); "
            + "\(affected.messages.counting("message")) to \(affected.persons.counting("person", "people"))\(reasons)"
    }
}

extension Finding {
    /// Whom it touched, in words.
    var affectedWords: String {
        let messages = affected.messages.counting("message")
        return affected.persons > 0 ? "\(messages), \(affected.persons.counting("person", "people"))" : messages
    }
}

extension Finding.Evidence {
    /// What was seen and what was to be expected, in words.
    func words(_ cause: Cause) -> String {
        let usual = expected.asExpectedCount
        if cause == .volumeMissing { return "\(observed.count.counting("message")); \(usual) expected" }
        let share = observed.whole > 0 ? "\((expected / Double(observed.whole) * 100).rounded(to: 1)) %" : usual
        return "\(cause.measure): \(observed.percent) of \(observed.whole.grouped) \(cause.whole); \(share) expected"
    }
}

extension Finding.Scope {
    /// The scope in words: `platform ios, journey “Cart Recovery”`; empty if it is not confined.
    package var words: String {
        [
            platform.map { "platform \($0.name)" }, app.map { "app “\($0)”" }, journey.map { "journey “\($0)”" },
            variant.map { "variant “\($0)”" },
        ].compactMap(\.self).joined(separator: ", ")
    }
}
