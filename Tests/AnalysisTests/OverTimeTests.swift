import Analysis
import Testing
import TrackingLog

@Suite("Messages over time")
struct OverTimeTests {
    private static let day = 86_400

    private func overTime(_ rows: [Row], _ change: (inout ReportOptions) -> Void = { _ in }) throws -> OverTime {
        let report = report(on: rows) {
            $0.isOverTime = true
            change(&$0)
        }
        return try #require(report.overTime)
    }

    @Test("are those of the groups by day and platform, whatever the rows", arguments: 0..<40 as Range<UInt64>)
    func agreement(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = RandomRows.make(count: Int.random(in: 1...300, using: &random), using: &random).map { row in
            var row = row
            row.second += Int.random(in: 0..<20 * Self.day, using: &random)
            return row
        }
        let zone = LocalZone(offset: Int64.random(in: -12...14, using: &random) * 3600)
        let series = try overTime(rows) { $0.zone = zone }.series
        let groups = report(on: rows) {
            $0.zone = zone
            $0.dimensions = series.step == .hour ? [.day, .hour, .platform] : [.day, .platform]
        }.groups
        var found = 0
        for point in series.points {
            for (platform, counts) in point.byPlatform {
                let place = [
                    point.start.day.description, String(point.start.description.dropFirst(11).prefix(2)), platform.name,
                ]
                let values = series.step == .hour ? place : [place[0], place[2]]
                #expect(groups.first { $0.values == values }?.totals.counts == counts, "\(values)")
                found += 1
            }
        }
        #expect(found == groups.count && series.outside == 0)
    }

    @Test(
        "are by the hour, day, week or year, as long as it takes for a picture to show them",
        arguments: [(3, Series.Step.hour), (4, .day), (150, .day), (300, .week), (12_000, .year)])
    func steps(days: Int, step: Series.Step) throws {
        let rows = [Row(0, "created"), Row((days - 1) * Self.day, "created", code: "T-2")]
        let series = try overTime(rows).series
        #expect(series.step == step)
        #expect(series.points.first?.counts.messages == 1)
        // Hours are those of whole days.
        #expect(step == .hour ? series.points.count == 72 : series.points.last?.counts.messages == 1)
        for (earlier, later) in zip(series.points, series.points.dropFirst()) { #expect(earlier.start < later.start) }
        #expect(series.points.reduce(0) { $0 + $1.counts.messages } == 2)
    }

    @Test("begin their weeks on Mondays")
    func mondays() throws {
        let rows = (0..<300).map { Row($0 * Self.day, "created", code: "T-\($0)") }
        let series = try overTime(rows).series
        #expect(series.step == .week && series.points.count == 44)
        // 2026-11-20 is a Friday.
        #expect(series.points[0].start.day.description == "2026-11-16")
        #expect(series.points[0].counts.messages == 3)
        #expect(series.points.dropFirst().dropLast().allSatisfy { $0.counts.messages == 7 })
    }

    @Test("leave out the few that a wrong clock put decades away, and say how many", arguments: [1, 14], [10, 1000])
    func outside(days: Int, messages: Int) throws {
        let rows = (0..<messages).map { Row($0 % days * Self.day + $0, "created", code: "T-\($0)") }
        let strays = [Row(-1_795_132_800, "created", code: "1970"), Row(400_000_000, "created", code: "2039")]
        for stray in strays {
            let series = try overTime(rows + [stray]).series
            #expect(series.outside == 1 && series.points.reduce(0) { $0 + $1.counts.messages } == messages)
            #expect(series.step == (days == 1 ? .hour : .day))
        }
        let series = try overTime(rows + strays).series
        #expect(series.outside == (messages < 400 ? 1 : 2))
        // What is merely later is shown.
        #expect(try overTime(rows + [Row(50 * Self.day, "created", code: "later")]).series.outside == 0)
    }

    @Test("are counted by the hour where all began on a day, whenever they were opened")
    func lateOpenings() throws {
        let rows = [Row(0, "created"), Row(8 * 3600, "created", code: "T-2"), Row(5 * Self.day, "opened")]
        let series = try overTime(rows).series
        #expect(series.step == .hour && series.points.count == 24)
    }

    @Test("are compared with as many days on the zone's clocks, also where one of them has 25 hours")
    func daylightSaving() throws {
        // Berlin's clocks went back on 2026-10-25, at 01:00 UTC.
        let change: Int64 = 1_792_890_000
        let zone = LocalZone(
            name: "Europe/Berlin", utc: { $0 - ($0 < change + 7200 ? 7200 : 3600) },
            local: { $0 + ($0 < change ? 7200 : 3600) })
        let rows = (0..<40).map { Row(($0 - 40) * Self.day, "created", code: "T-\($0)") }
        let since = try #require(Day("2026-10-25")).start.adding(seconds: -7200)
        let before = try #require(
            try overTime(rows) {
                $0.zone = zone
                $0.filter.since = since
                $0.filter.until = Day("2026-10-31")?.end(in: zone)
            }.before)
        #expect(before.period.lowerBound.description == "2026-10-17 22:00:00")
        #expect(before.period.upperBound == since.adding(seconds: -1))
    }

    @Test("are compared with what was before them, as long as they are, where the logs hold it")
    func before() throws {
        let rows = (0..<10).flatMap { day in
            [
                Row(day * Self.day, "created", code: "T-\(day)"),
                Row(day * Self.day + 1, day < 5 ? "delivered" : "failed", "Unregistered", code: "T-\(day)"),
            ]
        }
        func since(_ day: Int) -> Timestamp { Row(day * Self.day, "").time }
        #expect(try overTime(rows).before == nil)
        #expect(try overTime(rows) { $0.filter.since = since(0) }.before == nil)
        let before = try #require(try overTime(rows) { $0.filter.since = since(7) }.before)
        // Days 7 to 9 are compared with 4 to 6.
        #expect(before.period == since(4)...since(7).adding(seconds: -1))
        #expect(before.counts.deliveryRate == Rate(1, of: 3))
        let day = try #require(
            try overTime(rows) {
                $0.filter.since = since(7)
                $0.filter.until = since(7).day.end
            }.before)
        #expect(day.period == since(6)...since(7).adding(seconds: -1))
        // Of days 3 to 9 the logs hold only three days before.
        #expect(try overTime(rows) { $0.filter.since = since(3) }.before == nil)
    }

    @Test("take times by their bins, each in its own")
    func bins() {
        let seconds = [0, 1, 2, 4, 5, 59, 60, 32_767, 32_768, 86_400, 14 * 86_400, 400 * 86_400]
        let rows = seconds.enumerated().flatMap { number, taken in
            [
                Row(0, "created", code: "T-\(number)"), Row(taken, "delivered", code: "T-\(number)"),
            ]
        }
        let latency = report(on: rows).createdToDelivered
        #expect(latency.bins.reduce(0) { $0 + $1.count } == seconds.count)
        for (bin, next) in zip(latency.bins, latency.bins.dropFirst()) { #expect(bin.to == next.from) }
        for bin in latency.bins {
            #expect(bin.count == seconds.count { $0 >= bin.from && $0 < bin.to ?? .max }, "\(bin)")
        }
    }
}
