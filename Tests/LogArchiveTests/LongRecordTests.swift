import Testing
import TrackingLog

@testable import LogArchive

/// Records of any length: read, or rejected, and never in the way of the others.
struct LongRecordTests {
    @Test("a row of 50 MB is read")
    func longRow() {
        let alert = String(repeating: "x'y; ", count: 10 << 20)
        let text = "2021-01-01 00:00:00;T;t;h;sent;;A;\"{\"\"a\"\":\"\"\(alert)\"\"}\"\n"
        let reading = Reading(Array((DialectTests.plain + text + DialectTests.plain).utf8))
        #expect(reading.rows.count == 3)
        #expect(reading.rows[1][7].utf8.count > 40 << 20)
    }

    @Test("a record longer than allowed is rejected by its line, and the rows after it are read")
    func overlong() {
        let text = DialectTests.plain + String(repeating: "x", count: 5 << 20) + "\n" + DialectTests.plain
        let reading = Reading(Array(text.utf8), chunkSize: 1 << 16, longestRecord: 1 << 20)
        #expect(reading.rows == [DialectTests.row, DialectTests.row])
        #expect(reading.lines == [1, 3])
        #expect(reading.rejects == ["2: longer than 1 MiB"])
    }

    @Test("an open quote before a long run of rows without quotes costs one line")
    func openQuoteBeforeMany() {
        let row = "2021-01-01T00:00:00;T;t;h;failed;why;A;\n"
        let text = "2021-01-01T00:00:00;T;t;h;failed;\"cut\n" + String(repeating: row, count: 60_000)
        let reading = Reading(Array(text.utf8), chunkSize: 1 << 16, longestRecord: 1 << 20)
        #expect(reading.rows.count == 60_000)
        #expect(reading.rejects.count == 1)
    }
}
