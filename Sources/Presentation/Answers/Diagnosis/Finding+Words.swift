import Analysis
package import Diagnosis
import TrackingLog

extension Finding {
    /// The cause and its place in a few words: `Token churn: platform ios`.
    package var heading: String {
        let name = cause.rawValue.replacing("_", with: " ")
        let place = scope.words
        return name.prefix(1).uppercased() + name.dropFirst() + (place.isEmpty ? "" : ": \(place)")
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

extension Finding.Scope {
    /// The scope in words: `platform ios, journey “Cart Recovery”`; empty if it is not confined.
    package var words: String {
        [
            platform.map { "platform \($0.name)" }, app.map { "app “\($0)”" }, journey.map { "journey “\($0)”" },
            variant.map { "variant “\($0)”" },
        ].compactMap(\.self).joined(separator: ", ")
    }
}
