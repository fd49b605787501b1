import Foundation
import LogVerification
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("Keys that are trusted for some nights")
struct TrustedKeysTests {
    private static let day = Day(daysSince1970: 20_777)
    private let folder: TestFolder
    private let old: SigningKey
    private let new: SigningKey
    private var archive: String { folder.path + "/archive" }

    init() throws {
        folder = try TestFolder()
        old = try SigningKey(new: "example.com/push")
        new = try SigningKey(new: "example.com/push")
    }

    private func publish(_ night: Int64, by keys: [SigningKey]) throws {
        var writer = try LedgerWriter(archive: archive, keys: keys)
        let first = (writer.last?.lastEvent ?? 0) + 1
        let day = Self.day.adding(days: night)
        let row = "\"\(day.start)\";T;user-1;8a5f1f533537ab34;sent;;C90C0-0E786;\n"
        _ = try writer.publish(day, firstEvent: first, events: 1) { try $0.append(Array(row.utf8).span) }
    }

    private func trusted(_ text: String) throws -> TrustedKeys {
        let path = folder.path + "/keys"
        try Data(text.utf8).write(to: URL(filePath: path))
        var keys = TrustedKeys()
        try keys.add(path: path)
        return keys
    }

    private func codes(_ keys: TrustedKeys, saved: [UInt8]? = nil) -> [FindingCode] {
        var verifier = LedgerVerifier(trusting: keys)
        verifier.saved = saved.map { ("kept", $0) }
        return verifier.verify(archive).findings.map(\.code)
    }

    @Test("a key that was replaced is right for its nights, and for no later one")
    func replaced() throws {
        try publish(0, by: [old])
        let kept = try FileBytes.read("\(archive)/ledger/checkpoint")
        let keys = try trusted(
            """
            # The first key was replaced on the second night.
            \(old.verifier) - \(Self.day)
            \(new.verifier)\t\(Self.day.adding(days: 1))   # no end
            """)
        #expect(codes(keys).isEmpty)
        let proof = try #require(
            try RowProver(archive: archive, selection: RowSelection(code: "T")).prove().proof)
        #expect(try proof.check(trusting: keys).rows.count == 1)
        try publish(1, by: [old, new])
        #expect(codes(keys, saved: kept).isEmpty)
        #expect(try proof.check(trusting: keys).rows.count == 1)
        let both = try FileBytes.read("\(archive)/ledger/checkpoint")
        try publish(2, by: [old])
        #expect(codes(keys, saved: both) == [.checkpointKeyOutOfTime])
        let late = try #require(
            try RowProver(archive: archive, selection: RowSelection(code: "T", from: Self.day.adding(days: 2))).prove()
                .proof)
        #expect(throws: ProofError.self) { try late.check(trusting: keys) }
        #expect(try late.check(keys: [old.verifier]).rows.count == 1)
    }

    @Test("a kept checkpoint counts only if its key was right then")
    func kept() throws {
        try publish(0, by: [new])
        let kept = try FileBytes.read("\(archive)/ledger/checkpoint")
        let keys = try trusted("\(new.verifier) \(Self.day.adding(days: 1))\n")
        #expect(codes(keys, saved: kept) == [.savedCheckpointUnusable, .checkpointKeyOutOfTime])
        try publish(1, by: [new])
        #expect(codes(keys, saved: kept) == [.savedCheckpointUnusable])
        #expect(codes(keys).isEmpty)
    }

    @Test("files that do not list keys are refused with the line")
    func refused() {
        let key = old.verifier
        for (text, line) in [
            ("", nil), ("# nothing\n\n", nil), ("hello\n", 1), ("\n\(key) 2026-13-01\n", 2), ("\(key) - - -\n", 1),
            ("\(key) 2026-04-02 2026-04-01\n", 1), ("\(key)\n\(new.verifier) tomorrow\n", 2),
            ("\(key)\n\(key) - 2026-04-01\n", 2),
        ] as [(String, Int?)] {
            let error = #expect(throws: LedgerError.self, "\(text)") { try trusted(text) }
            guard case .notKeys(_, let found, _)? = error else {
                Issue.record("\(text): \(String(describing: error))")
                continue
            }
            #expect(found == line, "\(text)")
        }
    }
}
