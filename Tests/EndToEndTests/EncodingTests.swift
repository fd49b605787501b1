import Testing

@Suite("What is not UTF-8 is rejected by its column, and reaches neither a store nor a report")
struct EncodingTests {
    private static let good = "\"2026-11-20 11:00:00\";B;user-1;H;created;;A;\n"

    /// A row whose hwid is Latin-1.
    private static let bad =
        Array("\"2026-11-20 11:00:00\";B;user-1;caf".utf8) + [0xE9] + Array(";created;;A;\n".utf8)

    private static func line(_ hwid: [UInt8]) -> [UInt8] {
        Array(#"{"timestamp":"2026-11-20 11:00:00","tracking_code":"B","status":"created","hwid":""#.utf8) + hwid
            + Array("\"}\n".utf8)
    }

    @Test("from CSV, NDJSON and zips, by files, standard input and folders; the rejects are kept as they stand")
    func inputs() async throws {
        let scratch = try Scratch()
        try scratch.write(Array(Self.good.utf8) + Self.bad + Array(Self.good.utf8), to: "log.csv")
        try scratch.write(
            Self.line([0xC3, 0xA9]) + Self.line([0xC0, 0x80]) + Self.line(Array(#"\ud83d"#.utf8)), to: "log.ndjson")
        _ = try await scratch.run("sh", ["-c", "mkdir logs && cp log.csv logs"])
        var rejected = Self.bad
        for (input, source) in [("log.csv", "log.csv"), ("logs", "logs/log.csv"), ("-", "standard input")] {
            let bytes = input == "-" ? try scratch.file("log.csv") : []
            let ingest = try await scratch.pushtrail(
                "ingest", "--store", "store\(input.count).db", "--rejects", "rejects", input, input: bytes)
            #expect(ingest.exit == 1)
            #expect(ingest.text == "1 accepted, 1 duplicates, 1 rejected\n")
            #expect(ingest.errors.contains("\(source):2: hwid is not UTF-8 (byte 0xE9)"), "\(ingest.errors)")
            #expect(try scratch.file("rejects") == rejected)
            let report = try await scratch.pushtrail("report", input, input: bytes)
            #expect(report.exit == 1)
            #expect(report.text.contains("hwid is not UTF-8 (byte 0xE9)"))
            let timeline = try await scratch.pushtrail("timeline", "--code", "B", input, input: bytes)
            #expect(timeline.exit == 1)
            #expect(!timeline.text.contains("caf"))
        }
        let ingest = try await scratch.pushtrail("ingest", "--rejects", "rejects", "log.ndjson")
        #expect(ingest.text == "1 accepted, 0 duplicates, 2 rejected\n")
        #expect(ingest.errors.contains("log.ndjson:2: hwid is not UTF-8 (byte 0xC0)"), "\(ingest.errors)")
        #expect(ingest.errors.contains(#"log.ndjson:3: hwid holds half of a surrogate pair"#), "\(ingest.errors)")
        rejected = Self.line([0xC0, 0x80]) + Self.line(Array(#"\ud83d"#.utf8))
        #expect(try scratch.file("rejects") == rejected)
        try await scratch.export(to: "log.zip", "--as-of", "2026-11-21")
        #expect(String(validating: try await scratch.log(in: "log.zip"), as: UTF8.self) != nil)
    }
}
