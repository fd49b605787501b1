extension Timestamp {
    /// Parses a time of a log or a command line: `YYYY-MM-DD HH:MM:SS`.
    ///
    /// A `T` may stand in place of the space. A fraction of any length may follow (it is cut off), then `Z`, `UTC`, `GMT` or
    /// an offset (`+02:00`, `+0200`, `+02`), with or without a space before it: BigQuery writes ` UTC`, Ruby ` +0000`.
    ///
    /// - Parameters:
    ///   - text: the text, with nothing before or after the time.
    ///   - zone: the zone of times that name none; nil means UTC.
    public init?(_ text: Span<UInt8>, zone: LocalZone? = nil) {
        guard text.count >= 19, let day = Day(text, at: 0),
            text[10] == .space || text[10] | 0x20 == .t,
            text[13] == .colon, text[16] == .colon,
            let hour = text.twoDigits(at: 11), let minute = text.twoDigits(at: 14), let second = text.twoDigits(at: 17),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var seconds = day.start.secondsSince1970 + Int64(hour * 3600 + minute * 60 + second)
        if text.count == 19 {
            if let zone { seconds = zone.utc(fromLocal: seconds) }
        } else {
            guard let offset = Timestamp.offset(in: text, from: 19) else { return nil }
            switch offset {
            case .utc(let offset): seconds -= Int64(offset)
            case .none: if let zone { seconds = zone.utc(fromLocal: seconds) }
            }
        }
        self.init(secondsSince1970: seconds)
        guard Timestamp.earliest <= self, self <= Timestamp.latest else { return nil }
    }

    /// Parses a time as ``init(_:zone:)`` does, or a date alone: its first second.
    public init?(_ text: String) {
        if let day = Day(text) {
            self = day.start
        } else {
            let bytes = Array(text.utf8)
            self.init(bytes.span)
        }
    }

    /// Parses a time of a log: as ``init(_:zone:)`` does, or as seconds or milliseconds since 1970-01-01 00:00:00 UTC.
    ///
    /// Nine or ten digits are seconds, twelve or thirteen milliseconds: from 1973 to 2286. A fraction is cut off.
    ///
    /// - Parameters:
    ///   - text: the text, with nothing before or after the time.
    ///   - zone: the zone of times that name none; nil means UTC.
    @inline(__always)
    public init?(logged text: Span<UInt8>, zone: LocalZone?) {
        if let time = Timestamp(text, zone: zone) {
            self = time
        } else if let time = Timestamp(unix: text) {
            self = time
        } else {
            return nil
        }
    }

    /// Whether a time, in a form that is read, has a date and names no zone.
    static func isLocal(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 19, text[4] == .hyphen, text[text.count - 1].isDigit else { return false }
        for index in 19..<text.count where text[index] == .plus || text[index] == .hyphen { return false }
        return true
    }

    private init?(unix text: Span<UInt8>) {
        var value: Int64 = 0
        var digits = 0
        while digits < text.count, digits < 14, text[digits].isDigit {
            value = value * 10 + Int64(text[digits].digitValue)
            digits += 1
        }
        if digits < text.count {
            guard text[digits] == .dot, digits + 1 < text.count else { return nil }
            for index in digits + 1..<text.count where !text[index].isDigit { return nil }
        }
        switch digits {
        case 9, 10: self.init(secondsSince1970: value)
        case 12, 13: self.init(secondsSince1970: value / 1000)
        default: return nil
        }
    }

    private enum Offset {
        case none
        case utc(Int)
    }

    /// The zone after the seconds and an optional fraction; nil if anything else follows.
    private static func offset(in text: Span<UInt8>, from start: Int) -> Offset? {
        var index = start
        if text[index] == .dot || text[index] == .comma {
            index += 1
            let digits = index
            while index < text.count, text[index].isDigit { index += 1 }
            guard index > digits else { return nil }
        }
        guard index < text.count else { return Offset.none }
        if text[index] == .space { index += 1 }
        guard index < text.count else { return nil }
        let sign: Int
        switch text[index] {
        case .upperZ, .z: return index + 1 == text.count ? .utc(0) : nil
        case .upperU: return index + 3 == text.count && text.has("UTC", at: index) ? .utc(0) : nil
        case .upperG: return index + 3 == text.count && text.has("GMT", at: index) ? .utc(0) : nil
        case .plus: sign = 1
        case .hyphen: sign = -1
        default: return nil
        }
        index += 1
        guard index + 2 <= text.count, let hours = text.twoDigits(at: index), hours < 24 else { return nil }
        index += 2
        if index == text.count { return .utc(sign * hours * 3600) }
        if text[index] == .colon { index += 1 }
        guard index + 2 == text.count, let minutes = text.twoDigits(at: index), minutes < 60 else { return nil }
        return .utc(sign * (hours * 3600 + minutes * 60))
    }
}
