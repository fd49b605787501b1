import Foundation
import Testing

@testable import Ledger

@Suite("The search index of a night", .enabled(if: Peer.isExpected(.python3)))
struct SearchIndexTests {
    @Test("is what its description says, to a reader that knows nothing else")
    func described() async throws {
        let scratch = try Scratch()
        try await scratch.pushtrail(
            "simulate", "--messages", "9000", "--days", "2", "--as-of", "2026-11-20", "--format", "csv", "-o", "log.csv"
        )
        try await scratch.pushtrail("ingest", "--as-of", "2026-11-20", "log.csv")
        try await scratch.pushtrail("key", "new", "--origin", "example.com/push", "-o", "key")
        let sealed = try await scratch.pushtrail(
            "nightly", "--archive", "archive", "--key", "key", "--through", "2026-11-20")
        #expect(sealed.exit == 0, "\(sealed.errors)")
        let nights = ["2026-11-18", "2026-11-19", "2026-11-20"].map { "archive/2026/11/\($0).zip" }
        let python = try await scratch.run(Place.python, [Place.peer("search_index.py")] + nights)
        #expect(python.exit == 0 && python.text.hasSuffix(" pairs of 3 nights\n"), "\(python.text)\(python.errors)")
        // More than one for each message.
        #expect(Int(python.text.prefix { $0.isNumber }) ?? 0 > 18_000)
    }

    @Test(
        "is no finding where it is missing; another one is a warning, and other kinds of file are none of the archive")
    func verified() async throws {
        let archive = try SampleArchive()
        let index = archive.scratch.path + "/archive/" + ArchivePath.index(SampleArchive.day(1))
        let other = archive.scratch.path + "/archive/" + ArchivePath.index(SampleArchive.day(2))
        #expect(try await archive.verify().codes.isDisjoint(with: ["search-index-wrong", "unlisted"]))
        try FileManager.default.removeItem(atPath: index)
        #expect(try await archive.verify().exit == 0)
        try FileManager.default.copyItem(atPath: other, toPath: index)
        let copied = try await archive.verify()
        #expect(copied.exit == 0 && copied.codes.contains("search-index-wrong"))
        try FileManager.default.removeItem(atPath: index)
        try FileManager.default.createSymbolicLink(atPath: index, withDestinationPath: other)
        let linked = try await archive.verify()
        #expect(linked.exit == 1 && linked.codes.contains("not-a-file") && !linked.codes.contains("search-index-wrong"))
        let script = Place.repository.appending(path: "scripts/verify_ledger.py").path()
        let python = try await archive.scratch.run(
            Place.python, [script, archive.scratch.path + "/archive", "--vkey", archive.vkey])
        #expect(python.exit == 1, "\(python.text)")
        try FileManager.default.removeItem(atPath: index)
        // An index of no night is a file that nobody knows.
        try FileManager.default.copyItem(
            atPath: other, toPath: archive.scratch.path + "/archive/" + ArchivePath.index(SampleArchive.day(9)))
        let unlisted = try await archive.verify()
        #expect(unlisted.exit == 1 && unlisted.codes.contains("unlisted"))
    }

    @Test("hides a row from searches where it was made to, and only from them: so they say what was ruled out")
    func hostile() async throws {
        let archive = try SampleArchive()
        let day = SampleArchive.day(1)
        let path = archive.scratch.path + "/archive/" + ArchivePath.index(day)
        // An index of the right zip that knows nothing of its rows.
        let right = try [UInt8](Data(contentsOf: URL(filePath: path)))
        let other = try SampleArchive([[], [SampleArchive.row(1, "other", "sent")], [], []])
        let otherPath = other.scratch.path + "/archive/" + ArchivePath.index(day)
        var forged = try [UInt8](Data(contentsOf: URL(filePath: otherPath)))
        let (trailer, otherTrailer) = (right.count - 116, forged.count - 116)
        // Lengths, rows, the log's CRC; then the zip's index of blocks, and its hash.
        for range in [8..<36, 40..<44, 64..<96] {
            for place in range { forged[otherTrailer + place] = right[trailer + place] }
        }
        try Data(forged).write(to: URL(filePath: path))
        let finished = try await archive.scratch.run(
            Place.python,
            [
                "-c",
                """
                import sys, zlib
                bytes = bytearray(open(sys.argv[1], "rb").read())
                bytes[-4:] = zlib.crc32(bytes[-116:-4]).to_bytes(4, "little")
                open(sys.argv[1], "wb").write(bytes)
                """, path,
            ])
        #expect(finished.exit == 0, "\(finished.errors)")
        let hidden = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-1", "-o", "proof.json")
        #expect(hidden.exit == 1 && hidden.errors.contains("the search indexes ruled out 4 of 4 nights"))
        #expect(hidden.errors.contains("--no-index reads every row"))
        let found = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-1", "--no-index", "-o", "proof.json")
        #expect(found.exit == 0, "\(found.errors)")
        #expect(try await archive.verify().codes.contains("search-index-wrong"))
        let indexed = try await archive.scratch.pushtrail("index", "archive")
        #expect(indexed.exit == 0, "\(indexed.errors)")
        #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == right)
    }
}
