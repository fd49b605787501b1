import Foundation
import Testing
import TrackingLog

@testable import LogArchive

@Suite("No log is left out of a folder or a zip in silence")
struct LeftOutTests {
    /// Files of a folder or zip, each with what should become of it: rows that are read, or why it is left out.
    static let files: [(name: String, content: [UInt8], rows: Int, reason: String?)] = [
        ("a.csv", plain, 1, nil), ("b.csv.1", plain, 1, nil), ("c.txt", plain, 1, nil), ("d.log", plain, 1, nil),
        ("e.csv.gz", GzipText.compress(plain), 1, nil), ("f.gz", GzipText.compress(plain), 1, nil),
        ("g.tsv", Array(header.replacing(";", with: "\t").utf8) + Array(row.replacing(";", with: "\t").utf8), 1, nil),
        (
            "h.json",
            Array(#"{"timestamp":"2026-11-20T08:00:00Z","tracking_code":"T","hwid":"H","status":"sent"}"#.utf8), 1, nil
        ),
        ("notes.txt", Array("Nothing\nof\nthe\nkind\n".utf8), 0, "no tracking log"),
        ("settings.json", Array(#"{"timestamp":"never"}"#.utf8), 0, "no tracking log"),
        ("old.tar", [UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8), 0, "a tar archive"),
        ("report.pdf", Array("%PDF-1.7\n".utf8), 0, "a PDF, not a log"),
        ("a.csv.bak", plain, 0, "a second copy, by its name"),
        ("dump.sql.gz", GzipText.compress(Array("CREATE TABLE a (b);\n".utf8)), 0, "no tracking log"),
    ]
    /// What never is a log, and nobody needs to hear of.
    static let companions = [
        "README.txt", "readme", "SHA256SUMS", "a.csv.sha256", "b.csv.tmpAb3dEf", "c.csv.part",
        "2026-11-20.manifest.json", "2026-11-20.index", "2026-11-20.salts",
    ]

    private static let header = Column.header + "\n"
    private static let row = "2026-11-20 08:00:00;T;U;H;sent;;A;\n"
    private static let plain = Array((header + row).utf8)

    private func check(_ reading: Reading, _ summary: ReadingSummary, _ name: (String) -> String) {
        #expect(summary.failures.isEmpty && summary.withoutLog.isEmpty)
        #expect(reading.rows.count == Self.files.reduce(0) { $0 + $1.rows })
        #expect(Set(summary.sources.map(\.name)) == Set(Self.files.filter { $0.rows > 0 }.map { name($0.name) }))
        let reasons = summary.leftOut.filter { !$0.isExpected }.map { [$0.name, $0.reason] }
        #expect(Set(reasons) == Set(Self.files.compactMap { file in file.reason.map { [name(file.name), $0] } }))
        #expect(Set(summary.leftOut.filter(\.isExpected).map(\.name)) == Set(Self.companions.map(name)))
    }

    @Test("of a folder each file is read, or named with the reason why not")
    func inFolder() throws {
        let folder = try TemporaryFolder()
        for file in Self.files { _ = try folder.file(file.name, file.content) }
        for name in Self.companions { _ = try folder.file(name, Self.plain) }
        let (reading, summary) = try LogWriterTests.read(folder.path)
        check(reading, summary) { folder.path + "/" + $0 }
    }

    @Test("of a zip each entry is read, or named with the reason why not", arguments: [false, true])
    func inZip(checksFirst: Bool) async throws {
        let folder = try TemporaryFolder()
        for file in Self.files { _ = try folder.file(file.name, file.content) }
        for name in Self.companions { _ = try folder.file(name, Self.plain) }
        let script = """
            import os, sys, zipfile
            with zipfile.ZipFile(sys.argv[1] + '.zip', 'w', zipfile.ZIP_DEFLATED) as z:
                for name in sorted(os.listdir(sys.argv[1])): z.write(sys.argv[1] + '/' + name, name)
            """
        try await ForeignZipTests.run("python3", ["-c", script, folder.path])
        let zip = folder.path + ".zip"
        defer { try? FileManager.default.removeItem(atPath: zip) }
        let (reading, summary) = try LogWriterTests.read(zip) { $0.checksEntriesFirst = checksFirst }
        check(reading, summary) { "\(zip)(\($0))" }
    }
}
