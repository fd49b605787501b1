/// A UTC calendar day.
public struct Day: Hashable, Comparable, Sendable {
    /// Whole days since 1970-01-01; negative before it.
    public var daysSince1970: Int64

    /// The day so many days after 1970-01-01.
    @inlinable
    public init(daysSince1970: Int64) {
        self.daysSince1970 = daysSince1970
    }

    /// The day of a calendar date; nil if there is no such date.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.count(ofMonth: month, in: year)
        else { return nil }
        // A year that begins in March ends with the leap day, so that the days before a month are one formula.
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = Int64(era * 146_097 + dayOfEra - 719_468)
    }

    /// Parses `YYYY-MM-DD`.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, let day = Day(bytes.span, at: 0) else { return nil }
        self = day
    }

    /// Parses the ten bytes of `YYYY-MM-DD` at an offset.
    init?(_ text: Span<UInt8>, at offset: Int) {
        guard offset + 10 <= text.count, text[offset + 4] == .hyphen, text[offset + 7] == .hyphen,
            let century = text.twoDigits(at: offset), let year = text.twoDigits(at: offset + 2),
            let month = text.twoDigits(at: offset + 5), let day = text.twoDigits(at: offset + 8)
        else { return nil }
        self.init(year: century * 100 + year, month: month, day: day)
    }

    /// Whether a day is before another.
    @inlinable
    public static func < (left: Day, right: Day) -> Bool { left.daysSince1970 < right.daysSince1970 }

    /// The day's first second.
    @inlinable
    public var start: Timestamp { Timestamp(secondsSince1970: daysSince1970 * 86_400) }
    /// The day's last second.
    @inlinable
    public var end: Timestamp { Timestamp(secondsSince1970: daysSince1970 * 86_400 + 86_399) }

    /// The day so many days later, or earlier if negative.
    @inlinable
    public func adding(days: Int64) -> Day { Day(daysSince1970: daysSince1970 + days) }

    /// The Monday that begins the day's week (ISO 8601).
    public var monday: Day { adding(days: -Int64(daysAfterMonday)) }

    /// The days since Monday: 0 to 6.
    public var daysAfterMonday: Int {
        // 1970-01-01 was a Thursday.
        let weekday = Int((daysSince1970 + 3) % 7)
        return weekday < 0 ? weekday + 7 : weekday
    }

    /// Whether it is a Saturday or a Sunday.
    public var isWeekend: Bool { daysAfterMonday >= 5 }

    /// Year, month and day of month.
    public var date: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSince1970) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Appends the ten bytes of `YYYY-MM-DD`.
    public func append(to bytes: inout [UInt8]) {
        let (year, month, day) = date
        bytes.appendTwoDigits(year / 100)
        bytes.appendTwoDigits(year % 100)
        bytes.append(.hyphen)
        bytes.appendTwoDigits(month)
        bytes.append(.hyphen)
        bytes.appendTwoDigits(day)
    }

    private static func count(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
