import Glibc

/// A moment, in whole seconds since 1970-01-01 00:00:00 UTC.
///
/// Tracking logs have no fractions of seconds. The range is the years 0000 to 9999 of the proleptic Gregorian calendar:
/// those that `YYYY-MM-DD HH:MM:SS` can express.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01 00:00:00 UTC; negative before it.
    public var secondsSince1970: Int64

    /// The moment that many seconds after 1970-01-01 00:00:00 UTC.
    @inlinable
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// Whether a moment is before another.
    @inlinable
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    /// This moment moved by a number of seconds.
    @inlinable
    public func adding(seconds: Int64) -> Timestamp {
        Timestamp(secondsSince1970: secondsSince1970 + seconds)
    }

    /// The UTC calendar day this moment falls on.
    @inlinable
    public var day: Day {
        // Floor division: a moment before 1970 belongs to the day that began before it.
        let days = secondsSince1970 / 86_400
        return Day(daysSince1970: secondsSince1970 % 86_400 < 0 ? days - 1 : days)
    }

    /// The beginning of the UTC hour this moment falls on.
    package var startOfHour: Timestamp {
        let second = secondsSince1970 - day.start.secondsSince1970
        return adding(seconds: -(second % 3_600))
    }

    /// The current moment, its fraction cut off.
    public static var now: Timestamp {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        return Timestamp(secondsSince1970: Int64(moment.tv_sec))
    }

    /// The earliest moment a log can express, 0000-01-01 00:00:00.
    public static let earliest = Day(daysSince1970: -719_528).start
    /// The latest moment a log can express, 9999-12-31 23:59:59.
    public static let latest = Day(daysSince1970: 2_932_896).end
}

extension Timestamp: CustomStringConvertible {
    /// `YYYY-MM-DD HH:MM:SS`, UTC: the log's own form.
    public var description: String {
        String(decoding: text(separator: .space), as: UTF8.self)
    }

    /// `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339), the form of JSON documents.
    public var rfc3339: String {
        String(decoding: text(separator: .upperT) + [.upperZ], as: UTF8.self)
    }

    private func text(separator: UInt8) -> [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes, separator: separator)
        return bytes
    }

    /// Appends the 19 bytes of `YYYY-MM-DD HH:MM:SS`, UTC.
    public func append(to bytes: inout [UInt8], separator: UInt8 = .space) {
        let day = self.day
        day.append(to: &bytes)
        bytes.append(separator)
        let second = Int(secondsSince1970 - day.start.secondsSince1970)
        bytes.appendTwoDigits(second / 3600)
        bytes.append(.colon)
        bytes.appendTwoDigits(second / 60 % 60)
        bytes.append(.colon)
        bytes.appendTwoDigits(second % 60)
    }
}
