import Threading
public import TrackingLog

/// What deliveries signalled, hour by hour, among those that are alike.
public struct HealthSeries: Sendable {
    /// The hours of the logs in order, each the number of hours since 1970. Those between a baseline and a period that do not
    /// touch are not among them.
    public var hours: [Int64]
    /// The place in ``hours`` of the period's first hour; what is before it is the baseline.
    public var periodStart: Int
    /// The last second of the logs.
    public var end: Timestamp
    /// The strata that cells count.
    public var strata: [HealthStratum]
    /// The counts, in no order.
    public var cells: [Cell]

    /// The deliveries of one stratum in one hour.
    public struct Cell: Sendable {
        /// The place of the stratum in ``HealthSeries/strata``.
        public var stratum: Int
        /// The place of the hour in ``HealthSeries/hours``.
        public var hour: Int
        /// What they signalled.
        public var counts: HealthCounts

        /// A cell with its counts.
        public init(stratum: Int, hour: Int, counts: HealthCounts) {
            self.stratum = stratum
            self.hour = hour
            self.counts = counts
        }
    }

    /// A series.
    public init(hours: [Int64], periodStart: Int, end: Timestamp, strata: [HealthStratum], cells: [Cell]) {
        self.hours = hours
        self.periodStart = periodStart
        self.end = end
        self.strata = strata
        self.cells = cells
    }

    /// The first second of an hour.
    public func start(ofHour hour: Int) -> Timestamp { Timestamp(secondsSince1970: hours[hour] * 3_600) }
}

/// Counts deliveries by stratum and hour.
struct CellCounts: Sendable {
    /// The stratum in the upper half, the hour since the logs' first in the lower one.
    typealias Key = UInt64

    /// No key twice, in an order that does not depend on that of reading.
    let cells: [(key: Key, counts: HealthCounts)]

    /// Each thread counts some of the strata, so that its counts stay in its cache and nothing is left to be added up.
    private static let parts: UInt32 = 8

    init(_ facts: [HealthFacts]) {
        cells = Workers.map(Int(Self.parts)) { Self.part(UInt32($0), of: facts) }.flatMap(\.self)
    }

    private static func part(_ part: UInt32, of facts: [HealthFacts]) -> [(key: Key, counts: HealthCounts)] {
        var cells: [(key: Key, counts: HealthCounts)] = []
        var slots = SlotTable()
        for shard in facts {
            let (strata, times, signals) = (shard.strata, shard.times, shard.signals)
            for number in strata.indices where self.part(of: strata[number]) == part {
                guard strata[number] != HealthFacts.leftOut else { continue }
                let key = UInt64(strata[number]) << 32 | UInt64(times[number] / 3_600)
                let hash = key &* 0x9E37_79B9_7F4A_7C15
                let place = slots.find(hash) { cells[$0].key == key } ?? cells.count
                if place == cells.count {
                    slots.insert(hash, record: place)
                    cells.append((key, HealthCounts()))
                }
                cells[place].counts.add(signals[number])
            }
        }
        return cells.indices.sorted { cells[$0].key < cells[$1].key }.map { cells[$0] }
    }

    /// Which thread's it is. The platforms of a name are neighbors, and each has another.
    @inline(__always)
    private static func part(of stratum: UInt32) -> UInt32 { (stratum &* 0x9E37_79B1) >> 29 }
}
