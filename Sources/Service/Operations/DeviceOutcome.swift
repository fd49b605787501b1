/// The outcome of a device's report.
enum DeviceOutcome: String, CaseIterable, Hashable, Sendable {
    /// Its event was recorded.
    case recorded
    /// Its event had been recorded before.
    case duplicate
    /// No message in the store matches it.
    case unmatched
    /// The device reports too often.
    case limited
}
