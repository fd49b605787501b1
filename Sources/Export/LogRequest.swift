public import EventStore
public import TrackingLog

/// A request for a tracking log.
public struct LogRequest: Hashable, Sendable {
    /// The end of the window.
    public var asOf: Timestamp
    /// The UTC day of the events; nil means all events of the messages in the window.
    public var date: Day?
    /// The apps; nil means every app.
    public var apps: AppCodes?

    /// The length of the window: 14 days, in seconds.
    public static let windowLength: Int64 = 336 * 3600

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - asOf: the end of the window.
    ///   - date: the UTC day of the events; nil means all.
    ///   - apps: the app codes; nil means every app.
    /// - Throws: ``RequestError/outsideWindow(date:window:)`` where the window does not touch the day.
    public init(asOf: Timestamp, date: Day? = nil, apps: AppCodes? = nil) throws(RequestError) {
        self.asOf = asOf
        self.date = date
        self.apps = apps
        if let date, date < window.lowerBound.day || window.upperBound.day < date {
            throw .outsideWindow(date: date, window: window)
        }
    }

    /// The creation times of the log's messages: the 336 hours up to `asOf`, both ends included.
    public var window: ClosedRange<Timestamp> { Self.window(upTo: asOf) }

    /// The window that ends at a moment.
    public static func window(upTo asOf: Timestamp) -> ClosedRange<Timestamp> {
        let start = Timestamp(secondsSince1970: asOf.secondsSince1970 - windowLength)
        return max(start, Timestamp.earliest)...asOf
    }

    /// The name of the CSV in the zip.
    public var entryName: String {
        if let date { return "tracking-log-\(date).csv" }
        return "tracking-log-\(window.lowerBound.day)_\(window.upperBound.day).csv"
    }

    /// Checks that no event of the log is pruned: a log is complete, or there is none.
    func checkIsComplete(in store: EventStore) throws(StoreError) {
        let start = window.lowerBound
        if let before = try store.prunedBefore(), start < before { throw .pruned(before: before, needed: start) }
    }

    /// The events of the log.
    var selection: EventSelection {
        guard let date else { return EventSelection(created: window, apps: apps) }
        return EventSelection(created: window, days: date...date, apps: apps)
    }
}

/// Why a log cannot be requested.
public enum RequestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The day lies outside the window.
    case outsideWindow(date: Day, window: ClosedRange<Timestamp>)

    /// What is wrong, in plain words.
    public var description: String {
        switch self {
        case .outsideWindow(let date, let window):
            "\(date) is not within the 14 days of the log (\(window.lowerBound.day) to \(window.upperBound.day))"
        }
    }
}
