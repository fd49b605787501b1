import Foundation
import Testing
import TrackingLog

@testable import LogArchive

@Suite("What a folder stands for")
struct FolderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("compressed logs in a folder are failures, other files there are none of our business")
    func compressed() throws {
        for name in [
            "a.csv.gz", "b.ndjson.zst", "c.jsonl.bz2", "d.CSV.XZ", "picture.png.gz", "notes.txt", "dump.sql.xz",
        ] {
            _ = try folder.file(name, [0x1F, 0x8B, 8, 0])
        }
        _ = try folder.file("e.csv", DialectTests.plain)
        let (reading, summary) = try LogWriterTests.read(folder.path)
        #expect(reading.rows.count == 1)
        #expect(
            summary.failures.map(\.name)
                == ["a.csv.gz", "b.ndjson.zst", "c.jsonl.bz2", "d.CSV.XZ"]
                .map { folder.path + "/" + $0 })
    }

    @Test(
        "a compressed log is told by its first bytes, with what undoes it",
        arguments: [
            ([0x1F, 0x8B, 8], "gzip", "gunzip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "unzstd"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz", "unxz"),
            ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], "bzip2", "bunzip2"),
        ] as [([UInt8], String, String)])
    func magic(bytes: [UInt8], name: String, program: String) throws {
        let (_, summary) = try LogWriterTests.read(try folder.file("log", bytes + [1, 2, 3]))
        #expect(summary.failures.map(\.reason) == ["compressed with \(name)"])
        #expect(summary.failures.first?.hint?.hasPrefix("run \(program) ") == true)
    }

    @Test("links that lead back into a folder are not followed a second time, and nothing is said of it")
    func loops() throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder.path + "/deep/deeper", withIntermediateDirectories: true)
        _ = try folder.file("deep/deeper/log.csv", DialectTests.plain)
        try manager.createSymbolicLink(atPath: folder.path + "/deep/deeper/up", withDestinationPath: "../..")
        try manager.createSymbolicLink(atPath: folder.path + "/beside", withDestinationPath: "deep")
        let (reading, summary) = try LogWriterTests.read(folder.path)
        #expect(reading.rows.count == 1)
        #expect(summary.failures.isEmpty && summary.warnings.isEmpty && summary.withoutLog.isEmpty)
    }

    @Test("a folder without a log is named")
    func empty() throws {
        _ = try folder.file("notes.txt", "nothing")
        let (_, summary) = try LogWriterTests.read(folder.path)
        #expect(summary.withoutLog == [folder.path])
        #expect(summary.sources.isEmpty && summary.failures.isEmpty)
    }
}
