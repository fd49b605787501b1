/// A time zone: for logs that were written in local time, and for days as people there count them.
///
/// Local seconds are counted as if from 1970-01-01 00:00:00 of the zone's own clocks.
public struct LocalZone: Sendable {
    /// The zone's name, such as `Europe/Berlin`.
    public let name: String
    private let utcSeconds: @Sendable (Int64) -> Int64
    private let localSeconds: @Sendable (Int64) -> Int64

    /// - Parameters:
    ///   - name: its name.
    ///   - utc: the UTC second of a local one.
    ///   - local: the local second of a UTC one.
    public init(
        name: String, utc: @escaping @Sendable (Int64) -> Int64, local: @escaping @Sendable (Int64) -> Int64
    ) {
        self.name = name
        utcSeconds = utc
        localSeconds = local
    }

    /// A zone that is always as many seconds ahead of UTC.
    public init(offset: Int64) {
        self.init(name: "UTC\(offset < 0 ? "" : "+")\(offset) s", utc: { $0 - offset }, local: { $0 + offset })
    }

    func utc(fromLocal seconds: Int64) -> Int64 { utcSeconds(seconds) }

    /// What the zone's clocks show at a moment, as the moment at which UTC's show it.
    public func local(_ time: Timestamp) -> Timestamp {
        Timestamp(secondsSince1970: localSeconds(time.secondsSince1970))
    }

    /// The moment at which the zone's clocks show what UTC's show at another.
    public func utc(_ local: Timestamp) -> Timestamp {
        Timestamp(secondsSince1970: utcSeconds(local.secondsSince1970))
    }
}
