public import TrackingLog

/// Which events of a store are wanted.
public struct EventSelection: Hashable, Sendable {
    /// The messages: those created within these times, both included. A message is created at the time of its earliest
    /// `created` event, or, where it has none, of its earliest event.
    public var created: ClosedRange<Timestamp>
    /// The events' own times, both included.
    public var times: ClosedRange<Timestamp>
    /// The apps that were sent to; nil means every one.
    public var apps: Set<String>?
    /// The events' numbers in the order of recording; nil means all.
    public var numbers: ClosedRange<Int64>?

    /// - Parameters:
    ///   - created: when the messages were created.
    ///   - times: when the events happened; by default at any time.
    ///   - apps: the app codes; nil means every app.
    public init(
        created: ClosedRange<Timestamp>, times: ClosedRange<Timestamp> = Timestamp.earliest...Timestamp.latest,
        apps: Set<String>? = nil
    ) {
        self.created = created
        self.times = times
        self.apps = apps
    }
}
