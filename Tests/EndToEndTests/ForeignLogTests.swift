import Testing

@Suite("Logs that PHP writes are read field for field", .enabled(if: Peer.isExpected(.php, .python3)))
struct ForeignLogTests {
    /// How PHP's `fputcsv` was told to escape.
    enum Escaping: String, CaseIterable {
        /// Not at all: RFC 4180.
        case rfc
        /// By its default, which leaves a quote after a backslash undoubled.
        case php
    }

    @Test("with or without a header line", arguments: Escaping.allCases, ["", "header"])
    func fields(escaping: Escaping, header: String) async throws {
        let scratch = try Scratch()
        let events = try await scratch.run("php", [Place.peer("php_events.php"), "4000", "3"])
        try #require(events.exit == 0, "\(events.errors)")
        try scratch.write(events.output, to: "events.ndjson")
        let log = try await scratch.run(
            "php", [Place.peer("write_rows.php"), escaping.rawValue, header], input: events.output)
        try scratch.write(log.output, to: "foreign.csv")

        try await scratch.ingest("foreign.csv")
        try await scratch.export(to: "log.zip", "--as-of", "2026-11-20")
        let same = try await scratch.run(Place.python, [Place.peer("same_fields.py"), "log.zip", "events.ndjson"])
        #expect(same.text == "4000 rows are the same\n", "\(same.errors)")
    }
}
