import TrackingLog

/// A pattern of times, such as `M/D/YYYY h:mm A`.
///
/// `YYYY`, `MM`, `DD`, `HH`, `hh`, `mm` and `ss` have as many digits as letters; `M`, `D`, `H` and `h` have one or two. `h`
/// counts to 12, with `A` for `AM` or `PM`. `S` is a fraction of any length, which is cut off. `Z` is an offset from UTC, or
/// `Z`, and the last part. All else stands for itself.
struct TimePattern: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case number(Unit, digits: ClosedRange<Int>)
        case half
        case fraction
        case zone
        case byte(UInt8)
    }

    private enum Unit: Int, Hashable, Sendable { case year, month, day, hour, halfHour, minute, second }

    private var parts: [Part] = []

    private static let words: [(String, Part)] = [
        ("YYYY", .number(.year, digits: 4...4)), ("MM", .number(.month, digits: 2...2)),
        ("DD", .number(.day, digits: 2...2)), ("HH", .number(.hour, digits: 2...2)),
        ("hh", .number(.halfHour, digits: 2...2)), ("mm", .number(.minute, digits: 2...2)),
        ("ss", .number(.second, digits: 2...2)), ("M", .number(.month, digits: 1...2)),
        ("D", .number(.day, digits: 1...2)), ("H", .number(.hour, digits: 1...2)),
        ("h", .number(.halfHour, digits: 1...2)), ("A", .half), ("S", .fraction), ("Z", .zone),
    ]

    /// Parses a pattern; nil if year, month, day, hour or minute is missing or stands there twice, or if `Z` is not last.
    init?(_ text: String) {
        var rest = text[...]
        while let first = rest.utf8.first {
            if let (word, part) = Self.words.first(where: { rest.hasPrefix($0.0) }) {
                parts.append(part)
                rest = rest.dropFirst(word.count)
                if part == .fraction { rest = rest.drop { $0 == "S" } }
            } else {
                parts.append(.byte(first))
                rest = Substring(decoding: rest.utf8.dropFirst(), as: UTF8.self)
            }
        }
        var counts = [Int](repeating: 0, count: 7)
        for case .number(let unit, _) in parts { counts[unit.rawValue] += 1 }
        let hours = counts[Unit.hour.rawValue] + counts[Unit.halfHour.rawValue]
        let isHalved = counts[Unit.halfHour.rawValue] == parts.count { $0 == .half }
        guard parts.firstIndex(of: .zone).map({ $0 == parts.count - 1 }) ?? true else { return nil }
        guard counts[0] == 1, counts[1] == 1, counts[2] == 1, hours == 1, isHalved, counts[5] == 1, counts[6] <= 1
        else { return nil }
    }

    /// The time that a text writes; nil if it does not follow the pattern.
    func read(_ text: Span<UInt8>, zone: LocalZone?) -> LoggedTime? {
        var numbers = InlineArray<7, Int>(repeating: 0)
        var isAfternoon: Bool?
        var offset: Span<UInt8>.Index?
        var index = 0
        for part in parts {
            switch part {
            case .number(let unit, let digits):
                let start = index
                var value = 0
                while index < text.count, text[index].isDigit, index - start < digits.upperBound {
                    value = value * 10 + Int(text[index].digitValue)
                    index += 1
                }
                guard index - start >= digits.lowerBound else { return nil }
                numbers[unit.rawValue] = value
            case .half:
                guard index + 2 <= text.count, text[index + 1] | 0x20 == 0x6D else { return nil }
                switch text[index] | 0x20 {
                case .a: isAfternoon = false
                case 0x70: isAfternoon = true
                default: return nil
                }
                index += 2
            case .fraction: while index < text.count, text[index].isDigit { index += 1 }
            case .zone:
                // The rest is read as of a time in the log's own form.
                offset = index
                while index < text.count, text[index] != .space || index == offset { index += 1 }
            case .byte(let byte):
                guard index < text.count, text[index] == byte else { return nil }
                index += 1
            }
        }
        guard index == text.count else { return nil }
        if let isAfternoon {
            let hour = numbers[Unit.halfHour.rawValue]
            guard 1...12 ~= hour else { return nil }
            numbers[Unit.hour.rawValue] = hour % 12 + (isAfternoon ? 12 : 0)
        }
        var written: [UInt8] = []
        for (unit, separator) in [
            (Unit.year, UInt8.hyphen), (.month, .hyphen), (.day, .space), (.hour, .colon), (.minute, .colon),
            (.second, 0),
        ] {
            let digits = String(numbers[unit.rawValue]).utf8
            written += repeatElement(.digit(0), count: max((unit == .year ? 4 : 2) - digits.count, 0))
            written += digits
            if separator != 0 { written.append(separator) }
        }
        if let offset { for place in offset..<text.count { written.append(text[place]) } }
        return LoggedTime(logged: written.span, zone: zone)
    }
}
