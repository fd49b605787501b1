import Foundation
import LogVerification
import Testing
import TrackingLog

@testable import Ledger
@testable import TransparencyLog

@Suite("Cosignatures of a checkpoint")
struct CosigningTests {
    private let folder: TestFolder
    private let key: SigningKey
    private let witnesses: [CosigningKey]
    private var archive: String { folder.path + "/archive" }
    private var checkpoint: String { archive + "/ledger/checkpoint" }

    init() throws {
        folder = try TestFolder()
        key = try SigningKey(new: "example.com/push")
        witnesses = try (1...3).map { try CosigningKey(new: "witness.example/w\($0)") }
        var writer = try LedgerWriter(archive: archive, keys: [key])
        _ = try writer.publish(Day(daysSince1970: 20_777), firstEvent: 1, events: 0) { _ in }
    }

    private func policy(_ rest: String) throws -> WitnessPolicy {
        let lines = witnesses.enumerated().map { "witness w\($0 + 1) \($1.verifier)\n" }
        return try WitnessPolicy(Array(("log \(key.verifier)\n" + lines.joined() + rest).utf8))
    }

    private func add(_ numbers: [Int]) throws {
        var writer = try LedgerWriter(archive: archive, keys: [key])
        let note = writer.note
        let text = try #require(note).text
        try writer.add(try numbers.map { try witnesses[$0].cosign(text, at: UInt64($0 + 1)) }, of: text)
    }

    private func verify(_ policy: WitnessPolicy, keys: [VerifierKey] = []) -> Verification {
        var verifier = LedgerVerifier(keys: keys)
        verifier.policy = policy
        return verifier.verify(archive)
    }

    @Test("come after the lines that are there, which stay; one of the same key takes its place")
    func added() throws {
        try add([0])
        let first = try SignedNote(FileBytes.read(checkpoint))
        try add([1])
        let second = try SignedNote(FileBytes.read(checkpoint))
        #expect(second.text == first.text && Array(second.signatures.prefix(2)) == first.signatures)
        #expect(second.signatures.map(\.name) == ["example.com/push", "witness.example/w1", "witness.example/w2"])
        try add([0])
        let third = try SignedNote(FileBytes.read(checkpoint))
        #expect(third.signatures.map(\.name) == ["example.com/push", "witness.example/w2", "witness.example/w1"])
    }

    @Test("are not added to another checkpoint than they are of")
    func otherText() throws {
        var writer = try LedgerWriter(archive: archive, keys: [key])
        let note = writer.note
        let text = try #require(note).text
        _ = try writer.publish(Day(daysSince1970: 20_778), firstEvent: 1, events: 0) { _ in }
        #expect(throws: LedgerError.self) { try writer.add([try witnesses[0].cosign(text, at: 1)], of: text) }
    }

    @Test("are demanded by a policy: without its quorum the archive is incomplete, and it says who is missing")
    func demanded() throws {
        let two = try policy("group g 2 w1 w2 w3\nquorum g\n")
        for (numbers, isMet) in [([], false), ([2], false), ([2, 0], true), ([0, 1, 2], true)] as [([Int], Bool)] {
            if !numbers.isEmpty { try add(numbers) }
            let found = verify(two)
            #expect(found.findings.map(\.code) == (isMet ? [] : [.quorumMissed]), "\(found.findings)")
            #expect(found.gravity == (isMet ? nil : .incomplete))
            #expect(VerificationRecord(found).isWhole)
        }
        let missed = verify(try policy("quorum none\n"))
        #expect(missed.findings.isEmpty && missed.signers.count == 4)
    }

    @Test("that do not verify are a finding, as a wrong signature is")
    func wrong() throws {
        try add([0, 1])
        var note = try SignedNote(FileBytes.read(checkpoint))
        note.signatures[2].signature[30] ^= 1
        try Data(note.bytes).write(to: URL(filePath: checkpoint))
        let found = verify(try policy("group g 2 w1 w2 w3\nquorum g\n"))
        #expect(Set(found.findings.map(\.code)) == [.checkpointSignatureWrong, .quorumMissed])
        // Without the witness's key it is ignored.
        #expect(LedgerVerifier(keys: [key.verifier]).verify(archive).findings.isEmpty)
        // The next run asks the witness again, and replaces the line.
        try add([1])
        #expect(verify(try policy("group g 2 w1 w2 w3\nquorum g\n")).findings.isEmpty)
    }

    @Test("alone, without the log's own signature, are not enough")
    func alone() throws {
        try add([0, 1, 2])
        let note = try SignedNote(FileBytes.read(checkpoint))
        try Data(SignedNote(text: note.text, signatures: Array(note.signatures.dropFirst())).bytes)
            .write(to: URL(filePath: checkpoint))
        #expect(verify(try policy("group g 2 w1 w2 w3\nquorum g\n")).findings.map(\.code) == [.checkpointOriginWrong])
    }
}
