/// What came of something that a device reported.
enum DeviceOutcome: String, CaseIterable, Hashable, Sendable {
    /// An event was recorded.
    case recorded
    /// It had been recorded before.
    case duplicate
    /// No message of the store was found that it could be about.
    case unmatched
    /// The device had reported too much lately.
    case limited
}
