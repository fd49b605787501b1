/// The first or the last second of a span of time, as people write it: a time, or a day alone.
public enum TimeBound: Sendable {
    /// A day alone means its first second.
    case start
    /// A day alone means its last second.
    case end

    /// The second that a text means; nil if it is neither a time nor a day.
    ///
    /// - Parameters:
    ///   - text: `2026-11-20`, `2026-11-20 13:01:01`, `2026-11-20T13:01:01+02:00`.
    ///   - zone: the zone of days, and of times that name none; nil means UTC.
    public func second(of text: String, in zone: LocalZone? = nil) -> Timestamp? {
        guard let day = Day(text) else { return Timestamp(Array(text.utf8).span, zone: zone) }
        return switch self {
        case .start: zone.map { $0.utc(day.start) } ?? day.start
        case .end: day.end(in: zone)
        }
    }
}
