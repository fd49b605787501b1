import Foundation
import LogArchive
import LogVerification
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("The audit of a night's zip")
struct AuditTests {
    private let folder: TestFolder
    private let key: SigningKey
    private let day = Day(daysSince1970: 20_777)
    private var archive: String { folder.path + "/archive" }

    init() throws {
        folder = try TestFolder()
        key = try SigningKey(new: "example.com/push")
    }

    private func publish(_ rows: [[UInt8]]) throws -> Manifest {
        var writer = try LedgerWriter(archive: archive, keys: [key])
        return try writer.publish(day, firstEvent: 1, events: rows.count) { log in
            for row in rows { try log.append((row + [0x0A]).span) }
        }
    }

    private func row(_ code: String, payload: String = "") -> [UInt8] {
        Array("\"2026-11-20 10:00:00\";\(code);user-1;8a5f1f533537ab34;sent;;C90C0-0E786;\(payload)".utf8)
    }

    @Test("inflates little more than was sealed, however much another zip in its place holds")
    func bomb() throws {
        let manifest = try publish([row("A")])
        let path = "\(archive)/\(manifest.archive)"
        var writer = try LogWriter(replacing: path, entry: manifest.entry)
        try writer.append(Array("\(Column.header)\n".utf8).span)
        let zeros = [UInt8](repeating: 0x30, count: 1 << 20)
        for _ in 0..<32 { try writer.append(zeros.span) }
        _ = try writer.finish()
        var audit = ArchiveAudit(LedgerNight(manifest, at: 0), in: archive)
        var inflated = 0
        audit.run { inflated += $0 }
        #expect(inflated <= 1 << 19)
        let changed = audit.findings.filter { $0.code == .csvChanged }
        #expect(changed.map { $0.reason.hasSuffix("reading stopped there") } == [true], "\(audit.findings)")
        #expect(try RowProver(archive: archive, selection: RowSelection(code: "A")).prove().failures.count == 1)
    }

    @Test("does not follow a link, and neither does a prover")
    func link() throws {
        let manifest = try publish([row("A")])
        let path = "\(archive)/\(manifest.archive)"
        try FileManager.default.moveItem(atPath: path, toPath: folder.path + "/elsewhere.zip")
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: folder.path + "/elsewhere.zip")
        var audit = ArchiveAudit(LedgerNight(manifest, at: 0), in: archive)
        audit.run { _ in }
        #expect(audit.findings.map(\.code) == [.notAFile])
        let outcome = try RowProver(archive: archive, selection: RowSelection(code: "A")).prove()
        #expect(outcome.proof == nil && outcome.failures.count == 1)
        #expect(outcome.failures[0].description.hasSuffix("it is a symbolic link, not a file"))
    }

    @Test("no proof is made that nobody could read, and its rows are not kept")
    func tooLarge() throws {
        _ = try publish([row("A"), row("A"), row("B")])
        for (code, isTooLarge) in [("A", true), ("B", false)] {
            var prover = RowProver(archive: archive, selection: RowSelection(code: code))
            prover.maximumBytes = row("A").count + 1
            let outcome = try prover.prove()
            #expect(outcome.isTooLarge == isTooLarge && (outcome.proof == nil) == isTooLarge)
        }
    }

    @Test("a row that is not UTF-8 is in no proof: it could not be shown as written")
    func notText() throws {
        _ = try publish([row("A"), row("B") + [0xFF]])
        #expect(
            try RowProver(archive: archive, selection: RowSelection(code: "A")).prove().proof?.nights[0].rows.count == 1
        )
        let outcome = try RowProver(archive: archive, selection: RowSelection(code: "B")).prove()
        #expect(
            outcome.failures.map(\.description) == [
                "row 2 of 2026/11/2026-11-20.zip is not UTF-8: no proof can show it"
            ])
    }
}
