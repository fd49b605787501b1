import Analysis
import Diagnosis
import TrackingLog

/// The figures of a finding as answers show them: rounded once, for JSON and page alike.
struct FindingFigures {
    /// A count among others, and its rate; nil without any others.
    struct Share {
        let count: Double
        let whole: Int
        let rate: Double?

        init(_ count: Double, of whole: Int) {
            self.count = count
            self.whole = whole
            rate = whole > 0 ? (count / Double(whole)).rounded(toDecimals: 6) : nil
        }
    }

    let observed: Share
    let expected: Share
    /// From 0 to 1, never 1: nothing that is counted is certain.
    let confidence: Double

    init(_ finding: Finding) {
        let evidence = finding.evidence
        observed = Share(Double(evidence.observed.count), of: evidence.observed.whole)
        expected = Share(evidence.expected.rounded(toDecimals: 1), of: evidence.observed.whole)
        confidence = min(0.9999, finding.confidence.rounded(toDecimals: 4))
    }
}

extension Double {
    /// The nearest number with so many decimals.
    func rounded(toDecimals decimals: Int) -> Double {
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        return (self * scale).rounded() / scale
    }

    /// An expected count as people read it: `12,345` or `3.4`; 0 for what is no number.
    var asExpectedCount: String {
        guard isFinite else { return "0" }
        let value = rounded(toDecimals: 1)
        guard value.magnitude < 1e15 else { return "\(value)" }
        return value == value.rounded() ? Int(value).grouped : value.rounded(to: 1)
    }
}
