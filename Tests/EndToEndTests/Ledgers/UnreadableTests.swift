import Testing

@Suite("What cannot be read is never called whole", .enabled(if: Peer.isExpected(.strace)))
struct UnreadableTests {
    @Test(
        "a zip, a manifest, a bundle, a tile, a checkpoint: exit 3, whatever else is found",
        arguments: [
            SampleArchive.zip(1), SampleArchive.manifest(2), "archive/ledger/tile/entries/000.p/4",
            "archive/ledger/tile/0/000.p/4", "archive/ledger/checkpoint",
        ])
    func unreadable(path: String) async throws {
        let archive = try SampleArchive()
        let finished = try await archive.scratch.run(
            "strace",
            [
                "-f", "-o", "/dev/null", "-P", path, "-e", "trace=openat", "-e", "inject=openat:error=EACCES",
                Place.binary,
                "verify", "archive", "--json", "--vkey", archive.vkey,
            ])
        let verified = try Verified(finished)
        #expect(verified.exit == 3)
        #expect(verified.codes.contains("unreadable"), "\(verified.document.findings)")
    }
}
