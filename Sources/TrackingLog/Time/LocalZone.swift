/// A time zone: for logs in local time, and for local days.
///
/// Local seconds count from 1970-01-01 00:00:00 of the zone's own clocks.
public struct LocalZone: Sendable {
    /// One reference, since the readers of logs pass a zone on for each row.
    private let rules: Rules

    private final class Rules: Sendable {
        let name: String
        let utc: @Sendable (Int64) -> Int64
        let local: @Sendable (Int64) -> Int64
        let occurrence: @Sendable (Int64) -> Occurrence

        init(
            _ name: String, _ utc: @escaping @Sendable (Int64) -> Int64, _ local: @escaping @Sendable (Int64) -> Int64,
            _ occurrence: @escaping @Sendable (Int64) -> Occurrence
        ) {
            self.name = name
            self.utc = utc
            self.local = local
            self.occurrence = occurrence
        }
    }

    /// The zone's name, such as `Europe/Berlin`.
    public var name: String { rules.name }

    /// How often the zone's clocks show a local time.
    public enum Occurrence: UInt8, Sendable {
        case once
        /// Clocks went back.
        case twice
        /// Clocks went forward.
        case never
    }

    /// - Parameters:
    ///   - name: its name.
    ///   - utc: the UTC second of a local one.
    ///   - local: the local second of a UTC one.
    ///   - occurrence: how often clocks show a local second.
    public init(
        name: String, utc: @escaping @Sendable (Int64) -> Int64, local: @escaping @Sendable (Int64) -> Int64,
        occurrence: @escaping @Sendable (Int64) -> Occurrence = { _ in .once }
    ) {
        rules = Rules(name, utc, local, occurrence)
    }

    /// A zone with a fixed offset: seconds ahead of UTC.
    public init(offset: Int64) {
        self.init(name: "UTC\(offset < 0 ? "" : "+")\(offset) s", utc: { $0 - offset }, local: { $0 + offset })
    }

    func utc(fromLocal seconds: Int64) -> Int64 { rules.utc(seconds) }

    /// How often the zone's clocks show the time of a log; once, if it names a zone of its own.
    ///
    /// - Parameter text: the time as it is written.
    public func occurrence(of text: Span<UInt8>) -> Occurrence {
        guard Timestamp.isLocal(text), let local = Timestamp(text) else { return .once }
        return rules.occurrence(local.secondsSince1970)
    }

    /// A moment as the zone's clocks show it, in the form of a UTC timestamp.
    public func local(_ time: Timestamp) -> Timestamp {
        Timestamp(secondsSince1970: rules.local(time.secondsSince1970))
    }

    /// The next moment, within three hours, at which the zone's clocks show what they show at this one.
    public func nextMoment(showing time: Timestamp) -> Timestamp? {
        let shown = rules.local(time.secondsSince1970)
        // Clocks go back by half an hour or an hour, once by two; a few did by 20 or 40 minutes.
        return (1...18).lazy.map { time.adding(seconds: $0 * 600) }
            .first { rules.local($0.secondsSince1970) == shown }
    }

    /// The moment at which the zone's clocks show a local time.
    public func utc(_ local: Timestamp) -> Timestamp {
        Timestamp(secondsSince1970: rules.utc(local.secondsSince1970))
    }
}

extension Day {
    /// The day's last second, as a zone has it (nil means UTC): the one before the next day. A day's last hour may come twice.
    public func end(in zone: LocalZone?) -> Timestamp {
        let next = adding(days: 1).start
        return (zone.map { $0.utc(next) } ?? next).adding(seconds: -1)
    }
}
