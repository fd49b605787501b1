/// Lengths of time as people write them.
package enum TimeSpan {
    /// Seconds of a text such as `90s`, `15 min`, `2h`, `1 day` or `1h 30m`; nil for anything else.
    ///
    /// A number without a unit is none: people mean minutes by it, or hours. More than 100 years is none either.
    package static func seconds(_ text: String) -> Int? {
        var rest = text.utf8.map(\.lowercasedASCII)[...]
        var total = 0
        repeat {
            rest = rest.drop { $0 == .space }
            let digits = rest.prefix(while: \.isDigit)
            rest = rest[digits.endIndex...].drop { $0 == .space }
            let unit = rest.prefix(while: \.isLetter)
            rest = rest[unit.endIndex...].drop { $0 == .space }
            guard (1...10).contains(digits.count),
                let length = units.first(where: { $0.names.contains { $0.utf8.elementsEqual(unit) } })?.seconds
            else { return nil }
            total += digits.reduce(0) { $0 * 10 + Int($1.digitValue) } * length
        } while !rest.isEmpty
        return total <= 100 * 366 * 86_400 ? total : nil
    }

    private static let units: [(names: [String], seconds: Int)] = [
        (["s", "sec", "secs", "second", "seconds"], 1), (["m", "min", "mins", "minute", "minutes"], 60),
        (["h", "hr", "hrs", "hour", "hours"], 3600), (["d", "day", "days"], 86_400),
        (["w", "week", "weeks"], 7 * 86_400),
    ]

    /// A number of seconds in its largest units: `90 s`, `15 min`, `1 h 30 min`, `2 d`.
    package static func words(_ seconds: Int) -> String {
        guard seconds > 0 else { return "0 s" }
        var rest = seconds
        var parts: [String] = []
        for (unit, length) in [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
        where rest >= length && parts.count < 2 {
            parts.append("\(rest / length) \(unit)")
            rest %= length
        }
        return parts.joined(separator: " ")
    }
}
