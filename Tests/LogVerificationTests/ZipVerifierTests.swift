import Foundation
import Testing
import TrackingLog

@testable import LogArchive
@testable import LogVerification

@Suite("A zip verified by itself")
struct ZipVerifierTests {
    private static let log = Array(
        """
        \(Column.header)
        "2026-11-20 10:00:00";A;user-1;8a5f1f533537ab34;created;;C90C0-0E786;
        "2026-11-20 10:00:01";A;user-1;8a5f1f533537ab34;sent;;C90C0-0E786;

        """.utf8)
    private static let note = Array("hello\n".utf8)
    /// The beginning of a gzip file, which no reader of logs opens in a zip.
    private static let packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    /// A zip, and what is to be found in it.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var entries: [StoredZip.Entry]
        var rows: Int
        var findings: [String]
    }

    static let cases: [Case] = [
        Case(
            testDescription: "with a log and a note is read, and says that it did not read the note",
            entries: [.init(name: "log.csv", text: log), .init(name: "note.txt", text: note)], rows: 2,
            findings: ["entry-not-read "]),
        Case(
            testDescription: "with a damaged log is not judged by its rows",
            entries: [.init(name: "log.csv", text: log, isDamaged: true)], rows: 0,
            findings: ["zip-crc-wrong log.csv"]),
        Case(
            testDescription: "with a damaged note beside a log is not judged by its rows",
            entries: [.init(name: "log.csv", text: log), .init(name: "note.txt", text: note, isDamaged: true)], rows: 0,
            findings: ["zip-crc-wrong note.txt"]),
        Case(
            testDescription: "with two damaged entries has a finding for each, in the order of the directory",
            entries: [
                .init(name: "note.txt", text: note, isDamaged: true), .init(name: "b.csv", text: log),
                .init(name: "a.csv", text: log, isDamaged: true),
            ], rows: 0, findings: ["zip-crc-wrong note.txt", "zip-crc-wrong a.csv"]),
        Case(
            testDescription: "with a log that no reader opens has that finding, and the other log's rows",
            entries: [.init(name: "packed.csv", text: packed), .init(name: "log.csv", text: log)], rows: 2,
            findings: ["unreadable "]),
        Case(
            testDescription: "with a log that no reader opens is checked to its end all the same",
            entries: [.init(name: "packed.csv", text: packed, isDamaged: true), .init(name: "log.csv", text: log)],
            rows: 0, findings: ["zip-crc-wrong packed.csv"]),
        Case(
            testDescription: "without a log is unchecked",
            entries: [.init(name: "note.txt", text: note)], rows: 0,
            findings: ["no-log ", "entry-not-read "]),
    ]

    @Test("finds an index that is wrong about its blocks, where the rows are all right")
    func wrongIndex() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("index-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("log.zip").path
        var writer = try LogWriter(replacing: path, entry: "log.csv", blockSize: 400)
        try writer.append(Array("\(Column.header)\n".utf8).span)
        for number in 0..<60 {
            for (second, status) in ["created", "sent"].enumerated() {
                let row = "\"2026-11-20 10:00:0\(second)\";T-\(number);user-1;8a5f1f5335;\(status);;C90C0-0E786;\n"
                try writer.append(Array(row.utf8).span)
            }
        }
        _ = try writer.finish()
        func expect(_ findings: [String]) {
            let verification = ZipVerifier().verify(path)
            #expect(verification.findings.map { "\($0.code.rawValue) \($0.entry ?? "")" } == findings)
            #expect(verification.rows == 120)
        }
        expect([])
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let field = try #require(bytes.lastRange(of: [0x70, 0x74]))
        // After id, length and version: the first block's length in the zip, 2 bytes of its length once inflated, its
        // lines.
        let place = field.upperBound + 3
        #expect(bytes[place] < 0x80 || bytes[place + 1] < 0x80)
        let lines = place + (bytes[place] < 0x80 ? 1 : 2) + 2
        bytes[lines] -= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        expect(["zip-directory-malformed log.csv"])
    }

    @Test("finds exactly what is wrong with it", arguments: cases)
    func verify(_ zip: Case) throws {
        let verification = try StoredZip(entries: zip.entries).withFile { ZipVerifier().verify($0) }
        #expect(verification.findings.map { "\($0.code.rawValue) \($0.entry ?? "")" } == zip.findings)
        #expect(verification.rows == zip.rows)
    }

    @Test("names both CRCs of a damaged entry")
    func numbers() throws {
        let zip = StoredZip(entries: [.init(name: "log.csv", text: Self.note, isDamaged: true)])
        let findings = try zip.withFile { ZipVerifier().verify($0) }.findings
        let reason = /the data's CRC-32 is [0-9a-f]+, the directory declares 363a3020/
        #expect(findings.count == 1)
        #expect(try reason.wholeMatch(in: #require(findings.first).reason) != nil, "\(findings)")
    }
}
