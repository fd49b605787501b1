import Testing

@Suite("Other tools read our rows field for field", .enabled(if: Peer.isExpected(.php, .python3, .unzip)))
struct RowPeerTests {
    @Test("thousands of random fields come out of an export as they went in", arguments: [1, 2])
    func random(seed: Int) async throws {
        let scratch = try Scratch()
        let events = try await scratch.run(Place.python, [Place.peer("random_events.py"), "4000", "\(seed)"])
        try #require(events.exit == 0, "\(events.errors)")
        try scratch.write(events.output, to: "events.ndjson")
        try await scratch.ingest("events.ndjson")
        try await scratch.export(to: "log.zip", "--as-of", "2026-11-20")

        let python = try await scratch.run(
            Place.python, [Place.peer("same_fields.py"), "log.zip", "events.ndjson"])
        #expect(python.text == "4000 rows are the same\n", "\(python.errors)")
        try await expectPHPReadsAsPython(in: scratch)
    }

    /// PHP's `fgetcsv` and Python's `csv` have the same to say about every row.
    private func expectPHPReadsAsPython(in scratch: Scratch) async throws {
        try scratch.write(try await scratch.log(in: "log.zip"), to: "log.csv")
        let php = try await scratch.run("sh", ["-c", "php \(Place.peer("read_rows.php")) < log.csv"])
        let python = try await scratch.run(Place.python, [Place.peer("read_rows.py"), "log.csv"])
        #expect(php.exit == 0 && !php.output.isEmpty, "\(php.errors)")
        #expect(php.output == python.output)
    }
}
