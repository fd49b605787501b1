/// How simulated events are spelled.
public enum RowSpelling: Sendable, Hashable {
    /// The rows of a tracking log, its header line first.
    case csv
    /// One JSON object a line.
    case ndjson
}
