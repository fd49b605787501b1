import LogVerification
import Testing
import TransparencyLog

@testable import Ledger

@Suite("An archive that nobody touched")
struct WholeArchiveTests {
    @Test("verifies, and says so")
    func whole() async throws {
        let archive = try SampleArchive()
        let verified = try await archive.verify("--expect-through", "\(SampleArchive.day(3))")
        #expect(verified.exit == 0)
        #expect(verified.document.result == "whole")
        #expect(verified.document.rows == 48)
        #expect(verified.document.findings.map(\.code) == [])
        try await archive.expectOraclesAccept(["--expect-through", "\(SampleArchive.day(3))"])
        let text = try await archive.scratch.pushtrail("verify", "archive", "--vkey", archive.vkey)
        #expect(
            text.text.hasPrefix("example.com/push: 4 nights, 2026-11-16 to 2026-11-19, 48 rows\n"), "\(text.errors)")
        #expect(text.text.hasSuffix("complete and unchanged\n"))
        #expect(text.text.contains("\nnot proved: that the owner signed no other history: "), "\(text.text)")
        try await archive.scratch.run("cp", ["archive/ledger/checkpoint", "kept"])
        let kept = try await archive.scratch.pushtrail(
            "verify", "archive", "--vkey", archive.vkey, "--last-checkpoint", "kept")
        #expect(kept.text.contains("signed it; it continues kept\nnot proved: that nobody was shown"), "\(kept.text)")
    }

    @Test("of a year of nights verifies in one run, by the scripts too")
    func year() async throws {
        let archive = try SampleArchive(nights: 365, rows: 3)
        let verified = try await archive.verify("--expect-through", "\(SampleArchive.day(364))")
        #expect(verified.exit == 0, "\(verified.document.findings)")
        #expect(verified.document.rows == 3 * 365)
        try await archive.expectOraclesAccept()
    }

    @Test("counts statuses by their bytes: what is no ASCII is not named, to us and to the scripts alike")
    func statuses() async throws {
        let words = ["h\u{E9}", "he\u{301}", "Sent", "sent", "h\u{E9}", "odd\u{FF}"]
        let rows = words.enumerated().map { SampleArchive.row(0, "T\($0)", $1, second: $0) }
        let archive = try SampleArchive([rows])
        let verified = try await archive.verify()
        #expect(verified.exit == 0, "\(verified.document.findings)")
        let manifest = String(decoding: try archive.scratch.file(SampleArchive.manifest(0)), as: UTF8.self)
        #expect(manifest.contains(#""statuses":{"others":4,"sent":2}"#), "\(manifest)")
        try await archive.expectOraclesAccept()
    }

    @Test("is believed by a key whose base64 ends in a plus, or holds any other of its characters")
    func endings() async throws {
        for ending in ["+", "/"] {
            var key = try SigningKey(new: SampleArchive.origin)
            while !key.verifier.description.hasSuffix(ending) { key = try SigningKey(new: SampleArchive.origin) }
            let archive = try SampleArchive(nights: 1, key: key)
            #expect(try await archive.verify().exit == 0)
            try await archive.expectOraclesAccept()
        }
    }

    @Test("of which a mirror has the newest nights is checked from a day on, and what was not checked is said")
    func mirror() async throws {
        let archive = try SampleArchive()
        let removed = try await archive.scratch.run(
            "sh",
            [
                "-c",
                "rm \(SampleArchive.zip(0)) \(SampleArchive.salts(0)) \(SampleArchive.manifest(0)) \(SampleArchive.zip(1))",
            ])
        #expect(removed.exit == 0)
        #expect(try await archive.verify().exit == 2)
        let from = "\(SampleArchive.day(2))"
        let verified = try await archive.scratch.pushtrail("verify", "archive", "--vkey", archive.vkey, "--from", from)
        #expect(verified.exit == 0, "\(verified.text)")
        #expect(
            verified.text.contains(
                "not checked: the files of 2 nights before \(from); the ledger lists and seals them\n"))
        #expect(verified.text.hasSuffix("complete and unchanged from \(from) on\n"), "\(verified.text)")
        let document = try await archive.verify("--from", from)
        #expect(document.document.rows == 24)
        let late = try await archive.verify("--from", "\(SampleArchive.day(1))")
        #expect(late.exit == 2 && late.codes == ["archive-missing"], "\(late.document.findings)")
        let kept = try await archive.scratch.pushtrail(
            "verify", "archive", "--vkey", archive.vkey, "--from", from, "--record", "record")
        #expect(kept.exit == 64, "\(kept.errors)")
    }

    @Test("holds what openssl and others can check without us: the key of its name, the root of its tree")
    func signer() async throws {
        let archive = try SampleArchive(nights: 1)
        try await archive.expectOraclesAccept()
        try await archive.expectOraclesReject(["--expect-through", "\(SampleArchive.day(1))"])
    }
}
