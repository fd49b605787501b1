public import TrackingLog

/// What went wrong in a period, against a baseline.
public struct Diagnosis: Sendable, Equatable {
    /// The first and the last second that was judged; nil without any message.
    public var period: ClosedRange<Timestamp>?
    /// The first and the last second that it was compared with; nil if there was nothing before.
    public var baseline: ClosedRange<Timestamp>?
    /// What was found, the worst first.
    public var findings: [Finding]

    /// A diagnosis of a period.
    public init(period: ClosedRange<Timestamp>?, baseline: ClosedRange<Timestamp>?, findings: [Finding]) {
        self.period = period
        self.baseline = baseline
        self.findings = findings
    }

    /// The greatest severity of all findings; nil without any.
    public var severity: Severity? { findings.map(\.severity).max() }
}
