import Testing
import TrackingLog

@testable import LogArchive

@Suite("A header that names other columns")
struct HeaderTests {
    static let other = "//timestamp;code;target_id;hwid;status;description;appCode;payload\n"

    @Test("nothing is taken of a file that begins with one, since its rows would be taken for what they are not")
    func first() throws {
        let folder = try TemporaryFolder()
        let (reading, summary) = try LogWriterTests.read(
            try folder.file("log.csv", "\u{FEFF}\n" + Self.other + DialectTests.plain))
        #expect(reading.rows.isEmpty && reading.rejects.isEmpty)
        #expect(summary.sources.isEmpty)
        #expect(
            summary.failures.map(\.reason) == [
                "its header does not name tracking_code: \(Self.other.dropLast())"
            ])
        #expect(summary.failures.first?.hint?.contains(Column.header.dropFirst(2)) == true)
    }

    @Test("further down it is a reject, and reading goes on")
    func further() {
        let reading = Reading(DialectTests.plain + Self.other + DialectTests.plain)
        #expect(reading.rows.count == 2 && reading.rejects.count == 1)
    }
}
