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
}
