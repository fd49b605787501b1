import Foundation
import Testing
import TrackingLog

@testable import LogArchive

@Suite("Local times that clocks show twice, or never")
struct LocalHourTests {
    /// A zone with the clock changes of Europe/Berlin: forward at 02:00, back at 03:00.
    private static let zone: LocalZone = {
        let forward = Timestamp("2026-03-29T01:00:00Z")?.secondsSince1970 ?? 0
        let back = Timestamp("2026-10-25T01:00:00Z")?.secondsSince1970 ?? 0
        @Sendable func offset(_ utc: Int64) -> Int64 { utc >= forward && utc < back ? 7200 : 3600 }
        return LocalZone(
            name: "Europe/Test",
            utc: { offset($0 - 7200) == 7200 ? $0 - 7200 : $0 - 3600 }, local: { $0 + offset($0) },
            occurrence: { local in
                let shown = [3600, 7200].count { offset(local - $0) == $0 }
                return shown == 0 ? .never : shown == 1 ? .once : .twice
            })
    }()

    @Test("are counted and said once; times with a zone of their own are none")
    func counted() throws {
        let folder = try TemporaryFolder()
        let times = [
            "2026-03-29 01:59:59", "2026-03-29 02:00:00", "2026-03-29 02:30:00.5", "2026-03-29 03:00:00",
            "2026-10-25 01:59:59", "2026-10-25 02:00:00", "2026-10-25 02:59:59", "2026-10-25 02:30:00",
            "2026-10-25 03:00:00", "2026-10-25T02:30:00Z", "2026-10-25 02:30:00 +0100", "1792895400",
        ]
        let rows = times.map { "\($0);T;U;H;sent;;A;\n" } + ["\"2026-10-25 02:10:00\";T;\"\\\"\";H;sent;;A;\n"]
        _ = try folder.file("a.csv", rows.joined())
        let objects = times.map { #"{"timestamp":"\#($0)","tracking_code":"T","hwid":"H","status":"sent"}"# + "\n" }
        _ = try folder.file("b.ndjson", objects.joined())
        let (reading, summary) = try LogWriterTests.read(folder.path) { $0.zone = Self.zone }
        #expect(reading.rejects == [] && reading.rows.count == 2 * times.count + 1)
        #expect(
            summary.warnings == [
                "7 events at local times that came twice in Europe/Test, when clocks went back: taken for the first of the two",
                "4 events at local times that Europe/Test never had, when clocks went forward: read by the clock before",
            ])
        #expect(try LogWriterTests.read(folder.path).1.warnings == [])
    }

    /// Rows of the night of 2026-10-25 at these local times, a code each, and when they are found to have been.
    private static func times(_ times: [String], chunkSize: Int = 1 << 20) throws -> (utc: [String], warnings: [String])
    {
        let folder = try TemporaryFolder()
        let rows = times.enumerated().map { "2026-10-25 \($1);T\($0);U;H;sent;;A;\n" }
        let (reading, summary) = try LogWriterTests.read(folder.file("a.csv", rows.joined())) {
            $0.zone = Self.zone
            $0.chunkSize = chunkSize
        }
        return (reading.rows.map { String($0[0].dropFirst(11)) }, summary.warnings)
    }

    @Test(
        "are of the first or the second hour by the order of the file, across its chunks too", arguments: [64, 1 << 20])
    func inOrder(chunkSize: Int) throws {
        let (utc, warnings) = try Self.times(
            [
                "01:59:00", "02:10:00", "02:30:00", "02:59:59", "02:59:58", "02:05:00", "02:30:00", "02:29:00",
                "02:55:00", "03:00:00",
            ], chunkSize: chunkSize)
        #expect(
            utc == [
                "23:59:00", "00:10:00", "00:30:00", "00:59:59", "00:59:58", "01:05:00", "01:30:00", "01:29:00",
                "01:55:00", "02:00:00",
            ])
        #expect(
            warnings == [
                "4 events at local times that came twice in Europe/Test, when clocks went back: taken for the second of the two, since earlier times follow later ones there",
                "4 events at local times that came twice in Europe/Test, when clocks went back: taken for the first of the two",
            ])
    }

    @Test(
        "are all of the first hour in a file that is in another order",
        arguments: [
            // By message, a backward step before the hour, a second one in it, and one from outside into it.
            ["02:00:00", "02:50:00", "02:05:00", "02:20:00", "02:10:00", "02:30:00"],
            ["01:30:00", "01:10:00", "02:50:00", "02:05:00"],
            ["03:30:00", "02:50:00", "02:05:00"],
            // Too close to be sure.
            ["02:10:00", "02:06:00"],
        ])
    func otherOrder(times: [String]) throws {
        let firstHours = ["01": "23", "02": "00", "03": "02"]
        #expect(try Self.times(times).utc == times.map { (firstHours[String($0.prefix(2))] ?? "") + $0.dropFirst(2) })
    }

    @Test("an event of the second hour is no double of the same event of the first")
    func noDouble() throws {
        let folder = try TemporaryFolder()
        let rows = ["02:30:00;T", "02:50:00;V", "02:10:00;W", "02:30:00;T"].map { "2026-10-25 \($0);U;H;sent;;A;\n" }
        let (reading, _) = try LogWriterTests.read(folder.file("a.csv", rows.joined())) { $0.zone = Self.zone }
        #expect(Set(reading.rows.map { $0[0] + $0[1] }).count == 4)
    }
}
