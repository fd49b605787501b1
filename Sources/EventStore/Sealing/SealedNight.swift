public import TrackingLog

/// A night to which no event can come any more.
public struct SealedNight: Hashable, Sendable {
    /// The UTC day.
    public var day: Day
    /// The number of its first event, counted over all nights; where it has none, that of the next one to come.
    public var first: Int
    /// How many events it had when it was sealed.
    public var count: Int

    /// The night's events.
    public var selection: EventSelection { EventSelection(night: day) }
}
