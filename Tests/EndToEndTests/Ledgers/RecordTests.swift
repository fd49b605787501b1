import Foundation
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("What was verified when is kept by verify --record and shown by history --record")
struct RecordTests {
    /// What `history --json` says.
    private struct Document: Decodable {
        struct Night: Decodable {
            var day: String
            var verified: String?
        }
        struct LastVerification: Decodable {
            var result: String
            var time: String
        }
        var nights: [Night]
        var last: LastVerification?

        private enum CodingKeys: String, CodingKey {
            case last = "last_verification"
            case nights
        }
    }

    private static func history(_ archive: SampleArchive, in folder: String = "archive") async throws -> (
        exit: Int32, errors: String, document: Document
    ) {
        let finished = try await archive.scratch.pushtrail("history", folder, "--record", "record", "--json")
        let document = try JSONDecoder().decode(Document.self, from: Data(finished.output))
        return (finished.exit, finished.errors, document)
    }

    @Test("night by night, the last time that it was whole")
    func whole() async throws {
        let archive = try SampleArchive(nights: 2)
        let before = Timestamp.now.rfc3339
        #expect(try await archive.verify("--record", "record").exit == 0)
        let first = try await Self.history(archive)
        #expect(first.exit == 0)
        #expect(first.document.last?.result == "whole")
        let time = try #require(first.document.last?.time)
        #expect(before <= time && time <= Timestamp.now.rfc3339)
        #expect(first.document.nights.map(\.verified) == [time, time])
        // A night that came after it was never verified.
        try archive.publish(2..<3)
        #expect(try await Self.history(archive).document.nights.map(\.verified) == [time, time, nil])
        let page = try await archive.scratch.pushtrail("history", "archive", "--record", "record")
        #expect(page.text.contains("  never\n"))
        #expect(page.text.contains("verified (UTC)"))
    }

    @Test("a night that was changed keeps the time at which it was whole")
    func changed() async throws {
        let archive = try SampleArchive(nights: 3)
        #expect(try await archive.verify("--record", "record").exit == 0)
        // As if that had been long ago.
        let now = try #require(try await Self.history(archive).document.last?.time)
        let time = "2026-01-01T00:00:00Z"
        let record = try String(decoding: archive.scratch.file("record"), as: UTF8.self).replacing(now, with: time)
        try archive.scratch.write(Array(record.utf8), to: "record")
        let zip = archive.scratch.path + "/" + SampleArchive.zip(1)
        try FileManager.default.removeItem(atPath: zip)
        #expect(try await archive.verify("--record", "record").exit == 2)
        let history = try await Self.history(archive)
        #expect(history.exit == 2)
        #expect(history.document.last?.result == "incomplete")
        let times = history.document.nights.map(\.verified)
        #expect(times[1] == time)
        #expect(try #require(times[0]) > time)
        #expect(times[0] == times[2])
    }

    @Test("salts that are missing or wrong are their night's alone")
    func salts() async throws {
        let archive = try SampleArchive(nights: 3)
        let path = SampleArchive.salts(1)
        try FileManager.default.removeItem(atPath: archive.scratch.path + "/" + path)
        for (content, exit) in [(nil, 2), ("hello\n", 1)] as [(String?, Int32)] {
            if let content { try archive.scratch.write(Array(content.utf8), to: path) }
            #expect(try await archive.verify("--record", "record").exit == exit)
            #expect(try await Self.history(archive).document.nights.map { $0.verified == nil } == [false, true, false])
        }
    }

    @Test("extra files in the folder leave every night complete")
    func extraFiles() async throws {
        let archive = try SampleArchive(nights: 2)
        try archive.scratch.write(Array("stray".utf8), to: "archive/.DS_Store")
        #expect(try await archive.verify("--record", "record").exit == 1)
        let history = try await Self.history(archive)
        let time = try #require(history.document.last?.time)
        #expect(history.document.last?.result == "changed")
        #expect(history.document.nights.map(\.verified) == [time, time])
    }

    @Test("no night counts as verified if the ledger itself was wrong")
    func distrusted() async throws {
        let archive = try SampleArchive(nights: 2)
        let other = try SigningKey(new: SampleArchive.origin).verifier.description
        #expect(try await archive.verify("--record", "record", keys: [other]).exit == 1)
        let history = try await Self.history(archive)
        #expect(history.document.last == nil)
        #expect(history.document.nights.map(\.verified) == [nil, nil])
        #expect(history.errors.contains("found no ledger signed by its key"), "\(history.errors)")
    }

    @Test("an archive that does not extend a verified one is reported, whether rolled back or replaced")
    func strangers() async throws {
        let archive = try SampleArchive()
        #expect(try await archive.verify("--record", "record").exit == 0)
        // One by which not all was whole binds as well: what was signed is known.
        try archive.publish(0..<3, in: "damaged")
        let zip = archive.scratch.path + "/damaged/" + ArchivePath.zip(SampleArchive.day(0))
        try FileManager.default.removeItem(atPath: zip)
        #expect(try await archive.verify("--record", "damaged.record", path: "damaged").exit == 2)
        try archive.publish(0..<2, in: "older")
        let older = try await archive.scratch.pushtrail("history", "older", "--record", "damaged.record")
        #expect(older.exit == 1)
        try archive.publish(0..<4, in: "other", different: true)
        for folder in ["older", "other"] {
            let history = try await Self.history(archive, in: folder)
            #expect(history.exit == 1)
            #expect(history.errors.contains("it does not extend that"), "\(history.errors)")
            #expect(history.document.last == nil)
        }
        // One of another origin is none of its business.
        let elsewhere = try SampleArchive(key: SigningKey(new: "example.com/else"))
        try elsewhere.scratch.write(archive.scratch.file("record"), to: "record")
        let history = try await Self.history(elsewhere)
        #expect(history.exit == 0)
        #expect(history.document.last == nil)
    }

    @Test("verify finds an archive that does not continue what was recorded, and says which one it continues")
    func continued() async throws {
        let archive = try SampleArchive()
        let options = ["verify", "archive", "--vkey", archive.vkey, "--record", "record"]
        #expect(try await archive.scratch.run(Place.binary, options).exit == 0)
        let again = try await archive.scratch.run(Place.binary, options)
        #expect(again.exit == 0 && again.text.contains("it continues the archive as verified on 20"), "\(again.text)")
        try archive.publish(0..<2, in: "older")
        try archive.publish(0..<4, in: "other", different: true)
        for (folder, code) in [("older", "rolled-back"), ("other", "forked")] {
            let verified = try await archive.verify("--record", "record", path: folder)
            #expect(verified.exit == 1 && verified.codes == [code], "\(verified.document.findings)")
            // Nor does its own record excuse it the next time.
            #expect(try await archive.verify("--record", "record", path: folder).codes == [code])
        }
        #expect(try await archive.verify("--record", "record").exit == 1)
    }

    @Test("lines that are not records are reported, and the others count")
    func strange() async throws {
        let archive = try SampleArchive(nights: 1)
        // The end of one that a killed process did not finish.
        try archive.scratch.write(Array(#"{"nights":[],"orig"#.utf8), to: "record")
        #expect(try await archive.verify("--record", "record").exit == 0)
        let history = try await Self.history(archive)
        #expect(history.exit == 0)
        #expect(history.errors.contains("record:1: not what verify --record writes"), "\(history.errors)")
        #expect(history.document.nights[0].verified != nil)
        // Lines among records are one warning; another file altogether is refused, and stays as it is.
        let record = String(decoding: try archive.scratch.file("record"), as: UTF8.self)
        try archive.scratch.write(Array((record + String(repeating: "a line\n", count: 300)).utf8), to: "record")
        let many = try await archive.scratch.pushtrail("history", "archive", "--record", "record")
        #expect(many.exit == 0)
        #expect(
            many.errors
                == "warning: record:1: not what verify --record writes; passed over, as were 300 lines after it\n")
        for text in ["a line\n", "a line", "PRIVATE+KEY+a+00000000+AAAA", "{}\n", "{}"] {
            try archive.scratch.write(Array(text.utf8), to: "other")
            let other = try await archive.scratch.pushtrail("history", "archive", "--record", "other")
            #expect(other.exit == 3 && other.errors.contains("other is not a file of verifications"), "\(other.errors)")
            let verified = try await archive.scratch.pushtrail(
                "verify", "archive", "--vkey", archive.vkey, "--record", "other")
            #expect(verified.exit == 3 && verified.text.isEmpty, "\(verified.text)")
            #expect(try archive.scratch.file("other") == Array(text.utf8))
        }
        let none = try await archive.scratch.pushtrail("history", "archive", "--record", "nowhere")
        #expect(none.exit == 3)
        #expect(none.errors.contains("cannot read nowhere"), "\(none.errors)")
    }

    @Test("what cannot be written whole, as on a full disk, is taken back")
    func full() async throws {
        let archive = try SampleArchive(nights: 1)
        let kept = [UInt8](repeating: 0x0A, count: 1000)
        try archive.scratch.write(kept, to: "record")
        let finished = try await archive.scratch.run(
            "bash",
            [
                "-c", "ulimit -f 1; exec \"$@\"", "-", Place.binary, "verify", "archive", "--vkey", archive.vkey,
                "--record", "record",
            ])
        #expect(finished.exit == 3)
        #expect(finished.text.hasSuffix("complete and unchanged\n"))
        #expect(finished.errors.contains("cannot write record"), "\(finished.errors)")
        #expect(try archive.scratch.file("record") == kept)
    }

    @Test("it lies in no archive, and is kept of archives alone")
    func misplaced() async throws {
        let archive = try SampleArchive(nights: 1)
        let link = archive.scratch.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "archive/record")
        for place in ["archive/record", "archive/2026/record", "./archive/../archive/record", "link"] {
            let refused = try await archive.scratch.pushtrail(
                "verify", "archive", "--vkey", archive.vkey, "--record", place)
            #expect(refused.exit == 64)
            #expect(refused.errors.contains("which may hold only sealed files"), "\(refused.errors)")
        }
        for place in ["nowhere/record", "/dev/null", "archive"] {
            let refused = try await archive.scratch.pushtrail(
                "verify", "archive", "--vkey", archive.vkey, "--record", place)
            #expect(refused.exit == 3)
            #expect(refused.errors.contains("cannot append to \(place)"), "\(refused.errors)")
            #expect(refused.text.isEmpty, "nothing was verified yet")
        }
        let zip = try await archive.scratch.pushtrail("verify", SampleArchive.zip(0), "--record", "record")
        #expect(zip.exit == 64)
        #expect(zip.errors.contains("--record is for an archive's folder"), "\(zip.errors)")
        #expect(!FileManager.default.fileExists(atPath: archive.scratch.path + "/record"))
        #expect(try await archive.verify().exit == 0)
    }
}
