import GRDB
public import TrackingLog

/// A night to which no new event can belong.
public struct SealedNight: Hashable, Sendable {
    /// The UTC day.
    public var day: Day
    /// The number of its first event, counted over all nights; where it has none, the number of the next event.
    public var first: Int
    /// The number of its events when it was sealed.
    public var count: Int

    /// A night, its first event, and the number of its events.
    public init(day: Day, first: Int, count: Int) {
        self.day = day
        self.first = first
        self.count = count
    }

    /// The night's events.
    public var selection: EventSelection { EventSelection(night: day) }
}

extension SealedNight {
    enum Columns: Int32, QueryColumns {
        case day, first, events
    }

    /// - Parameter row: of the ``Columns``.
    init(_ row: Row) {
        self.init(
            day: Day(daysSince1970: row[Columns.day]), first: row[Columns.first], count: row[Columns.events])
    }
}
