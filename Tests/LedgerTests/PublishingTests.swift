import Crypto
import Foundation
import LogVerification
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("Publishing a night")
struct PublishingTests {
    private let folder: TestFolder
    private let key: SigningKey
    private let day = Day(daysSince1970: 20_777)
    private var archive: String { folder.path + "/archive" }

    init() throws {
        folder = try TestFolder()
        key = try SigningKey(new: "example.com/push")
    }

    private func publish(_ day: Day, _ first: Int, rows: [String]) throws -> Manifest {
        var writer = try LedgerWriter(archive: archive, keys: [key])
        return try writer.publish(day, firstEvent: first, events: rows.count) { log in
            for row in rows {
                let bytes = Array((row + "\n").utf8)
                try log.append(bytes.span)
            }
        }
    }

    private func row(_ code: String, at time: String = "2026-11-20 10:00:00") -> String {
        "\"\(time)\";\(code);user-1;8a5f1f533537ab34;sent;;C90C0-0E786;"
    }

    @Test("describes the archive exactly in its manifest")
    func manifest() throws {
        let rows = [row("A", at: "2026-11-19 23:59:59"), row("B"), row("C")]
        let manifest = try publish(day, 1, rows: rows)
        let csv = Array(([Column.header] + rows).map { $0 + "\n" }.joined().utf8)
        #expect(manifest.events == 3 && manifest.firstEvent == 1 && manifest.lastEvent == 3)
        #expect(manifest.late == 1)
        #expect(manifest.statuses == ["sent": 3])
        #expect(manifest.csvBytes == csv.count)
        let seed = try #require(try salts(day).root)
        let leaves = rows.enumerated().map { index, row in
            SpecifiedTree(seed: seed.bytes, rows: rows.count).leaf(index, row)
        }
        #expect(manifest.rowsRoot == MerkleTree(leaves.compactMap { SHA256Hash($0) }).root())
        let zip = try FileBytes.read("\(archive)/\(manifest.archive)")
        #expect(manifest.zipBytes == zip.count && manifest.zipHash == SHA256Hash.of(zip))
        #expect(manifest.previous == nil)
        let next = try publish(day.adding(days: 1), 4, rows: [])
        #expect(next.previous == SHA256Hash.of(manifest.bytes))
        #expect(next.rowsRoot == .emptyRoot && next.events == 0 && next.lastEvent == 3)
    }

    private func salts(_ day: Day) throws -> NightSalts {
        try NightSalts(FileBytes.read("\(archive)/\(ArchivePath.salts(day))"))
    }

    @Test("makes salts of its own for each night; where a stopped run left them, the same zip comes of them")
    func salts() throws {
        let rows = [row("A"), row("B")]
        let first = try publish(day, 1, rows: rows)
        let next = try publish(day.adding(days: 1), 3, rows: [])
        #expect(try salts(day).root != salts(next.day).root)
        // As if the run had been stopped before the first night's checkpoint; and before its salts.
        let zip = try FileBytes.read("\(archive)/\(first.archive)")
        let kept = try FileBytes.read("\(archive)/\(ArchivePath.salts(day))")
        try FileManager.default.removeItem(atPath: archive)
        let other = try publish(day, 1, rows: rows)
        #expect(other.zipHash != first.zipHash && other.rowsRoot != first.rowsRoot)
        try FileManager.default.removeItem(atPath: archive + "/ledger")
        #expect(try publish(day, 1, rows: rows) == other)
        try FileManager.default.removeItem(atPath: archive)
        let folder = URL(filePath: "\(archive)/\(ArchivePath.folder(day))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(kept).write(to: URL(filePath: "\(archive)/\(ArchivePath.salts(day))"))
        #expect(try publish(day, 1, rows: rows) == first)
        #expect(try FileBytes.read("\(archive)/\(first.archive)") == zip)
    }

    @Test("is refused with a row whose leaf would not hide whom it is about, and leaves no zip")
    func strangeRow() throws {
        for strange in ["", "A", "2026-11-20 10:00:00;A;user-1;8a5f1f533537ab34;sent;;C90C0-0E786;", row("A") + "\r"] {
            let error = #expect(throws: LedgerError.self) { try publish(day, 1, rows: [row("A"), strange]) }
            #expect(
                error.map { "\($0)".contains("row 2 of 2026-11-20 is not in the form that logs have") } ?? false,
                "\(String(describing: error))")
            #expect(!FileManager.default.fileExists(atPath: "\(archive)/\(ArchivePath.zip(day))"))
        }
    }

    @Test("is refused beside salts that are not of its rows, and with other rows than were announced")
    func otherSalts() throws {
        _ = try publish(day, 1, rows: [row("A")])
        let next = day.adding(days: 1)
        let path = "\(archive)/\(ArchivePath.salts(next))"
        for text in [NightSalts(rows: 2).text, NightSalts(rows: 1, seeds: []).text, "", "hello\n"] {
            try Data(text.utf8).write(to: URL(filePath: path))
            let error = #expect(throws: LedgerError.self) { try publish(next, 2, rows: [row("B")]) }
            #expect(error?.description.hasSuffix("is not what a stopped run left of this night: move it away") ?? false)
            #expect(try FileBytes.read(path) == Array(text.utf8))
        }
        try FileManager.default.removeItem(atPath: path)
        for rows in [0, 2] {
            let error = #expect(throws: LedgerError.self) {
                var writer = try LedgerWriter(archive: archive, keys: [key])
                _ = try writer.publish(next, firstEvent: 2, events: 1) { log in
                    for _ in 0..<rows { try log.append(Array((row("B") + "\n").utf8).span) }
                }
            }
            #expect(error?.description.contains("announced") ?? false, "\(String(describing: error))")
            #expect(FileManager.default.fileExists(atPath: "\(archive)/\(ArchivePath.zip(next))") == false)
            try FileManager.default.removeItem(atPath: path)
        }
    }

    @Test("continues with the next day and number, and with no others")
    func order() throws {
        _ = try publish(day, 1, rows: [row("A")])
        #expect(throws: LedgerError.self) { try publish(day, 2, rows: []) }
        #expect(throws: LedgerError.self) { try publish(day.adding(days: 2), 2, rows: []) }
        #expect(throws: LedgerError.self) { try publish(day.adding(days: 1), 3, rows: []) }
        _ = try publish(day.adding(days: 1), 2, rows: [])
    }

    @Test("is refused if a stopped run began it with other bytes, and nothing is signed")
    func otherBytes() throws {
        _ = try publish(day, 1, rows: [row("A")])
        let zip = "\(archive)/\(ArchivePath.zip(day.adding(days: 1)))"
        try Data("another file".utf8).write(to: URL(filePath: zip))
        let before = try FileBytes.read("\(archive)/ledger/checkpoint")
        #expect(throws: LedgerError.self) { try publish(day.adding(days: 1), 2, rows: []) }
        #expect(try FileBytes.read("\(archive)/ledger/checkpoint") == before)
        #expect(try FileBytes.read(zip) == Array("another file".utf8))
    }

    @Test("is for one writer at a time")
    func locked() throws {
        let first = try LedgerWriter(archive: archive, keys: [key])
        #expect(throws: LedgerError.self) { _ = try LedgerWriter(archive: archive, keys: [key]) }
        _ = consume first
        _ = try LedgerWriter(archive: archive, keys: [key])
    }

    @Test("is locked by an empty file: nothing is written if it has contents, or is a link")
    func lockFile() throws {
        _ = try publish(day, 1, rows: [row("A")])
        let lock = "\(archive)/ledger/lock"
        try Data("hello".utf8).write(to: URL(filePath: lock))
        #expect(throws: LedgerError.self) { _ = try LedgerWriter(archive: archive, keys: [key]) }
        try FileManager.default.removeItem(atPath: lock)
        try FileManager.default.createSymbolicLink(atPath: lock, withDestinationPath: folder.path + "/lock")
        #expect(throws: LedgerError.self) { _ = try LedgerWriter(archive: archive, keys: [key]) }
        try FileManager.default.removeItem(atPath: lock)
        _ = try LedgerWriter(archive: archive, keys: [key])
    }

    @Test("is refused if the archive does not extend the copy of its checkpoint")
    func copies() throws {
        let copy = folder.path + "/copy"
        try CheckpointCopies.check(copy, against: archive)
        _ = try publish(day, 1, rows: [row("A")])
        let first = try FileBytes.read("\(archive)/ledger/checkpoint")
        try CheckpointCopies.copy(first, to: copy)
        try CheckpointCopies.check(copy, against: archive)
        _ = try publish(day.adding(days: 1), 2, rows: [row("B")])
        try CheckpointCopies.check(copy, against: archive)
        let other = try SigningKey(new: "example.com/push")
        for (checkpoint, words) in [
            (Checkpoint(origin: "example.com/else", size: 1, root: .emptyRoot), "the copy is of example.com/else"),
            (
                Checkpoint(origin: "example.com/push", size: 3, root: .emptyRoot),
                "the copy lists 3 entries, the ledger 2"
            ),
            (Checkpoint(origin: "example.com/push", size: 2, root: .emptyRoot), "for 2 entries, the ledger "),
            (Checkpoint(origin: "example.com/push", size: 1, root: .emptyRoot), "for 1 entry, the ledger "),
        ] {
            let text = checkpoint.text
            try CheckpointCopies.copy(SignedNote(text: text, signatures: [other.sign(text)]).bytes, to: copy)
            let error = #expect(throws: LedgerError.self) { try CheckpointCopies.check(copy, against: archive) }
            #expect(error?.description.contains(words) ?? false, "\(String(describing: error))")
        }
        try Data("hello".utf8).write(to: URL(filePath: copy))
        #expect(throws: LedgerError.self) { try CheckpointCopies.check(copy, against: archive) }
        try CheckpointCopies.copy(first, to: copy)
        #expect(throws: LedgerError.self) { try CheckpointCopies.check(copy, against: folder.path + "/none") }
    }

    @Test("is for keys of one origin")
    func origins() throws {
        let other = try SigningKey(new: "example.com/else")
        #expect(throws: LedgerError.self) { _ = try LedgerWriter(archive: archive, keys: [key, other]) }
    }

    @Test("keeps a witness's cosignature when a further key signs the same checkpoint")
    func witness() throws {
        _ = try publish(day, 1, rows: [row("A")])
        let path = "\(archive)/ledger/checkpoint"
        var note = try SignedNote(FileBytes.read(path))
        let secret = Curve25519.Signing.PrivateKey()
        let witness = VerifierKey(
            name: "witness.example", algorithm: .cosignature, publicKey: Array(secret.publicKey.rawRepresentation))
        let signature = try secret.signature(for: Array("cosignature/v1\ntime 1\n".utf8) + note.text)
        note.signatures.append(
            NoteSignature(name: witness.name, keyID: witness.id, signature: [0, 0, 0, 0, 0, 0, 0, 1] + signature))
        try Data(note.bytes).write(to: URL(filePath: path))
        let next = try SigningKey(new: "example.com/push")
        do {
            var writer = try LedgerWriter(archive: archive, keys: [key, next])
            #expect(try writer.signAgain())
        }
        let signed = try SignedNote(FileBytes.read(path))
        let keys = [key.verifier, next.verifier, witness]
        #expect(try signed.verify(with: keys) == keys)
        let verification = LedgerVerifier(keys: [witness, key.verifier]).verify(archive)
        #expect(verification.findings.isEmpty && verification.signers == [key.verifier, witness])
        // A witness alone is not the ledger's own signer.
        #expect(LedgerVerifier(keys: [witness]).verify(archive).findings.map(\.code) == [.checkpointOriginWrong])
    }
}
