public import TrackingLog

/// A selection of a store's events.
public struct EventSelection: Hashable, Sendable {
    /// The creation times of the messages, both ends included.
    ///
    /// A message is created at the time of its earliest `created` event, or, where it has none, of its earliest event.
    public var created: ClosedRange<Timestamp>
    /// The UTC days of the events' own times, both included.
    public var days: ClosedRange<Day>
    /// The apps; nil means every app.
    public var apps: AppCodes?
    /// The night that the events belong to, whatever their days; nil means any.
    public var night: Day?
    /// Only events that were recorded up to this one, by its number in the order of recording; nil means all.
    ///
    /// The same selection then gives the same events, whatever is recorded meanwhile.
    public var lastRecorded: Int64?

    /// Selects events of whole days.
    ///
    /// Whole days only: the store knows how many events it recorded of each, and so whether all were read.
    ///
    /// - Parameters:
    ///   - created: the creation times of the messages.
    ///   - days: the days of the events; by default any day.
    ///   - apps: the app codes; nil means every app.
    public init(
        created: ClosedRange<Timestamp>, days: ClosedRange<Day> = Timestamp.earliest.day...Timestamp.latest.day,
        apps: AppCodes? = nil
    ) {
        self.created = created
        self.days = days
        self.apps = apps
    }

    /// All events of a night.
    public init(night: Day) {
        self = .everything
        self.night = night
    }

    /// All events.
    public static let everything = EventSelection(created: Timestamp.earliest...Timestamp.latest)
}
