import Foundation
import LogVerification
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("A checkpoint's timestamp, against openssl's", .enabled(if: Peer.isExpected(.python3, .openssl, .faketime)))
struct TimestampTests {
    private static let authority = Place.peer("timestamp.sh")
    private static let answer = "archive/ledger/checkpoint-4.tsr"

    /// Asks the authority for a timestamp of a file.
    private static func stamp(_ file: String, digest: String = "sha256", to path: String = answer) -> String {
        "bash \(authority) tsa \(digest) <\(file) >\(path)"
    }

    @Test(
        "is accepted where it is of the checkpoint, whatever the hash, and however many sign it later",
        arguments: ["sha256", "sha384", "sha512"])
    func own(digest: String) async throws {
        let archive = try SampleArchive()
        let scratch = archive.scratch
        let made = try await scratch.run("sh", ["-ec", Self.stamp("archive/ledger/checkpoint", digest: digest)])
        #expect(made.exit == 0, "\(made.errors)")
        #expect(try await archive.verify().document.findings.isEmpty)
        try await archive.expectOraclesAccept()
        let checked = try await scratch.run(
            "openssl",
            ["ts", "-verify", "-data", "archive/ledger/checkpoint", "-in", Self.answer, "-CAfile", "tsa/tsa.pem"])
        #expect(checked.exit == 0, "\(checked.errors)")

        // Another key signs the same checkpoint, and its line stands before the one that was timestamped.
        let next = try SigningKey(new: SampleArchive.origin)
        do {
            var writer = try LedgerWriter(archive: scratch.path + "/archive", keys: [next, archive.key])
            #expect(try writer.signAgain())
        }
        #expect(try await archive.verify().document.findings.isEmpty)
        try await archive.expectOraclesAccept()

        // Of an earlier size its form is all that can be checked.
        try archive.publish(4..<5)
        #expect(try await archive.verify().document.findings.isEmpty)
        try await archive.expectOraclesAccept()
    }

    @Test("says since when the checkpoint is there, where the authority that signed it is trusted")
    func authority() async throws {
        let archive = try SampleArchive()
        let scratch = archive.scratch
        let now = Timestamp.now
        let made = try await scratch.run(
            "sh",
            ["-ec", "\(Self.stamp("archive/ledger/checkpoint")); cp samples/day.ndjson none.pem"])
        #expect(made.exit == 0, "\(made.errors)")
        let unchecked = try #require(try await archive.verify().document.timestamp)
        #expect(unchecked.authentic == nil)
        let time = try #require(Timestamp(unchecked.time))
        #expect(time >= now && time <= Timestamp.now)

        let trusted = try await archive.verify("--timestamp-ca", "tsa/tsa.pem")
        #expect(trusted.exit == 0 && trusted.document.timestamp?.authentic == true)
        let text = try await scratch.pushtrail(
            "verify", "archive", "--vkey", archive.vkey, "--timestamp-ca", "tsa/tsa.pem")
        #expect(text.text.contains("signed it, on \(time) UTC at the latest\n"), "\(text.text)")

        // Another authority signs the same bytes: it is a good timestamp, of somebody whom nobody trusts.
        let forged = try await scratch.run(
            "sh", ["-ec", "bash \(Self.authority) forger <archive/ledger/checkpoint >\(Self.answer)"])
        #expect(forged.exit == 0, "\(forged.errors)")
        #expect(try await archive.verify().document.findings.isEmpty)
        let untrusted = try await archive.verify("--timestamp-ca", "tsa/tsa.pem")
        #expect(untrusted.exit == 1 && untrusted.codes == ["timestamp-untrusted"])
        #expect(untrusted.document.timestamp == nil)

        // A certificate that has expired since was good then.
        let old = try await scratch.run(
            "sh",
            [
                "-ec",
                "faketime '2010-01-01 12:00:00' bash \(Self.authority) old <archive/ledger/checkpoint >\(Self.answer)",
            ])
        #expect(old.exit == 0, "\(old.errors)")
        let expired = try await scratch.run(
            "openssl",
            ["ts", "-verify", "-data", "archive/ledger/checkpoint", "-in", Self.answer, "-CAfile", "old/tsa.pem"])
        #expect(expired.exit != 0)
        let good = try await archive.verify("--timestamp-ca", "old/tsa.pem")
        #expect(good.exit == 0 && good.document.timestamp?.time.hasPrefix("2010-01-01T12:00:") == true)

        for file in ["none.pem", "missing.pem"] {
            let refused = try await scratch.pushtrail(
                "verify", "archive", "--vkey", archive.vkey, "--timestamp-ca", file)
            #expect(refused.exit == 3 && refused.errors.contains("\(file) holds no certificate"), "\(refused.errors)")
        }
    }

    @Test(
        "is found where it is anything else",
        arguments: [
            ("printf '' >\(answer)", "timestamp-malformed"),
            ("echo hello >\(answer)", "timestamp-malformed"),
            ("truncate -s 8G \(answer)", "timestamp-malformed"),
            ("head -c 262145 /dev/zero >\(answer)", "timestamp-malformed"),
            ("\(stamp("archive/ledger/checkpoint")); printf x >>\(answer)", "timestamp-malformed"),
            ("\(stamp("archive/ledger/checkpoint")); truncate -s -1 \(answer)", "timestamp-malformed"),
            ("\(stamp("archive/ledger/checkpoint", digest: "sha224"))", "timestamp-malformed"),
            ("\(stamp("samples/day.ndjson"))", "timestamp-wrong"),
            ("sed '3q' archive/ledger/checkpoint >text; \(stamp("text"))", "timestamp-wrong"),
            ("ln -s ../../samples/day.ndjson \(answer)", "not-a-file"),
            ("mkfifo \(answer)", "not-a-file"),
            ("\(stamp("archive/ledger/checkpoint", to: "archive/ledger/checkpoint-5.tsr"))", "unlisted"),
            ("\(stamp("archive/ledger/checkpoint", to: "archive/ledger/checkpoint-04.tsr"))", "unlisted"),
            ("echo hello >archive/ledger/checkpoint-2.tsr", "timestamp-malformed"),
        ])
    func other(script: String, code: String) async throws {
        let archive = try SampleArchive()
        let made = try await archive.scratch.run("sh", ["-ec", script])
        #expect(made.exit == 0, "\(made.errors)")
        let verified = try await archive.verify()
        #expect(verified.codes == [code], "\(verified.document.findings)")
        #expect(verified.exit == 1)
        try await archive.expectOraclesReject()
    }

    @Test("every byte of it changed is no crash, and never hides another checkpoint's")
    func bytes() throws {
        let folder = try Scratch()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-ec", "cd '\(folder.path)'; echo hello >data; \(Self.stamp("data", to: "answer"))",
        ]
        try process.run()
        process.waitUntilExit()
        let answer = try folder.file("answer")
        let own = Array("hello\n".utf8)
        #expect(try TimestampResponse(answer).isOf(own))
        #expect(try !TimestampResponse(answer).isOf(Array("other\n".utf8)))
        for index in answer.indices {
            for bit in [UInt8(1), 0x20, 0x80] {
                var changed = answer
                changed[index] ^= bit
                if let response = try? TimestampResponse(changed) { #expect(!response.isOf(Array("other\n".utf8))) }
            }
            #expect(throws: TimestampError.self) { try TimestampResponse(Array(answer[..<index])) }
        }
    }
}
