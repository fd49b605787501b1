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
            + "\(observed.whole.grouped), expected \(Int(expectedCount).grouped); "
            + "\(affected.messages.counting("message")) to \(affected.persons.counting("person", "people"))\(reasons)"
    }

    private var expectedCount: Double {
        evidence.expected.isFinite ? min(max(evidence.expected.rounded(), 0), 1e15) : 0
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
        let expected = Int(expected.rounded())
        if cause == .volumeMissing {
            return "\(observed.count.counting("message")), where \(expected.grouped) are usual"
        }
        let rate = observed.whole > 0 ? Rate(expected, of: observed.whole) : Rate(0, of: 0)
        return "\(observed.percent) of \(observed.whole.grouped) \(cause.whole) \(cause.measure), where "
            + "\(rate.percent) \(expected == 1 ? "is" : "are") to be expected"
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
