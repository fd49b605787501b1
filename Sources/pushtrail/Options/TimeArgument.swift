import ArgumentParser
import TrackingLog

/// Reads times, days and zones of the command line, for `@Option(transform:)`: unlike `ExpressibleByArgument`, a
/// transform can say what is wrong.
enum TimeArgument {
    /// A time: `2026-11-20 13:01:01`, `2026-11-20T13:01:01Z`, `…+02:00`, or a day, which means its first second. UTC
    /// where it names no zone.
    static func time(_ text: String) throws -> Timestamp {
        guard let time = Timestamp(text) else {
            throw ValidationError(expectation)
        }
        return time
    }

    /// The error for a text that is no time.
    static let expectation = "not a time; write 2026-11-20, or 2026-11-20T13:01:01Z (UTC, or an offset such as +02:00)"

    /// The bounds of a range, `--since` and `--until`; nil where one is not given.
    ///
    /// - Parameter zone: the zone of times that name none; nil means UTC.
    static func range(
        since: String?, until: String?, in zone: LocalZone?
    ) throws -> (since: Timestamp?, until: Timestamp?) {
        let first = try since.map { try bound($0, named: "since", isEnd: false, zone) }
        let last = try until.map { try bound($0, named: "until", isEnd: true, zone) }
        if let first, let last, last < first { throw ValidationError("--until is before --since") }
        return (first, last)
    }

    /// The first or last second of a range; a day alone is its first second, or its last.
    private static func bound(_ text: String, named option: String, isEnd: Bool, _ zone: LocalZone?) throws -> Timestamp
    {
        if let day = Day(text) {
            return isEnd ? day.end(in: zone) : zone.map { $0.utc(day.start) } ?? day.start
        }
        let bytes = Array(text.utf8)
        guard let time = Timestamp(bytes.span, zone: zone) else {
            throw ValidationError("--\(option) \(text): \(expectation)")
        }
        return time
    }

    /// A length of time in seconds: `90s`, `15m`, `2h`, `1d`.
    static func span(_ text: String) throws -> Int {
        guard let seconds = TimeSpan.seconds(text) else {
            throw ValidationError("not a length of time; write 90s, 15m, 2h or 1d")
        }
        return seconds
    }

    /// A UTC day: `2026-11-20`.
    static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else {
            throw ValidationError("not a calendar day; write 2026-11-20")
        }
        return day
    }

    /// A time zone by its name: `Europe/Berlin`.
    static func zone(_ name: String) throws -> LocalZone {
        guard let zone = LocalZone(named: name) else {
            throw ValidationError("unknown time zone; write UTC, Europe/Berlin or America/New_York")
        }
        return zone
    }
}
