import Analysis
import Foundation
import LogArchive
import Testing

@Suite("A cache of tallies")
struct TallyCacheTests {
    /// A report with a cache, some seconds after the logs were written.
    private func report(
        on logs: [LogInput], _ cache: URL, secondsLater: Int = 10, _ change: (inout LogAnalysis) -> Void = { _ in }
    ) throws -> (report: Report, reading: ReadingSummary) {
        var analysis = LogAnalysis()
        analysis.cache = cache.path()
        analysis.cacheClock = { Int(Date.now.timeIntervalSince1970) + secondsLater }
        change(&analysis)
        return try analysis.report(on: logs)
    }

    private func withLogs(
        _ body: (_ logs: [LogInput], _ cache: URL, _ expected: Report) throws -> Void
    ) throws {
        var random = SeededGenerator(seed: 3)
        let rows = RandomRows.make(count: 300, using: &random)
        try Scratch.withFolder { folder in
            let logs = try random.logs(of: rows, in: folder)
            try body(logs, folder.appending(path: "cache"), LogAnalysis().report(on: logs).report)
        }
    }

    private func hits(_ reading: ReadingSummary) -> String? {
        reading.details.last.map { String($0.split(separator: ": ").last ?? "") }
    }

    @Test("gives the answers of the logs, before and after it has them", arguments: 1...4)
    func answers(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(500 + seed))
        let rows = RandomRows.make(count: 200, using: &random)
        try Scratch.withFolder { folder in
            let logs = try random.tallies(of: random.logs(of: rows, in: folder), in: folder, depth: 1)
            let cache = folder.appending(path: "cache")
            for question in try Question.all(listsIn: folder) {
                let expected = try question.answer(logs)
                for run in 1...2 {
                    let answer = try Question.$cache.withValue(cache.path()) { try question.answer(logs) }
                    #expect(answer == expected, "\(question.name), run \(run)")
                }
            }
        }
    }

    @Test("reads no log again that did not change, and each that did")
    func changes() throws {
        try withLogs { logs, cache, expected in
            let count = logs.count
            let first = try report(on: logs, cache)
            #expect(hits(first.reading) == "0 of \(count) logs from the cache, \(count) added to it")
            #expect(first.report == expected)
            let second = try report(on: logs, cache)
            #expect(hits(second.reading) == "\(count) of \(count) logs from the cache, 0 added to it")
            #expect(second.report == expected)
            let path = try #require(logs.first?.name)
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data([Row(7, "delivered", code: "T-new")].csv.drop { $0 != 10 }.dropFirst()))
            try file.close()
            let third = try report(on: logs, cache)
            #expect(hits(third.reading) == "\(count - 1) of \(count) logs from the cache, 1 added to it")
            #expect(third.report.totals.events == expected.totals.events + 1)
        }
    }

    @Test("does not trust a log that was written a moment before")
    func moment() throws {
        try withLogs { logs, cache, expected in
            for _ in 1...2 {
                let (report, reading) = try report(on: logs, cache, secondsLater: 0)
                #expect(hits(reading) == "0 of \(logs.count) logs from the cache, 0 added to it")
                #expect(report == expected)
            }
        }
    }

    @Test("keeps apart what other options made of a log")
    func options() throws {
        try withLogs { logs, cache, expected in
            _ = try report(on: logs, cache)
            let (_, reading) = try report(on: logs, cache) {
                $0.options.name = $0.options.person
            }
            #expect(hits(reading) == "0 of \(logs.count) logs from the cache, \(logs.count) added to it")
            #expect(try report(on: logs, cache).report == expected)
        }
    }

    @Test("that is damaged is made again, and one that cannot be written is a warning")
    func damage() throws {
        try withLogs { logs, cache, expected in
            _ = try report(on: logs, cache)
            let entries = try FileManager.default.contentsOfDirectory(at: cache, includingPropertiesForKeys: nil)
            #expect(entries.count == logs.count)
            for (number, entry) in entries.enumerated() {
                var bytes = [UInt8](try Data(contentsOf: entry))
                if number.isMultiple(of: 2) { bytes[bytes.count / 2] ^= 4 } else { bytes.removeLast(bytes.count / 3) }
                try Data(bytes).write(to: entry)
            }
            let (second, reading) = try report(on: logs, cache)
            #expect(second == expected)
            #expect(hits(reading) == "0 of \(logs.count) logs from the cache, \(logs.count) added to it")
            for folder in ["/proc/none", try #require(logs.first?.name)] {
                let (third, reading) = try report(on: logs, URL(filePath: folder))
                #expect(third == expected)
                #expect(reading.warnings.count == 1)
                #expect(reading.failures.isEmpty)
            }
        }
    }

    @Test("forgets what no run used for a month")
    func age() throws {
        try withLogs { logs, cache, expected in
            _ = try report(on: logs, cache)
            let (later, reading) = try report(on: [logs[0]], cache, secondsLater: 31 * 86_400)
            #expect(later.totals.events > 0 && reading.failures.isEmpty)
            let entries = try FileManager.default.contentsOfDirectory(atPath: cache.path())
            #expect(entries.count <= 1)
            #expect(try report(on: logs, cache).report == expected)
        }
    }
}
