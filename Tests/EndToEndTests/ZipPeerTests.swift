import Testing

@Suite("Other tools accept every zip that is written", .enabled(if: Peer.isExpected(.unzip, .sevenZip, .python3)))
struct ZipPeerTests {
    @Test("logs of nothing, of a little, of many blocks", arguments: [0, 1, 8000])
    func simulated(messages: Int) async throws {
        let scratch = try Scratch()
        let made = try await scratch.pushtrail(
            "simulate", "--messages", "\(messages)", "--as-of", "2026-11-20", "--format", "zip", "-o", "log.zip")
        #expect(made.exit == 0, "\(made.errors)")
        try await expectSound(["log.zip"], in: scratch)
    }

    @Test("exports: a window's, a day's, an empty one")
    func exported() async throws {
        let scratch = try Scratch()
        try await scratch.pushtrail("ingest", "samples/day.ndjson")
        try await scratch.export(to: "window.zip", "--as-of", "2026-11-20")
        try await scratch.export(to: "day.zip", "--as-of", "2026-11-20", "--date", "2026-11-19")
        try await scratch.export(to: "empty.zip", "--as-of", "2026-11-20", "--app", "00000-00000")
        try await expectSound(["window.zip", "day.zip", "empty.zip"], in: scratch)
    }

    private func expectSound(_ zips: [String], in scratch: Scratch) async throws {
        for zip in zips {
            let unzip = try await scratch.run("unzip", ["-tq", zip])
            #expect(unzip.exit == 0, "\(unzip.text)")
            let sevenZip = try await scratch.run("7z", ["t", zip])
            #expect(sevenZip.exit == 0 && sevenZip.text.contains("Everything is Ok"), "\(sevenZip.text)")
            #expect(!sevenZip.text.contains("Warning"), "\(sevenZip.text)")
        }
        let python = try await scratch.run(Place.python, [Place.peer("zip_is_sound.py")] + zips)
        #expect(python.text == "\(zips.count) zips are sound\n", "\(python.errors)")
    }
}
