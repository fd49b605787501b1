import TrackingLog

/// How a format writes times.
enum TimeForm: Hashable, Sendable {
    /// As tracking logs do, or as Unix time. The number of digits decides between seconds and nanoseconds.
    case automatic
    /// Unix time, in a unit that divides a second into so many.
    case unix(unitsPerSecond: Int64)
    /// By a pattern.
    case pattern(TimePattern)

    /// The names of the units of Unix time, and how many of each a second has.
    static let units: [(name: String, perSecond: Int64)] = [
        ("seconds", 1), ("milliseconds", 1000), ("microseconds", 1_000_000), ("nanoseconds", 1_000_000_000),
    ]

    /// Parses a name of a form, or a pattern; nil for anything else.
    init?(_ text: String) {
        if text == "auto" {
            self = .automatic
        } else if let unit = Self.units.first(where: { $0.name == text }) {
            self = .unix(unitsPerSecond: unit.perSecond)
        } else if let pattern = TimePattern(text) {
            self = .pattern(pattern)
        } else {
            return nil
        }
    }

    /// The time that a text writes; nil if it has another form.
    ///
    /// - Parameters:
    ///   - text: the text, with nothing before or after the time.
    ///   - zone: the zone of times that name none; nil means UTC.
    func read(_ text: Span<UInt8>, zone: LocalZone?) -> LoggedTime? {
        switch self {
        case .automatic:
            if let time = LoggedTime(logged: text, zone: zone) { return time }
            guard let number = DecimalNumber(text) else { return nil }
            return switch number.digits {
            case 9...10: LoggedTime(unix: number.whole)
            case 12...13: LoggedTime(unix: number.whole / 1000)
            case 15...16: LoggedTime(unix: number.whole / 1_000_000)
            case 18...19: LoggedTime(unix: number.whole / 1_000_000_000)
            default: nil
            }
        case .unix(let unitsPerSecond):
            guard let number = DecimalNumber(text) else { return nil }
            return LoggedTime(unix: number.whole / unitsPerSecond)
        case .pattern(let pattern): return pattern.read(text, zone: zone)
        }
    }
}

/// A number that is not negative, as JSON writes it: `1763625601`, `1763625601.5`, `1.763625601E9`.
private struct DecimalNumber {
    /// The digits before the point, leading zeros left out; its fraction is cut off.
    var whole: Int64 = 0
    /// How many they are.
    var digits = 0

    init?(_ text: Span<UInt8>) {
        var index = 0
        var fraction: [UInt8] = []
        func digit() -> UInt8? { index < text.count && text[index].isDigit ? text[index].digitValue : nil }
        guard digit() != nil else { return nil }
        while let value = digit() {
            guard append(value) else { return nil }
            index += 1
        }
        if index < text.count, text[index] == .dot {
            index += 1
            while let value = digit() {
                if fraction.count < 32 { fraction.append(value) }
                index += 1
            }
        }
        if index < text.count, text[index] | 0x20 == .e {
            index += 1
            if index < text.count, text[index] == .plus { index += 1 }
            var exponent = 0
            guard digit() != nil else { return nil }
            while let value = digit() {
                exponent = min(exponent * 10 + Int(value), 32)
                index += 1
            }
            for place in 0..<exponent {
                guard append(place < fraction.count ? fraction[place] : 0) else { return nil }
            }
        }
        guard index == text.count else { return nil }
    }

    private mutating func append(_ digit: UInt8) -> Bool {
        let (product, overflows) = whole.multipliedReportingOverflow(by: 10)
        let (sum, overflowsToo) = product.addingReportingOverflow(Int64(digit))
        guard !overflows, !overflowsToo else { return false }
        whole = sum
        if whole > 0 { digits += 1 }
        return true
    }
}
