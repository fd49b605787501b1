import Analysis
import Foundation
import LogArchive
import Synchronization
import Testing
import TrackingLog

@Suite("A report of tables that wait on disk")
struct SpilledReportTests {
    @Test("is that of tables in memory, whatever the rows, of logs and of tallies", arguments: 1...12)
    func anyRows(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = RandomRows.make(count: Int.random(in: 1...600, using: &random), using: &random)
        // After every chunk; after some; and for the rest alone.
        let memory = [1, 20_000, 200_000][seed % 3]
        try Scratch.withFolder { folder in
            let logs = try random.logs(of: rows, in: folder)
            let mixed = try random.tallies(of: logs, in: folder)
            for question in try Question.all(listsIn: folder) where question.name.hasPrefix("report") {
                for inputs in [logs, mixed] {
                    let expected = try question.answer(inputs)
                    let found = try Question.$memory.withValue(memory) { try question.answer(inputs) }
                    #expect(found == expected, "\(question.name)")
                }
            }
        }
    }

    @Test("is that of tables in memory where messages have many deliveries, refusals and names", arguments: [1, 4])
    func manyOfOne(_ workers: Int) throws {
        let rows = (0..<6_000).map { number in
            Row(
                number, ["failed", "sent", "delivered", "opened", "mystery"][number % 5],
                ["BadDeviceToken", "Unregistered", ""][number % 3], code: "T-\(number % 7)",
                hwid: "HWID-\(number % 900)",
                payload: #"{"user_id":"USER-\#(number % 50)","name":"Journey \#(number % 3) | Step"}"#)
        }
        try Scratch.withFolder { folder in
            let logs = try rows.chunks(of: 500).enumerated().map { number, rows in
                let file = folder.appending(path: "\(number).csv")
                try Data(rows.csv).write(to: file)
                return LogInput.path(file.path())
            }
            var analysis = LogAnalysis()
            analysis.reading.workers = workers
            analysis.reporting.dimensions = [.name, .hour, .reasonCategory]
            analysis.reporting.maximumGroups = 5
            analysis.reporting.filter.journeys = ["Journey 0", "Journey 1"]
            let expected = try analysis.report(on: logs).report
            let spilled = Mutex(0)
            analysis.spilling = { bytes in spilled.withLock { $0 += bytes } }
            analysis.memory = 50_000
            #expect(try analysis.report(on: logs).report == expected)
            #expect(spilled.withLock { $0 } > 100_000)
        }
    }

    @Test("is that of tables in memory, and on disk, of logs and tallies of a cache, too")
    func cached() throws {
        try Scratch.withFolder { folder in
            let logs = try (0..<4).map { number in
                let file = folder.appending(path: "\(number).csv")
                let rows = (0..<900).map { Row($0, "sent", code: "T-\(number)-\($0)", hwid: "HWID-\($0 % 40)") }
                try Data(rows.csv).write(to: file)
                return LogInput.path(file.path())
            }
            var analysis = LogAnalysis()
            let expected = try analysis.report(on: logs).report
            let spilled = Mutex(0)
            analysis.cache = folder.appending(path: "cache").path()
            analysis.cacheClock = { Int(Date.now.timeIntervalSince1970) + 10 }
            analysis.spilling = { bytes in spilled.withLock { $0 += bytes } }
            analysis.memory = 50_000
            // The first run makes the tallies, the second one reads them.
            for _ in 0..<2 {
                spilled.withLock { $0 = 0 }
                #expect(try analysis.report(on: logs).report == expected)
                #expect(spilled.withLock { $0 } > 100_000)
            }
        }
    }

    @Test("is not made on disk where the memory is enough")
    func enough() throws {
        try Scratch.withFolder { folder in
            let file = folder.appending(path: "log.csv")
            try Data([Row(1, "sent")].csv).write(to: file)
            var analysis = LogAnalysis()
            analysis.memory = 1 << 20
            analysis.spilling = { _ in Issue.record("nothing needs the disk") }
            #expect(try analysis.report(on: [.path(file.path())]).report.totals.messages == 1)
        }
    }
}

extension [Row] {
    fileprivate func chunks(of count: Int) -> [[Row]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}
