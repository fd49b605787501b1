import Durability
import LogArchive
import Threading
import TrackingLog

/// A report on tables that are on disk.
///
/// They are read three times, part by part: for the groups there are; for counts, and what each delivery shows of its
/// device; and, once tokens are known, for what each message shows of its person. Devices and people wait on disk in
/// parts of their own, since the messages of one are in any part.
struct SpilledReport {
    private let spilled: SpilledTables
    private let options: ReportOptions
    private let personKeys: [ShortKey: ShortKey]
    private let audience: AudienceValues?
    private let audienceKeys: [[ShortKey]]
    private var meanings: DescriptionMeanings
    private var nameParts: NameParts?
    /// The time of the first row of all.
    private(set) var firstRow = CompactTime.never
    private var present = PresentValues()
    private var names: [UInt32: Int] = [:]
    private var days = DayCounts()

    /// - Parameters:
    ///   - tally: what is left in memory: labels and aliases.
    ///   - spilled: its tables.
    init(_ options: ReportOptions, _ tally: borrowing Tally, _ spilled: SpilledTables) {
        self.spilled = spilled
        self.options = options
        personKeys = tally.identities.personKeys
        audience = AudienceValues(options.dimensions, options.audience, tally.identities)
        audienceKeys = tally.audienceKeys(options.audience, count: ShortKey.partCount, by: \.part)
        meanings = DescriptionMeanings(tally.labels)
        nameParts = options.needsNameParts ? NameParts(tally.labels) : nil
    }

    /// Counts everything.
    mutating func count(
        _ labels: borrowing InternedLabels
    ) throws(FileError) -> (frame: ReportFrame, counts: ReportCounts) {
        let groups = try groups(labels)
        let keys = GroupKeys(options.dimensions, zone: options.zone, nameParts, audience)
        let grouping = Grouping(groups, maximum: options.maximumGroups, keys, labels)
        let frame = ReportFrame(
            options: options, meanings: meanings, nameParts: nameParts, keys: keys, grouping: grouping)
        let (messages, sightings) = try countMessages(frame, labels)
        let (devices, marks) = try countDevices(sightings, grouping, labels)
        let (unconfirmed, series, people) = try countUnconfirmed(marks, frame, labels)
        let counts = ReportCounts(
            messages: messages.map { [$0] } ?? [], devices: devices.map { [$0] } ?? [],
            persons: try countPersons(people, grouping).map { [$0] } ?? [],
            unconfirmed: unconfirmed.map { [$0] } ?? [], series: series,
            present: options.needsPresentValues ? present : nil, names: options.needsNames ? names : nil)
        return (frame, counts)
    }

    /// How many messages each group has; and all that must be known before counting.
    private mutating func groups(_ labels: borrowing InternedLabels) throws(FileError) -> [GroupKey: Int] {
        var groups: [GroupKey: Int] = [:]
        try spilled.forEachPart(labels, personKeys) { part throws(FileError) in
            meanings.learn(part.shards, labels)
            nameParts?.add(part.shards, labels)
            let outcomes = part.outcomes(meanings, labels)
            let keys = GroupKeys(options.dimensions, zone: options.zone, nameParts, audience)
            let local = LocalGroups(
                outcomes, of: part.shards, keys, TallyFilter(options.filter, labels, nameParts), part.identities)
            groups.merge(local.counts, uniquingKeysWith: +)
            firstRow = min(firstRow, part.shards.firstRow)
            if options.isOverTime { days.merge(part.shards.days(outcomes, options.zone), uniquingKeysWith: +) }
            if options.needsPresentValues { present.add(PresentValues(outcomes, of: part.shards)) }
            if options.needsNames { names.merge(part.shards.messagesByName(outcomes), uniquingKeysWith: +) }
        }
        return groups
    }

    /// Counts messages and deliveries.
    ///
    /// - Returns: the counts, and what each delivery shows of its device.
    private func countMessages(
        _ frame: ReportFrame, _ labels: borrowing InternedLabels
    ) throws(FileError) -> (ShardCounts?, PartSpool<DeviceSighting>) {
        let sightings = try PartSpool<DeviceSighting>()
        var counts: ShardCounts?
        try forEachPart(frame, labels) { part, outcomes throws(FileError) in
            let found = Workers.map(ShortKey.shardCount) { shard in
                ShardCounts(
                    part.shards[shard].pointee, outcomes[shard], frame.meanings, groups: frame.grouping.count)
            }
            counts = ShardCounts(merging: (counts.map { [$0] } ?? []) + found)
            for shard in outcomes.indices {
                try SpilledReport.forEachDevice(part.shards[shard].pointee, outcomes[shard]) {
                    delivery, device throws(FileError) in
                    let sighting = DeviceSighting(
                        delivery, of: part.shards[shard].pointee, outcomes[shard], frame.meanings)
                    try sightings.append(sighting, to: device.part)
                }
            }
        }
        return (counts, sightings)
    }

    /// Visits the deliveries of one shard's reported messages that have a device, in their order.
    private static func forEachDevice(
        _ shard: borrowing TallyShard, _ outcomes: ShardOutcomes,
        _ body: (_ delivery: Int, _ device: ShortKey) throws(FileError) -> Void
    ) throws(FileError) {
        for (number, delivery) in shard.deliveries.elements.enumerated()
        where delivery.hwidShape != .empty && outcomes.messages[Int(delivery.message)].isReported {
            try body(number, delivery.hwid)
        }
    }

    /// Counts devices and their tokens.
    ///
    /// - Returns: the counts, and the token of each delivery.
    private func countDevices(
        _ sightings: PartSpool<DeviceSighting>, _ grouping: Grouping, _ labels: borrowing InternedLabels
    ) throws(FileError) -> (DeviceCounts?, PartSpool<TokenMark>) {
        let marks = try PartSpool<TokenMark>()
        var counts: DeviceCounts?
        for part in 0..<ShortKey.partCount where sightings.counts[part] > 0 {
            let deliveries = try sightings.records(of: part)
            var table = TokenTable(room: deliveries.count, groups: grouping.count)
            for (index, delivery) in deliveries.enumerated() {
                if index + 16 < deliveries.count { table.prefetch(deliveries[index + 16]) }
                table.add(delivery, labels)
            }
            for index in deliveries.indices { try marks.append(table.mark(index), to: part) }
            if counts == nil { counts = table.counts } else { counts?.add(table.counts) }
        }
        return (counts, marks)
    }

    /// Counts what is known of messages once tokens are.
    ///
    /// - Returns: the counts, the messages over time, and what each message shows of its person.
    private func countUnconfirmed(
        _ marks: PartSpool<TokenMark>, _ frame: ReportFrame, _ labels: borrowing InternedLabels
    ) throws(FileError) -> (UnconfirmedPass?, SeriesCounts?, PartSpool<Sighting>) {
        var tokens = (0..<ShortKey.partCount).map { marks.cursor($0) }
        let people = try PartSpool<Sighting>()
        var counts: UnconfirmedPass?
        var series = options.isOverTime ? SeriesCounts(days) : nil
        try forEachPart(frame, labels) { part, outcomes throws(FileError) in
            for shard in outcomes.indices {
                try SpilledReport.forEachDevice(part.shards[shard].pointee, outcomes[shard]) {
                    delivery, device throws(FileError) in
                    outcomes[shard].deliveries[delivery].token = try tokens[device.part].read()
                }
            }
            let found = Workers.map(ShortKey.shardCount) { shard in
                (
                    UnconfirmedPass(part.shards[shard].pointee, outcomes[shard], groups: frame.grouping.count),
                    PersonSightings(
                        part.shards[shard].pointee, outcomes[shard], part.identities, in: 0..<ShortKey.shardCount)
                )
            }
            for (unconfirmed, sightings) in found {
                if counts == nil { counts = unconfirmed } else { counts?.add(unconfirmed) }
                for sighting in sightings.byPerson.joined() { try people.append(sighting, to: sighting.key.part) }
            }
            series?.add(part.shards, outcomes, options.zone)
        }
        return (counts, series, people)
    }

    private func countPersons(_ people: PartSpool<Sighting>, _ grouping: Grouping) throws(FileError) -> PersonPass? {
        var counts: PersonPass?
        for part in 0..<ShortKey.partCount where people.counts[part] > 0 || !audienceKeys[part].isEmpty {
            let pass = PersonPass(
                [try people.records(of: part)], audience: audienceKeys[part], groups: grouping.count)
            if counts == nil { counts = pass } else { counts?.add(pass) }
        }
        return counts
    }

    /// Visits each part with the outcomes of its messages, which have their groups.
    private func forEachPart(
        _ frame: ReportFrame, _ labels: borrowing InternedLabels,
        _ body: (borrowing PartTables, [ShardOutcomes]) throws(FileError) -> Void
    ) throws(FileError) {
        let filter = TallyFilter(options.filter, labels, frame.nameParts)
        try spilled.forEachPart(labels, personKeys) { part throws(FileError) in
            let outcomes = part.outcomes(frame.meanings, labels)
            frame.grouping.assign(
                LocalGroups(outcomes, of: part.shards, frame.keys, filter, part.identities), in: outcomes)
            try body(part, outcomes)
        }
    }
}

extension Tally {
    /// The report on tables that are on disk.
    ///
    /// - Parameters:
    ///   - options: what the report shows; no conversions.
    ///   - reading: the sources of the rows, for the report to name.
    ///   - spilled: the tables. This tally has their labels, and nothing else of messages.
    func report(
        _ options: ReportOptions, of reading: ReadingSummary, from spilled: SpilledTables
    ) throws(FileError) -> Report {
        var counting = SpilledReport(options, self, spilled)
        let (frame, counts) = try counting.count(labels)
        var report = report(frame, counts, of: reading)
        if let before = report.overTime.flatMap({ _ in options.before(first: counting.firstRow, report) }) {
            report.overTime?.before = OverTime.Before(
                try self.report(before, of: ReadingSummary(), from: spilled), by: before)
        }
        report.scopes = try options.scopedTotals(report, first: counting.firstRow) { options throws(FileError) in
            try self.report(options, of: ReadingSummary(), from: spilled)
        }
        return report
    }
}
