// Dates as people say them.

extension Day {
    /// `Mon`.
    package var weekday: String { ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][daysAfterMonday] }

    /// `16 Nov`.
    package var short: String { "\(date.day) \(Self.months[date.month - 1].prefix(3))" }

    /// `Nov 2026`.
    package var monthAndYear: String { "\(Self.months[date.month - 1].prefix(3)) \(date.year)" }

    /// `16 November 2026`.
    package var long: String { "\(date.day) \(Self.months[date.month - 1]) \(date.year)" }

    /// The days from this one to another: `6 to 19 November 2026`.
    package func words(to end: Day) -> String {
        guard self != end else { return long }
        guard date.year == end.date.year else { return "\(long) to \(end.long)" }
        let start = date.month == end.date.month ? "\(date.day)" : "\(date.day) \(Self.months[date.month - 1])"
        return "\(start) to \(end.long)"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
