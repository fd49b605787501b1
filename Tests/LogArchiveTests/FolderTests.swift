import Foundation
import Testing
import TrackingLog

@testable import LogArchive

@Suite("What a folder stands for")
struct FolderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("compressed logs that are not read are failures where their name says that they are logs")
    func compressed() throws {
        for name in ["b.ndjson.zst", "c.jsonl.bz2", "d.CSV.XZ", "picture.png.xz", "dump.sql.xz"] {
            _ = try folder.file(name, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0])
        }
        _ = try folder.file("e.csv", DialectTests.plain)
        let (reading, summary) = try LogWriterTests.read(folder.path)
        #expect(reading.rows.count == 1)
        #expect(
            summary.failures.map(\.name) == ["b.ndjson.zst", "c.jsonl.bz2", "d.CSV.XZ"].map { folder.path + "/" + $0 })
        #expect(summary.leftOut.map(\.name) == ["dump.sql.xz", "picture.png.xz"].map { folder.path + "/" + $0 })
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
