import Analysis
import Testing
import TrackingLog

@Suite("Tallies")
struct MergeTests {
    @Test("come to the same report however the rows are split, ordered and merged", arguments: 1...60)
    func anySplit(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = RandomRows.make(count: Int.random(in: 1...400, using: &random), using: &random)
        let whole = report(on: rows)
        #expect(whole.totals.byOutcome.values.reduce(0, +) == whole.totals.messages)
        #expect(whole.groups.reduce(0) { $0 + $1.totals.messages } == whole.totals.messages)
        #expect(whole.groups.reduce(0) { $0 + $1.totals.events } == rows.count)

        for _ in 0..<4 {
            var parts = [[Row]](repeating: [], count: Int.random(in: 1...7, using: &random))
            for row in rows.shuffled(using: &random) {
                parts[Int.random(in: 0..<parts.count, using: &random)].append(row)
            }
            #expect(report(onParts: parts) == whole)
        }
    }

    @Test("come to the same report by any cut, few groups shown or all", arguments: 1...20)
    func anyCut(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(1000 + seed))
        let rows = RandomRows.make(count: 400, using: &random)
        let columns = [Dimension.audience(column: "plan"), .audience(column: "segment")]
        let dimensions = (Dimension.ofLogs + columns).shuffled(using: &random)
            .prefix(Int.random(in: 1...4, using: &random))
        var options = ReportOptions()
        options.dimensions = Array(dimensions)
        options.maximumGroups = Int.random(in: 1...12, using: &random)
        options.audience = Audience(columns: ["plan", "segment"])
        for id in ["USER-1", "USER-3", "HWID-1", "HWID-12", "nobody"] {
            let values = ["gold", "silver", ""].map { Array($0.utf8)[...] }.shuffled(using: &random)
            options.audience?.insert(Array(id.utf8)[...], Array(values.prefix(2)))
        }
        let whole = report(on: rows) { $0 = options }
        // Groups and others share out everything.
        let shown = whole.groups.map(\.totals) + [whole.others?.totals].compactMap(\.self)
        #expect(whole.groups.count <= options.maximumGroups)
        #expect(shown.reduce(0) { $0 + $1.messages } == whole.totals.messages)
        #expect(shown.reduce(0) { $0 + $1.events } == rows.count)
        #expect(whole.tokens.persons.total == whole.totals.persons)

        for _ in 0..<3 {
            var parts = [[Row]](repeating: [], count: Int.random(in: 1...7, using: &random))
            for row in rows.shuffled(using: &random) {
                parts[Int.random(in: 0..<parts.count, using: &random)].append(row)
            }
            #expect(report(onParts: parts, options) == whole)
        }
    }

    @Test("come to the same report merged in whatever tree")
    func anyTree() {
        var random = SeededGenerator(seed: 1)
        let rows = RandomRows.make(count: 300, using: &random)
        func fold(_ rows: ArraySlice<Row>) -> Tally {
            guard rows.count > 20 else {
                var tally = Tally()
                tally.fold(EventBatch(Array(rows)))
                return tally
            }
            let middle = Int.random(in: rows.startIndex...rows.endIndex, using: &random)
            guard middle > rows.startIndex, middle < rows.endIndex else { return fold(rows) }
            var left = fold(rows[middle...])
            left.merge(fold(rows[..<middle]))
            return left
        }
        #expect(fold(rows[...]).report() == report(on: rows))
    }

    @Test("take in an empty one, and are taken in by one, unchanged")
    func empty() {
        let rows = [Row(0, "sent"), Row(1, "failed", "Unregistered")]
        #expect(report(onParts: [rows, [], []]) == report(on: rows))
        #expect(report(onParts: []) == report(on: []))
    }

    @Test("are still to be folded into after a merge")
    func foldAfterMerge() {
        var tally = Tally()
        tally.fold(EventBatch([Row(0, "sent", code: "T-1"), Row(0, "sent", code: "T-2")]))
        var other = Tally()
        other.fold(EventBatch([Row(1, "failed", "Unregistered", code: "T-1"), Row(0, "created", code: "T-3")]))
        tally.merge(other)
        tally.fold(EventBatch([Row(2, "sent", code: "T-1"), Row(3, "opened", code: "T-3")]))
        #expect(
            tally.report().totals.byOutcome == [
                .attempted: 2, .sent: 1, .bounced: 0, .suppressed: 0, .failed: 0,
            ])
        #expect(tally.report().totals.messages == 3)
    }

    @Test("keep thousands of messages apart")
    func many() {
        let rows = (0..<50_000).map { number in
            Row(number, number.isMultiple(of: 3) ? "delivered" : "sent", code: "T-\(number)", hwid: "H-\(number / 2)")
        }
        var left = Tally()
        left.fold(EventBatch(Array(rows[..<30_000])))
        var right = Tally()
        right.fold(EventBatch(Array(rows[10_000...])))
        left.merge(right)
        let totals = left.report().totals
        #expect(totals.messages == 50_000)
        #expect(totals.events == 70_000)
        #expect(totals.devices == 25_000)
        #expect(totals[.sent] == 16_667)
        #expect(totals[.attempted] == 33_333)
    }
}
