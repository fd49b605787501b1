public import TrackingLog

/// Which events of a store are wanted.
public struct EventSelection: Hashable, Sendable {
    /// The messages: those created within these times, both included. A message is created at the time of its earliest
    /// `created` event, or, where it has none, of its earliest event.
    public var created: ClosedRange<Timestamp>
    /// The UTC days of the events' own times, both included.
    public var days: ClosedRange<Day>
    /// The apps that were sent to; nil means every one.
    public var apps: AppCodes?
    /// The night that the events belong to, whatever their days; nil means any.
    public var night: Day?

    /// Whole days only: the store knows of each how many events it has recorded, and can tell whether all were read.
    ///
    /// - Parameters:
    ///   - created: when the messages were created.
    ///   - days: when the events happened; by default on any day.
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
