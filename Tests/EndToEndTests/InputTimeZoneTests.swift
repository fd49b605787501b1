import Testing
import TrackingLog

@testable import pushtrail

@Suite("Times without a zone are read in the zone named")
struct InputTimeZoneTests {
    @Test(
        "summer, winter, and the hours at which clocks change in Berlin",
        arguments: [
            ("2026-07-01 12:00:00", "2026-07-01T10:00:00Z"),
            ("2026-12-01 12:00:00", "2026-12-01T11:00:00Z"),
            // Skipped when clocks go forward: read with the offset before.
            ("2026-03-29 01:59:59", "2026-03-29T00:59:59Z"),
            ("2026-03-29 02:30:00", "2026-03-29T01:30:00Z"),
            ("2026-03-29 03:00:00", "2026-03-29T01:00:00Z"),
            // Comes twice when clocks go back: the first.
            ("2026-10-25 02:30:00", "2026-10-25T00:30:00Z"),
            ("2026-10-25 03:00:00", "2026-10-25T02:00:00Z"),
        ])
    func berlin(local: String, utc: String) throws {
        #expect(try time(local, in: "Europe/Berlin")?.rfc3339 == utc)
    }

    @Test(
        "zones of half and quarter hours",
        arguments: [
            ("Asia/Kolkata", "2026-11-20T06:30:00Z"), ("Asia/Kathmandu", "2026-11-20T06:15:00Z"),
            ("UTC", "2026-11-20T12:00:00Z"), ("America/New_York", "2026-11-20T17:00:00Z"),
        ])
    func zones(name: String, utc: String) throws {
        #expect(try time("2026-11-20 12:00:00", in: name)?.rfc3339 == utc)
    }

    @Test("a time that names its own zone keeps it")
    func own() throws {
        #expect(try time("2026-11-20T12:00:00Z", in: "Asia/Kolkata")?.rfc3339 == "2026-11-20T12:00:00Z")
    }

    @Test("a zone that does not exist is wrong usage")
    func unknown() {
        #expect(throws: (any Error).self) { try TimeArgument.zone("Mars/Olympus") }
    }

    private func time(_ text: String, in zone: String) throws -> Timestamp? {
        let bytes = Array(text.utf8)
        return Timestamp(bytes.span, zone: try TimeArgument.zone(zone))
    }
}
