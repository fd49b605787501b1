import Foundation
import Testing

@testable import Ledger

@Suite("A proof that rows are in the ledger", .enabled(if: Peer.isExpected(.python3)))
struct ProofTests {
    private let python = Place.repository.appending(path: "scripts/verify_ledger.py").path()

    private func check(_ archive: SampleArchive, _ name: String) async throws -> (ours: Finished, theirs: Finished) {
        let ours = try await archive.scratch.pushtrail("verify", "--proof", name, "--vkey", archive.vkey)
        let theirs = try await archive.scratch.run(Place.python, [python, "--proof", name, "--vkey", archive.vkey])
        return (ours, theirs)
    }

    @Test("holds alone, without the archive, shows those rows and no others, and says what it does not prove")
    func alone() async throws {
        let archive = try SampleArchive()
        let made = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N2-1", "-o", "proof.json")
        #expect(made.exit == 0, "\(made.errors)")
        #expect(made.errors.contains("not prove that there are no others"))
        try FileManager.default.removeItem(atPath: archive.scratch.path + "/archive")
        let (ours, theirs) = try await check(archive, "proof.json")
        #expect(ours.exit == 0, "\(ours.errors)")
        #expect(theirs.exit == 0, "\(theirs.text)\(theirs.errors)")
        let lines = ours.text.split(separator: "\n")
        #expect(lines.first == "3 rows of 2026-11-18 in example.com/push, signed at 4 nights:")
        #expect(lines.dropFirst().prefix(3).allSatisfy { $0.contains(";N2-1;") })
        #expect(
            lines.last == "This proves that the rows are in the history. It does not prove that there are no others.")
        let proof = try archive.scratch.file("proof.json")
        #expect(!String(decoding: proof, as: UTF8.self).contains("N2-2"))
        #expect(proof.count < 10_000)
    }

    @Test("of one status proves that row")
    func status() async throws {
        let archive = try SampleArchive()
        let made = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-3", "--status", "Delivered", "-o", "-")
        let proof = try RowProof(made.output)
        #expect(proof.nights.map { $0.rows.count } == [1])
        #expect(try proof.check(keys: [archive.key.verifier]).rows[0].contains(";delivered;"))
    }

    @Test("is not made where there is no such row, or where the archive is not what was sealed")
    func none() async throws {
        let archive = try SampleArchive()
        let none = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N9", "-o", "proof.json")
        #expect(none.exit == 1)
        _ = try await archive.scratch.run(Place.python, [Place.peer("tamper.py"), "flip_csv", SampleArchive.zip(1)])
        let changed = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-1", "-o", "proof.json")
        #expect(changed.exit == 3)
        #expect(changed.errors.contains("are not those that were sealed"))
        #expect(try !archive.scratch.names().contains("proof.json"))
    }

    /// What somebody does to a proof.
    struct Change: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var make: @Sendable (inout RowProof) -> Void
    }

    static let changes: [Change] = [
        Change(testDescription: "a hash removed") { $0.nights[0].rows[0].path.removeLast() },
        Change(testDescription: "a hash added") { $0.nights[0].rows[0].path.append(.emptyRoot) },
        Change(testDescription: "two hashes swapped") { $0.nights[0].rows[0].path.swapAt(0, 1) },
        Change(testDescription: "another index") { $0.nights[0].rows[0].index += 1 },
        Change(testDescription: "an index beyond the rows") { $0.nights[0].rows[0].index = 12 },
        Change(testDescription: "another row") { $0.nights[0].rows[0].text += " " },
        Change(testDescription: "an inner node as a row") { proof in
            let row = proof.nights[0].rows[0]
            let leaf = LedgerHash.leaf(Array(row.text.utf8))
            proof.nights[0].rows[0].text = String(decoding: leaf.bytes + row.path[0].bytes, as: UTF8.self)
            proof.nights[0].rows[0].path.removeFirst()
        },
        Change(testDescription: "no row") { $0.nights[0].rows = [] },
        Change(testDescription: "no night") { $0.nights = [] },
        Change(testDescription: "another manifest") { proof in
            proof.nights[0].manifest = proof.nights[0].manifest.replacing("\"late\":1", with: "\"late\":0")
        },
        Change(testDescription: "another index in the ledger") { proof in
            proof.nights[0].logProof = proof.nights[0].logProof.replacing("index 1", with: "index 0")
        },
        Change(testDescription: "an index beyond the ledger") { proof in
            proof.nights[0].logProof = proof.nights[0].logProof.replacing("index 1", with: "index 4")
        },
        Change(testDescription: "another size of the ledger") { proof in
            proof.nights[0].logProof = proof.nights[0].logProof.replacing("push\n4\n", with: "push\n5\n")
        },
    ]

    @Test("that was changed proves nothing, to us or to the Python script", arguments: changes)
    func changed(_ change: Change) async throws {
        let archive = try SampleArchive()
        let made = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-1", "--status", "sent", "-o", "-")
        try await expectNothingProved(by: made, after: change, in: archive)
    }

    private func expectNothingProved(by made: Finished, after change: Change, in archive: SampleArchive) async throws {
        var proof = try RowProof(made.output)
        change.make(&proof)
        try archive.scratch.write(Array(proof.text.utf8), to: "proof.json")
        let (ours, theirs) = try await check(archive, "proof.json")
        #expect(ours.exit == 1, "\(ours.text)")
        #expect(theirs.exit == 1, "\(theirs.text)")
    }

    /// What somebody does to a proof of the rows of three nights, two of each.
    static let rearrangements: [Change] = [
        Change(testDescription: "a row twice") { $0.nights[0].rows.append($0.nights[0].rows[1]) },
        Change(testDescription: "a row before another") { $0.nights[0].rows.swapAt(0, 1) },
        Change(testDescription: "a night twice") { $0.nights[1] = $0.nights[0] },
        Change(testDescription: "a night before another") { $0.nights.swapAt(0, 1) },
        Change(testDescription: "a night without rows") { $0.nights[1].rows = [] },
    ]

    @Test("of rows that are not in their order, each once, proves nothing", arguments: rearrangements)
    func rearranged(_ change: Change) async throws {
        let archive = try SampleArchive(
            (0..<3).map { [SampleArchive.row($0, "T", "sent"), SampleArchive.row($0, "T", "delivered", second: 1)] })
        let made = try await archive.scratch.pushtrail("prove", "--archive", "archive", "--code", "T", "-o", "-")
        try archive.scratch.write(made.output, to: "whole.json")
        let whole = try await check(archive, "whole.json")
        #expect(whole.ours.exit == 0 && whole.theirs.exit == 0, "\(whole.ours.errors)\(whole.theirs.text)")
        try await expectNothingProved(by: made, after: change, in: archive)
    }

    @Test("under two checkpoints proves nothing: nothing says that they are of one history")
    func twoCheckpoints() async throws {
        let archive = try SampleArchive(nights: 0)
        var proofs: [RowProof] = []
        for night in 0..<2 {
            do {
                var writer = try LedgerWriter(archive: archive.scratch.path + "/archive", keys: [archive.key])
                let text = Array((SampleArchive.row(night, "T", "sent") + "\n").utf8)
                _ = try writer.publish(SampleArchive.day(night), firstEvent: night + 1) { try $0.append(text.span) }
            }
            let made = try await archive.scratch.pushtrail("prove", "--archive", "archive", "--code", "T", "-o", "-")
            proofs.append(try RowProof(made.output))
        }
        proofs[1].nights[0] = proofs[0].nights[0]
        try archive.scratch.write(Array(proofs[1].text.utf8), to: "proof.json")
        let (ours, theirs) = try await check(archive, "proof.json")
        #expect(ours.exit == 1 && ours.errors.contains("more than one checkpoint"), "\(ours.errors)")
        #expect(theirs.exit == 1, "\(theirs.text)")
    }

    @Test("lists an archive's nights besides, and those that are gone")
    func history() async throws {
        let archive = try SampleArchive()
        let whole = try await archive.scratch.pushtrail("history", "archive")
        #expect(whole.exit == 0)
        #expect(whole.text.hasPrefix("example.com/push: 4 nights, 48 rows\nnight       rows  late"), "\(whole.text)")
        try FileManager.default.removeItem(atPath: archive.scratch.path + "/" + SampleArchive.zip(2))
        let gone = try await archive.scratch.pushtrail("history", "archive", "--json")
        #expect(gone.exit == 2)
        #expect(
            gone.text.contains(#""day":"2026-11-18","first_event":25,"late":1,"rows":12,"state":"missing""#),
            "\(gone.text)")
    }
}
