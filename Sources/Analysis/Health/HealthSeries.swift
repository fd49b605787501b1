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

/// Counts the deliveries of one shard by stratum and hour.
struct CellCounts: Sendable {
    private(set) var cells: [(key: UInt64, counts: HealthCounts)] = []

    init(_ facts: HealthFacts) {
        var slots = SlotTable()
        for number in facts.times.indices where facts.strata[number] != HealthFacts.leftOut {
            let key = UInt64(facts.strata[number]) << 32 | UInt64(facts.times[number] / 3_600)
            let hash = key &* 0x9E37_79B9_7F4A_7C15
            let place = slots.find(hash) { cells[$0].key == key } ?? cells.count
            if place == cells.count {
                slots.insert(hash, record: place)
                cells.append((key, HealthCounts()))
            }
            cells[place].counts.add(facts.signals[number])
        }
    }

    /// The sums of all shards, by key.
    static func merged(_ parts: [CellCounts]) -> [UInt64: HealthCounts] {
        var sums: [UInt64: HealthCounts] = [:]
        sums.reserveCapacity(parts.map(\.cells.count).max() ?? 0)
        for part in parts { for cell in part.cells { sums[cell.key, default: HealthCounts()].add(cell.counts) } }
        return sums
    }
}
