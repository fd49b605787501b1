import Testing

@Suite("What was exported can be ingested and exported again", .enabled(if: Peer.isExpected(.unzip)))
struct RoundTripTests {
    @Test("a log goes through a store unchanged, byte for byte")
    func unchanged() async throws {
        let scratch = try Scratch()
        try await scratch.pushtrail(
            "simulate", "--messages", "3000", "--as-of", "2026-11-20", "--format", "zip", "-o", "first.zip")
        try await scratch.ingest("first.zip")
        try await scratch.export(to: "second.zip", "--as-of", "2026-11-20")
        let first = try await scratch.log(in: "first.zip")
        let second = try await scratch.log(in: "second.zip")
        #expect(first == second)
    }

    @Test("the same events give the same zip, whenever it is made")
    func repeatable() async throws {
        let scratch = try Scratch()
        try await scratch.ingest("samples/day.ndjson")
        try await scratch.export(to: "one.zip", "--as-of", "2026-11-20")
        try await scratch.export(to: "two.zip", "--as-of", "2026-11-20")
        #expect(try scratch.file("one.zip") == scratch.file("two.zip"))
    }

    @Test("every dialect of the samples holds the same four events")
    func dialects() async throws {
        let scratch = try Scratch()
        try await scratch.ingest("samples/dialects/current.csv")
        try await scratch.export(to: "current.zip", "--as-of", "2026-11-20")
        #expect(try await scratch.log(in: "current.zip") == scratch.file("samples/dialects/current.csv"))
        try await scratch.ingest("samples/dialects")
        try await scratch.export(to: "all.zip", "--as-of", "2026-11-20")
        #expect(try scratch.file("all.zip") == scratch.file("current.zip"))
    }

    @Test("the vendor's example row is written as the vendor writes it")
    func vendor() async throws {
        let scratch = try Scratch()
        try await scratch.ingest("samples/seed-row.csv")
        try await scratch.export(to: "log.zip", "--as-of", "2021-04-21")
        let log = try await scratch.log(in: "log.zip")
        #expect(
            log.split(separator: UInt8(ascii: "\n")).last.map { Array($0) + [0x0A] }
                == (try scratch.file("samples/seed-row.csv")))
    }
}
