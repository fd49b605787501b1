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
        let first = try since.map { try bound($0, .start, named: "since", zone) }
        let last = try until.map { try bound($0, .end, named: "until", zone) }
        if let first, let last, last < first { throw ValidationError("--until is before --since") }
        return (first, last)
    }

    private static func bound(
        _ text: String, _ bound: TimeBound, named option: String, _ zone: LocalZone?
    ) throws -> Timestamp {
        guard let time = bound.second(of: text, in: zone) else {
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
