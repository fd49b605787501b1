/// What a token may be used for.
public enum TokenScope: String, CaseIterable, Hashable, Sendable {
    /// To record events.
    case ingest
    /// To ask for logs, and fetch them.
    case export
    /// Everything.
    case admin
}
