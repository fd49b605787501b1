import Foundation
import LogVerification
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("A history that was signed, but is not what it was or ought to be")
struct HistoryTests {
    /// What somebody with the key signs, and what has to be found.
    struct Forgery: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var code: String
        var isChained = true
        /// Whether the shell script sees it, which looks into no zip.
        var isForShell = true
        var change: @Sendable (inout [Manifest]) -> Void
    }

    static let forgeries: [Forgery] = [
        Forgery(testDescription: "a gap in the events' numbers", code: "sequence-gap") { $0[2].firstEvent += 5 },
        Forgery(testDescription: "events in two archives", code: "sequence-overlap") { $0[2].firstEvent -= 5 },
        Forgery(testDescription: "numbers that do not begin at 1", code: "sequence-gap") {
            for index in $0.indices { $0[index].firstEvent += 1 }
        },
        Forgery(testDescription: "a night left out", code: "period-gap") { $0.remove(at: 1) },
        Forgery(testDescription: "a night twice", code: "archive-repeated") { $0[3] = $0[2] },
        Forgery(testDescription: "two nights in the wrong order", code: "period-overlap") { $0.swapAt(1, 2) },
        Forgery(testDescription: "a broken chain", code: "chain-broken", isChained: false) {
            $0[2].previous = .emptyRoot
        },
        Forgery(testDescription: "a first night that names one before it", code: "chain-broken", isChained: false) {
            $0[0].previous = .emptyRoot
        },
        Forgery(testDescription: "another count of rows", code: "count-wrong", isForShell: false) { $0[1].events += 1 },
        Forgery(testDescription: "another count of late rows", code: "late-wrong", isForShell: false) {
            $0[1].late += 1
        },
        Forgery(testDescription: "other counts of statuses", code: "statuses-wrong", isForShell: false) {
            $0[1].statuses["sent"] = 9
        },
        Forgery(testDescription: "another root of the rows", code: "rows-changed", isForShell: false) {
            $0[1].rowsRoot = .emptyRoot
        },
        Forgery(testDescription: "another length of the CSV", code: "csv-changed", isForShell: false) {
            $0[1].csvBytes += 1
        },
        Forgery(testDescription: "another hash of the zip", code: "zip-changed") { $0[1].zipHash = .emptyRoot },
    ]

    @Test("by the ledger's own key is found by what it says", arguments: forgeries)
    func forged(_ forgery: Forgery) async throws {
        let archive = try SampleArchive()
        try archive.forge(chaining: forgery.isChained, forgery.change)
        let verified = try await archive.verify()
        #expect(verified.exit == 1)
        #expect(verified.codes.contains(forgery.code), "\(verified.document.findings)")
        try await archive.expectOraclesReject(shell: forgery.isForShell)
    }

    @Test("by numbers that no machine can add up is an error, and does not crash")
    func enormous() async throws {
        let archive = try SampleArchive()
        // Each night alone is in range; 1100 of them are not.
        try archive.forge { manifests in
            let sample = manifests[1]
            for night in 0..<1100 {
                if night >= manifests.count { manifests.append(sample) }
                manifests[night].day = SampleArchive.day(night)
                manifests[night].firstEvent = 1
                manifests[night].events = 1 << 53 - 1
                manifests[night].csvBytes = .max
            }
        }
        let history = try await archive.scratch.pushtrail("history", "archive")
        #expect(history.exit == 3)
        #expect(history.errors.contains("counts more rows than there can be"), "\(history.errors)")
        let proof = try await archive.scratch.pushtrail("prove", "--archive", "archive", "--code", "N1-1", "-o", "-")
        #expect(proof.exit == 3)
        let verified = try await archive.verify()
        #expect(verified.exit == 1)
        #expect(verified.codes.isSuperset(of: ["count-wrong", "sequence-overlap", "archive-missing"]))
    }

    @Test("and begins otherwise than a checkpoint that was kept is a fork")
    func fork() async throws {
        let archive = try SampleArchive()
        try archive.publish(0..<2, in: "earlier")
        try archive.publish(0..<2, in: "other", different: true)
        #expect(try await archive.verify("--last-checkpoint", "earlier/ledger/checkpoint").exit == 0)
        let verified = try await archive.verify("--last-checkpoint", "other/ledger/checkpoint")
        #expect(verified.exit == 1)
        #expect(verified.codes == ["forked"])
        try await archive.expectOraclesReject(["--last-checkpoint", "other/ledger/checkpoint"])
        try await archive.expectOraclesAccept(["--last-checkpoint", "earlier/ledger/checkpoint"])
    }

    @Test("and has another root for the same size: both are printed")
    func twoRoots() async throws {
        let archive = try SampleArchive()
        try archive.publish(0..<4, in: "other", different: true)
        let verified = try await archive.verify("--last-checkpoint", "other/ledger/checkpoint")
        #expect(verified.exit == 1)
        #expect(verified.codes == ["two-roots"])
        for folder in ["archive", "other"] {
            let root = try #require(try archive.checkpoint(in: folder)).root.base64
            #expect(verified.document.findings[0].reason.contains(root))
        }
        try await archive.expectOraclesReject(["--last-checkpoint", "other/ledger/checkpoint"])
    }

    @Test("and was rolled back to an older state is found by what was kept, or by the day it should reach")
    func rollback() async throws {
        let archive = try SampleArchive()
        try archive.publish(0..<2, in: "older")
        let alone = try await archive.verify(path: "older")
        #expect(alone.exit == 0)
        let kept = try await archive.verify("--last-checkpoint", "archive/ledger/checkpoint", path: "older")
        #expect(kept.exit == 1)
        #expect(kept.codes == ["rolled-back"])
        let expected = try await archive.verify("--expect-through", "\(SampleArchive.day(3))", path: "older")
        #expect(expected.exit == 2)
        #expect(expected.codes == ["missing-tail"])
        try await archive.expectOraclesReject(["--last-checkpoint", "archive/ledger/checkpoint"], path: "older")
        try await archive.expectOraclesReject(["--expect-through", "\(SampleArchive.day(3))"], path: "older")
    }

    @Test("cannot be held against a kept file that is no checkpoint of it")
    func unusable() async throws {
        let archive = try SampleArchive()
        let stranger = try SampleArchive()
        try archive.scratch.write(stranger.scratch.file("archive/ledger/checkpoint"), to: "strange")
        let verified = try await archive.verify("--last-checkpoint", "strange")
        #expect(verified.exit == 3)
        #expect(verified.codes == ["saved-checkpoint-unusable"])
    }

    // MARK: - Keys

    @Test("by another key of the same name, or by none that was given, is not believed")
    func unknownKeys() async throws {
        let archive = try SampleArchive()
        let other = try SigningKey(new: SampleArchive.origin).verifier.description
        let foreign = try SigningKey(new: "example.com/else").verifier.description
        for keys in [[other], [foreign], [other, foreign]] {
            let verified = try await archive.verify(keys: keys)
            #expect(verified.exit == 1)
            #expect(verified.codes == ["checkpoint-key-unknown"])
            try await archive.expectOraclesReject(keys: keys)
        }
        #expect(try await archive.verify(keys: [other, archive.vkey]).exit == 0)
    }

    @Test("by a key for another origin is not believed")
    func otherOrigin() async throws {
        let archive = try SampleArchive()
        try archive.forge(origin: "example.com/pull") { _ in }
        let verified = try await archive.verify()
        #expect(verified.exit == 1)
        #expect(verified.codes == ["checkpoint-origin-wrong"])
        try await archive.expectOraclesReject()
    }

    @Test("verified with a key whose id is not its own is wrong usage, as is none")
    func wrongID() async throws {
        let archive = try SampleArchive()
        var parts = archive.vkey.split(separator: "+", maxSplits: 2).map(String.init)
        parts[1] = parts[1] == "00000000" ? "00000001" : "00000000"
        let wrong = try await archive.scratch.pushtrail("verify", "archive", "--vkey", parts.joined(separator: "+"))
        #expect(wrong.exit == 64)
        #expect(wrong.errors.contains("does not match the name and key"))
        #expect(try await archive.scratch.pushtrail("verify", "archive").exit == 64)
    }

    @Test("signed by two keys is believed by either")
    func rotation() async throws {
        let archive = try SampleArchive(nights: 2)
        let next = try SigningKey(new: SampleArchive.origin)
        do {
            var writer = try LedgerWriter(archive: archive.scratch.path + "/archive", keys: [archive.key, next])
            #expect(try writer.signAgain())
            #expect(try !writer.signAgain())
        }
        #expect(try await archive.verify().exit == 0)
        #expect(try await archive.verify(keys: [next.verifier.description]).exit == 0)
        #expect(throws: LedgerError.self) {
            _ = try LedgerWriter(
                archive: archive.scratch.path + "/archive", keys: [SigningKey(new: SampleArchive.origin)])
        }
    }
}

extension SampleArchive {
    fileprivate func checkpoint(in folder: String) throws -> Checkpoint? {
        try LedgerState(archive: "\(scratch.path)/\(folder)", keys: [key.verifier])?.checkpoint
    }
}
