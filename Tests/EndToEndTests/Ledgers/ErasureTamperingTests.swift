import Foundation
import LogVerification
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("An archive with erasures that was tampered with", .enabled(if: Peer.isExpected(.python3)))
struct ErasureTamperingTests {
    /// What somebody does to the folder, as a shell script, and what has to be found. In `before` is the archive from before
    /// the erasure of a user of nights 1 and 2.
    struct Act: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var script: String
        var codes: Set<String>
        var exit: Int32
        /// Whether the shell script has to see it too, which looks into no zip and no salts.
        var isForShell = true
    }

    private static func erased(_ night: Int) -> String { "archive/" + ArchivePath.erased(SampleArchive.day(night)) }
    private static let zip = SampleArchive.zip(1)
    private static let salts = SampleArchive.salts(1)
    private static let entry = "archive/ledger/erasure-4.json"

    static let acts: [Act] = [
        Act(
            testDescription: "a zip from before the erasure is put back", script: "cp before/\(zip) \(zip)",
            codes: ["erasure-undone"], exit: 1),
        Act(
            testDescription: "the salts from before the erasure are put back", script: "cp before/\(salts) \(salts)",
            codes: ["salts-wrong"], exit: 1, isForShell: false),
        Act(
            testDescription: "everything of a night from before the erasure is put back",
            script: "cp before/archive/2026/11/* archive/2026/11/; rm \(erased(1)) \(erased(2))",
            codes: ["erasure-undone", "erased-missing"], exit: 1),
        Act(
            testDescription: "a pseudonym is swapped for another",
            script: "$python $tamper replace_text \(zip) 'erased-2' 'erased-4'", codes: ["zip-changed"], exit: 1),
        Act(
            testDescription: "what happened is changed in an erased row",
            script: "$python $tamper replace_text \(zip) 'erased-3;delivered;' 'erased-3;failed;'",
            codes: ["zip-changed", "rows-changed"],
            exit: 1),
        Act(
            testDescription: "the list of erased rows is deleted", script: "rm \(erased(1))", codes: ["erased-missing"],
            exit: 2),
        Act(
            testDescription: "a bit of the list of erased rows is flipped", script: "$flip \(erased(1))",
            codes: ["erased-wrong"], exit: 1),
        Act(
            testDescription: "a row is taken from the list of erased rows", script: "sed -i '$d' \(erased(1))",
            codes: ["erased-wrong"], exit: 1),
        Act(
            testDescription: "the lists of two nights are swapped",
            script: "mv \(erased(1)) x; mv \(erased(2)) \(erased(1)); mv x \(erased(2))", codes: ["erased-wrong"],
            exit: 1),
        Act(
            testDescription: "a list of erased rows for a night of which nothing is erased",
            script: "cp \(erased(1)) \(erased(0))", codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "the erasure's file is deleted", script: "rm \(entry)", codes: ["erasure-missing"], exit: 2
        ),
        Act(
            testDescription: "a bit of the erasure's file is flipped", script: "$flip \(entry)",
            codes: ["erasure-changed"], exit: 1),
        Act(
            testDescription: "another erasure's file is planted", script: "cp \(entry) archive/ledger/erasure-3.json",
            codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "the ledger is from before the erasure, the nights are from after it",
            script: "rm -r archive/ledger; cp -r before/archive/ledger archive/ledger",
            codes: ["zip-changed", "unlisted"], exit: 1),
        Act(
            testDescription: "the sign of a stopped erasure is planted, to hide a zip",
            script: "printf 'pushtrail.erasing/1\\nsize 5\\n' >archive/ledger/erasing; cp \(zip) archive/2026/11/x.zip",
            codes: ["unfinished-erasure", "unlisted"], exit: 1),
        Act(
            testDescription: "something else as the sign of a stopped erasure",
            script: "echo hello >archive/ledger/erasing",
            codes: ["unlisted"], exit: 1),
        Act(
            testDescription: "the new zip of no erasure is planted beside the old one",
            script: "cp \(zip) \(zip).erasing", codes: ["unlisted"], exit: 1),
    ]

    /// An archive of which one user's rows are erased.
    private func erased() async throws -> SampleArchive {
        let archive = try SampleArchive()
        #expect(try await archive.scratch.run("sh", ["-c", "mkdir before && cp -r archive before"]).exit == 0)
        try erase("user-1", from: archive) { night in (1...2).contains(night) }
        return archive
    }

    private func erase(_ user: String, from archive: SampleArchive, _ isConcerned: (Int) -> Bool) throws {
        let path = archive.scratch.path + "/archive"
        var eraser = try ArchiveEraser(archive: path, keys: [archive.key])
        let nights = eraser.nights.enumerated().filter { isConcerned($0.offset) }.map(\.element)
        let rows = ArchiveRows(of: path)
        let plan = try nights.compactMap { night in
            try rows.erasure(of: night) { $0.addressee.target == Array(user.utf8) }
        }
        try eraser.stage(plan) { addressee in
            var erased = addressee
            erased.trackingCode = Array("erased-1".utf8)
            erased.target = Array("erased-2".utf8)
            erased.hwid = Array("erased-3".utf8)
            erased.payload = []
            return erased
        }
        _ = try eraser.publish(at: Timestamp(secondsSince1970: 1_800_000_000))
    }

    @Test("are found, by name", arguments: acts)
    func acted(_ act: Act) async throws {
        let archive = try await erased()
        let whole = try await archive.verify()
        #expect(whole.exit == 0, "\(whole.document.findings)")
        try await archive.expectOraclesAccept()
        let tools = """
            python='\(Place.python)' tamper='\(Place.peer("tamper.py"))'
            flip="$python $tamper flip"

            """
        let done = try await archive.scratch.run("bash", ["-ec", tools + act.script])
        #expect(done.exit == 0, "\(done.errors)")
        let verified = try await archive.verify()
        #expect(verified.exit == act.exit, "\(verified.document.findings)")
        #expect(verified.codes.isSuperset(of: act.codes), "\(verified.document.findings)")
        try await archive.expectOraclesReject(shell: act.isForShell)
    }

    @Test(
        "by somebody who has the key: an entry that claims other rows, another night, or an erasure that is not there")
    func forged() async throws {
        for (change, code) in [
            ({ $0.nights[0].rows += 1 }, "erased-wrong"), ({ $0.nights[0].erasedHash = .of([1]) }, "erased-wrong"),
            ({ $0.nights[0].zipHash = .of([1]) }, "zip-changed"), ({ $0.nights[0].zipBytes += 1 }, "zip-changed"),
            ({ $0.nights[0].csvBytes += 1 }, "csv-changed"),
            (
                {
                    $0.nights.append(
                        Erasure.Night(
                            day: SampleArchive.day(3), rows: 1, erasedHash: .of([1]), zipBytes: 1, zipHash: .of([1]),
                            csvBytes: 1))
                },
                "erased-missing"
            ),
            ({ $0.nights[1].day = SampleArchive.day(9) }, "erasure-malformed"),
            ({ $0.previous = .of([1]) }, "chain-broken"),
        ] as [((inout Erasure) -> Void, String)] {
            let archive = try await erased()
            try archive.forgeErasure(change)
            let verified = try await archive.verify()
            #expect(verified.exit == 1 && verified.codes.contains(code), "\(code): \(verified.document.findings)")
            try await archive.expectOraclesReject(
                shell: !["csv-changed", "erased-wrong"].contains(code) || verified.codes.contains("zip-changed"))
        }
    }

    @Test("an auditor with a checkpoint or a record from before is told what was erased since, and that all is well")
    func kept() async throws {
        let archive = try SampleArchive()
        let kept = try await archive.scratch.run("sh", ["-c", "cp archive/ledger/checkpoint kept"])
        #expect(kept.exit == 0)
        #expect(try await archive.verify("--record", "record").exit == 0)
        try erase("user-1", from: archive) { _ in true }
        for options in [["--last-checkpoint", "kept"], ["--record", "record"]] {
            let verified = try await archive.scratch.run(
                Place.binary, ["verify", "archive", "--vkey", archive.vkey] + options)
            #expect(verified.exit == 0, "\(verified.text)")
            #expect(
                verified.text.contains(
                    "erased: whom 12 rows were about (1 erasure, the last on 2027-01-15 08:00:00 UTC"))
            if options[0] == "--last-checkpoint" {
                #expect(verified.text.contains("since the kept checkpoint 12 rows in 1)"), "\(verified.text)")
            }
        }
        let history = try await archive.scratch.pushtrail("history", "archive", "--record", "record")
        #expect(history.exit == 0 && !history.text.contains("never"), "\(history.text)")
        let old = try await archive.verify("--last-checkpoint", "archive/ledger/checkpoint")
        #expect(old.exit == 0)
    }

    @Test("by somebody who has the key: an erased row that is given to somebody else")
    func given() async throws {
        let archive = try await erased()
        let done = try await archive.scratch.run(
            Place.python, [Place.peer("tamper.py"), "replace_text", Self.zip, "erased-3", "device-3"])
        #expect(done.exit == 0, "\(done.errors)")
        let (bytes, hash) = try FileHash.of(archive.scratch.path + "/" + Self.zip)
        try archive.forgeErasure { erasure in (erasure.nights[0].zipBytes, erasure.nights[0].zipHash) = (bytes, hash) }
        let verified = try await archive.verify()
        #expect(verified.exit == 1 && verified.codes.contains("erased-named"), "\(verified.document.findings)")
        try await archive.expectOraclesReject(shell: false)
    }
}
