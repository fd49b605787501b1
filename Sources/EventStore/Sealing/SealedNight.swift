public import TrackingLog

/// The events that were recorded on a day, to which none can be added any more.
public struct SealedNight: Hashable, Sendable {
    /// The UTC day.
    public var day: Day
    /// The number of the first event; where there is none, that of the next one to come.
    public var first: Int
    /// How many events; their numbers follow each other.
    public var count: Int
    /// When they happened; wider, where that is not known exactly.
    var times = Timestamp.earliest...Timestamp.latest

    /// The night's events.
    public var selection: EventSelection {
        var selection = EventSelection(created: Timestamp.earliest...Timestamp.latest, times: times)
        // Of a night without events no number is in the range, which must not be empty.
        selection.numbers = count > 0 ? Int64(first)...Int64(first + count - 1) : 0...0
        return selection
    }
}
