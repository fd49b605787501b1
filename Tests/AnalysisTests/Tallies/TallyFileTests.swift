import Analysis
import Foundation
import LogArchive
import Testing
import TrackingLog

@Suite("Writing a tally")
struct TallyFileTests {
    private func tally(_ rows: [Row], in folder: URL, shards: Int = 1) throws -> [String] {
        let log = folder.appending(path: "log.csv").path()
        try Data(rows.csv).write(to: URL(filePath: log))
        let paths = (0..<shards).map { folder.appending(path: "\(UUID().uuidString)-\($0).tally").path() }
        _ = try LogAnalysis().tally([.path(log)], to: paths)
        return paths
    }

    private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    @Test("gives the same bytes for the same rows in whatever order", arguments: 1...20)
    func order(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = RandomRows.make(count: 300, using: &random)
        try Scratch.withFolder { folder in
            let first = try bytes(tally(rows, in: folder)[0])
            for _ in 0..<3 {
                #expect(try bytes(tally(rows.shuffled(using: &random), in: folder)[0]) == first)
            }
        }
    }

    @Test("gives the same bytes from tallies of parts, and from shards", arguments: 1...10)
    func parts(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(100 + seed))
        let rows = RandomRows.make(count: 300, using: &random)
        try Scratch.withFolder { folder in
            let whole = try tally(rows, in: folder)[0]
            let again = folder.appending(path: "again.tally").path()
            _ = try LogAnalysis().tally([.path(whole)], to: [again])
            #expect(try bytes(again) == bytes(whole))
            let shards = try tally(rows, in: folder, shards: Int.random(in: 2...9, using: &random))
            _ = try LogAnalysis().tally(shards.shuffled(using: &random).map { .path($0) }, to: [again])
            #expect(try bytes(again) == bytes(whole))
        }
    }

    @Test("in shards puts each message into one, and everything else into the first")
    func shards() throws {
        let rows = (0..<200).flatMap { number in
            [Row(number, "sent", code: "T-\(number)"), Row(number + 1, "delivered", code: "T-\(number)", hwid: "H-2")]
        }
        try Scratch.withFolder { folder in
            let shards = try tally(rows, in: folder, shards: 4)
            let reports = try shards.map { try LogAnalysis().report(on: [.path($0)]).report }
            #expect(reports.map(\.totals.messages).reduce(0, +) == 200)
            #expect(reports.allSatisfy { $0.totals.messages > 20 })
            #expect(reports.map(\.totals.deliveries).reduce(0, +) == 400)
            #expect(reports.map(\.quality.rows) == [400, 0, 0, 0])
            #expect(reports.map(\.sources.count) == [1, 0, 0, 0])
        }
    }

    @Test("splits a message with very many devices over sections, and loses none")
    func manyDevices() throws {
        let rows = (0..<110_000).map { Row($0 % 50, $0 % 3 == 0 ? "delivered" : "sent", hwid: "HWID-\($0)") }
        try Scratch.withFolder { folder in
            let path = try tally(rows, in: folder)[0]
            let totals = try LogAnalysis().report(on: [.path(path)]).report.totals
            #expect(totals.messages == 1)
            #expect(totals.deliveries == 110_000)
            #expect(totals.devices == 110_000)
            #expect(totals.events == 110_000)
        }
    }

    @Test("is for its owner only, and keeps the permissions of a file that it replaces")
    func permissions() throws {
        try Scratch.withFolder { folder in
            let path = try tally([Row(0, "sent")], in: folder)[0]
            func mode() throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            }
            #expect(try mode() == 0o600)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            _ = try LogAnalysis().tally([.path(folder.appending(path: "log.csv").path())], to: [path])
            #expect(try mode() == 0o640)
        }
    }

    @Test("keeps the zone of its logs, and a run that names another one refuses it")
    func zones() throws {
        try Scratch.withFolder { folder in
            let path = try tally([Row(0, "sent")], in: folder)[0]
            var analysis = LogAnalysis()
            analysis.reading.zone = LocalZone(
                name: "Europe/Berlin", utc: { $0 - 3_600 }, local: { $0 + 3_600 })
            let (_, reading) = try analysis.report(on: [.path(path)])
            #expect(
                reading.failures.map(\.reason) == [
                    "the tally's logs were read with the time zone UTC, and this run names Europe/Berlin"
                ])
        }
    }
}
