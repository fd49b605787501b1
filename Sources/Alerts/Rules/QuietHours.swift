public import TrackingLog

/// Hours of the day in which nothing is announced: `22:00-07:00 Europe/Berlin`.
///
/// What happened in them is announced afterwards.
public struct QuietHours: Sendable {
    /// The minute of the day with which they begin, from 0 to 1439.
    public let start: Int
    /// The minute with which they are over; before ``start`` on the next day.
    public let end: Int
    /// The clocks that they go by; nil means UTC.
    public let zone: LocalZone?

    /// - Parameters:
    ///   - text: two times with a hyphen between them, and a zone, which may be left out.
    ///   - zones: finds a zone by its name.
    /// - Returns: nil if it is something else.
    init?(_ text: String, zones: (String) -> LocalZone?) {
        let words = text.split(separator: " ")
        guard let hours = words.first, words.count <= 2 else { return nil }
        let times = hours.split(separator: "-", omittingEmptySubsequences: false).map(Self.minute)
        guard times.count == 2, let start = times[0], let end = times[1], start != end else { return nil }
        if words.count == 2, words[1] != "UTC" {
            guard let found = zones(String(words[1])) else { return nil }
            zone = found
        } else {
            zone = nil
        }
        self.start = start
        self.end = end
    }

    /// Whether a moment is in them.
    public func contain(_ time: Timestamp) -> Bool {
        let local = zone.map { $0.local(time) } ?? time
        let minute = Int(local.secondsSince1970 - local.day.start.secondsSince1970) / 60
        return start < end ? start..<end ~= minute : minute >= start || minute < end
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(\.isDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }
}
