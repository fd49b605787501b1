import Glibc

/// A part of the traffic in which a measure differs for some hours.
struct Suspicion: Sendable {
    var cause: Cause
    /// What was counted; nil for messages that are missing.
    var measure: Measure?
    var part: Scopes.Part
    var stretch: Stretch
    /// The likelihood before unrest is taken into account, by which parts are compared.
    var likelihood: Double
    /// Among how many comparisons it was found.
    var comparisons: Double

    /// How sure it is that this is more than chance, after correction for all comparisons.
    var confidence: Double { 1 - min(1, comparisons * exp(-stretch.score)) }
}
