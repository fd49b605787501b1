public import TrackingLog

/// A night to which no event can come any more.
public struct SealedNight: Hashable, Sendable {
    /// The UTC day.
    public var day: Day
    /// The number of its first event, counted over all nights; where it has none, that of the next one to come.
    public var first: Int
    /// How many events it had when it was sealed.
    public var count: Int

    /// A night with so many events, the first of which has a number.
    public init(day: Day, first: Int, count: Int) {
        self.day = day
        self.first = first
        self.count = count
    }

    /// The night's events.
    public var selection: EventSelection { EventSelection(night: day) }
}
