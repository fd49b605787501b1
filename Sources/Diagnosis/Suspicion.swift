/// A part of the traffic in which a measure differs for some hours.
struct Suspicion: Sendable {
    var cause: Cause
    /// What was counted; nil for messages that are missing.
    var measure: Measure?
    var part: Scopes.Part
    var stretch: Stretch
    /// The likelihood before unrest is taken into account, by which parts are compared.
    var likelihood: Double
}
