import Foundation
import LogVerification
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("An erasure of rows of sealed nights")
struct ErasureTests {
    private static let day = Day(daysSince1970: 20_777)
    private let folder: TestFolder
    private let key: SigningKey
    private var archive: String { folder.path + "/archive" }

    init() throws {
        folder = try TestFolder()
        key = try SigningKey(new: "example.com/push")
    }

    private func row(_ night: Int, _ second: Int, _ code: String, _ user: String, payload: String = "") -> String {
        let time = Self.day.adding(days: Int64(night)).start.adding(seconds: Int64(second))
        return "\"\(time)\";\(code);\(user);8a5f1f533537ab34;sent;;C90C0-0E786;\(payload)\n"
    }

    /// Publishes nights with a row for each user, in the order of their seconds.
    private func publish(_ nights: [[String]]) throws {
        var writer = try LedgerWriter(archive: archive, keys: [key])
        var first = (writer.last?.lastEvent ?? 0) + 1
        let start = writer.last.map { Int($0.day.daysSince1970 - Self.day.daysSince1970) + 1 } ?? 0
        for (number, users) in nights.enumerated() {
            let night = start + number
            let text = users.enumerated().map { row(night, $0.offset, "T-\($0.element)", $0.element) }.joined()
            _ = try writer.publish(Self.day.adding(days: Int64(night)), firstEvent: first, events: users.count) { log in
                try log.append(Array(text.utf8).span)
            }
            first += users.count
        }
    }

    private func pseudonym(_ addressee: Addressee) -> Addressee {
        Addressee(
            appCode: addressee.appCode, trackingCode: Array("erased-1".utf8), target: Array("erased-2".utf8),
            hwid: Array("erased-3".utf8))
    }

    @discardableResult
    private func erase(_ user: String) throws -> [PublishedErasure] {
        var eraser = try ArchiveEraser(archive: archive, keys: [key])
        try eraser.stage(plan(user, eraser.nights), pseudonyms: pseudonym)
        return try eraser.publish(at: Timestamp(secondsSince1970: 1_800_000_000))
    }

    private func plan(_ user: String, _ nights: [LedgerNight]) throws -> [NightErasure] {
        let rows = ArchiveRows(of: archive)
        return try nights.compactMap { night in
            try rows.erasure(of: night) { $0.addressee.target == Array(user.utf8) }
        }
    }

    private func verified() -> Verification { LedgerVerifier(keys: [key.verifier]).verify(archive) }

    private func names() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: archive).sorted()
    }

    @Test("leaves an archive that verifies as whole: the sealed roots still come out")
    func whole() throws {
        try publish([["a", "b", "a"], ["b"], ["c", "a"]])
        let manifests = try #require(try LedgerState(archive: archive, keys: [key.verifier])).nights().map(\.manifest)
        let erasures = try erase("a")
        #expect(erasures.map(\.entry.rows) == [3] && erasures[0].entry.nights.map(\.rows) == [2, 1])
        let state = try #require(try LedgerState(archive: archive, keys: [key.verifier]))
        #expect(state.checkpoint.size == 4 && state.last == manifests[2])
        let nights = try state.nights()
        #expect(nights.map(\.manifest) == manifests && nights.map(\.erasedRows) == [2, 0, 1])
        let verification = verified()
        #expect(verification.findings.isEmpty && verification.erasures.map(\.rows) == [3], "\(verification.findings)")
        #expect(try !names().contains { $0.hasSuffix(StagedErasure.suffix) || $0 == ArchivePath.erasing })
        // Nights follow it, and further erasures, of nights with erased rows too.
        try publish([["a", "b"]])
        try erase("b")
        let again = verified()
        #expect(again.findings.isEmpty && again.erasures.map(\.rows) == [3, 3], "\(again.findings)")
        #expect(try erase("nobody").isEmpty && verified().checkpoint?.size == 6)
        let history = try History(of: archive)
        #expect(
            history.nights.map(\.night.erasedRows) == [3, 1, 1, 1] && history.nights.allSatisfy { $0.state == .present }
        )
    }

    @Test("of more nights than one entry may have is several entries, under one checkpoint")
    func many() throws {
        try publish(Array(repeating: ["a", "b"], count: Erasure.maximumNights + 2))
        let erasures = try erase("a")
        #expect(erasures.map(\.entry.nights.count) == [Erasure.maximumNights, 2])
        #expect(erasures.allSatisfy { $0.entry.bytes.count < 65_535 })
        let verification = verified()
        #expect(verification.findings.isEmpty && verification.checkpoint?.size == Erasure.maximumNights + 4)
    }

    @Test("is in the ledger by a proof that anybody can check")
    func proof() throws {
        try publish([["a"], ["b"]])
        let published = try #require(try erase("a").first)
        let proof = try LogProof(published.proof)
        let note = try SignedNote(proof.checkpoint)
        let checkpoint = try Checkpoint(note.text)
        #expect(proof.index == 2 && checkpoint.size == 3)
        #expect(
            MerkleProof.includes(
                .leaf(published.entry.bytes), at: 2, size: 3, root: checkpoint.root, path: proof.path))
    }

    @Test("that is stopped before its entry leaves the nights as they were, and says so until one is completed")
    func stopped() throws {
        try publish([["a", "b"], ["a"]])
        let before = try names()
        do {
            var eraser = try ArchiveEraser(archive: archive, keys: [key])
            try eraser.stage(plan("a", eraser.nights), pseudonyms: pseudonym)
        }
        #expect(try names().count { $0.hasSuffix(StagedErasure.suffix) } == 8)
        #expect(verified().findings.map(\.code) == [.unfinishedErasure] && verified().gravity == .incomplete)
        // The next writer removes the new files; that somebody is not forgotten yet is still said.
        try publish([["c"]])
        #expect(verified().findings.map(\.code) == [.unfinishedErasure])
        #expect(try Set(names()).subtracting(before).count { $0.contains("erasing") } == 1)
        try erase("a")
        #expect(verified().findings.isEmpty && verified().erasures.map(\.rows) == [2], "\(verified().findings)")
    }

    @Test("that finds nobody ends one that was stopped")
    func stoppedAndGone() throws {
        try publish([["a"]])
        try StagedErasure(size: 1, days: []).write(in: archive)
        #expect(verified().gravity == .incomplete)
        try erase("nobody")
        #expect(verified().findings.isEmpty)
    }

    @Test("that is stopped after its entry verifies by the new files, and the next writer puts them into their places")
    func stoppedAfter() throws {
        try publish([["a", "b"], ["a"]])
        let state = try #require(try LedgerState(archive: archive, keys: [key.verifier]))
        let (first, second) = (Self.day, Self.day.adding(days: 1))
        let old = folder.path + "/old"
        try FileManager.default.copyItem(atPath: archive, toPath: old)
        try erase("a")
        // As if only the first of the files had taken its place.
        for day in [first, second] {
            for path in StagedErasure.files(of: day) where day == second || path != ArchivePath.salts(first) {
                let file = "\(archive)/\(path)"
                try FileManager.default.moveItem(atPath: file, toPath: file + StagedErasure.suffix)
                if FileManager.default.fileExists(atPath: "\(old)/\(path)") {
                    try FileManager.default.copyItem(atPath: "\(old)/\(path)", toPath: file)
                }
            }
        }
        try StagedErasure(size: state.checkpoint.size, days: [first, second]).write(in: archive)
        #expect(verified().findings.map(\.code) == [.unfinishedErasure], "\(verified().findings)")
        try publish([["c"]])
        #expect(verified().findings.isEmpty, "\(verified().findings)")
    }

    @Test("does not hide a zip that the ledger never had, behind one that it has")
    func hidden() throws {
        try publish([["a", "b"], ["c"]])
        try erase("a")
        for night in 0...1 {
            let zip = "\(archive)/\(ArchivePath.zip(Self.day.adding(days: Int64(night))))"
            try FileManager.default.moveItem(atPath: zip, toPath: zip + StagedErasure.suffix)
            try Data("forged".utf8).write(to: URL(filePath: zip))
        }
        // Entry 2 is the erasure of the first night; of the second there is none.
        try StagedErasure(size: 2, days: [Self.day, Self.day.adding(days: 1)]).write(in: archive)
        let changed = verified().findings.filter { $0.code == .zipChanged }.map(\.path)
        #expect(
            changed == [ArchivePath.zip(Self.day), ArchivePath.zip(Self.day.adding(days: 1))], "\(verified().findings)")
        // The next writer takes nothing for a night's files but what the ledger has.
        try publish([["d"]])
        #expect(verified().findings.isEmpty, "\(verified().findings)")
    }

    @Test("new files of another time are not put over the present ones")
    func another() throws {
        try publish([["a", "b"]])
        try erase("a")
        let present = try FileBytes.read("\(archive)/\(ArchivePath.zip(Self.day))")
        for path in StagedErasure.files(of: Self.day) {
            try Data("stale".utf8).write(to: URL(filePath: "\(archive)/\(path)\(StagedErasure.suffix)"))
        }
        try StagedErasure(size: 1, days: [Self.day]).write(in: archive)
        try publish([["c"]])
        #expect(try FileBytes.read("\(archive)/\(ArchivePath.zip(Self.day))") == present && verified().findings.isEmpty)
    }

    @Test("of a night that a nightly run left unfinished: its files go, and the night is made again")
    func unfinished() throws {
        try publish([["a", "b"]])
        let day = Self.day.adding(days: 1)
        do {
            var writer = try LedgerWriter(archive: archive, keys: [key])
            let text = row(1, 0, "T-a", "a")
            // Stopped after the manifest: as if the tiles could not be written.
            try? FileManager.default.removeItem(atPath: archive + "/ledger/tile/0")
            try Data().write(to: URL(filePath: archive + "/ledger/tile/0"))
            #expect(throws: (any Error).self) {
                _ = try writer.publish(day, firstEvent: 3, events: 1) { try $0.append(Array(text.utf8).span) }
            }
        }
        try FileManager.default.removeItem(atPath: archive + "/ledger/tile/0")
        try FileManager.default.createDirectory(
            atPath: archive + "/ledger/tile/0/000.p", withIntermediateDirectories: true)
        let state = try #require(try LedgerState(archive: archive, keys: nil))
        for place in Tiles.places(size: 1) where place.level == 0 {
            let bytes = Tiles.bytes(of: place, tree: state.tree) { state.entries[$0] }
            try Data(bytes).write(to: URL(filePath: "\(archive)/ledger/\(place.path)"))
        }
        #expect(verified().findings.map(\.code) == [.unfinishedNight])
        var eraser = try ArchiveEraser(archive: archive, keys: [key])
        try eraser.removeUnfinishedNight()
        try eraser.stage(plan("a", eraser.nights), pseudonyms: pseudonym)
        _ = try eraser.publish(at: Timestamp(secondsSince1970: 1_800_000_000))
        _ = consume eraser
        #expect(try names().contains(ArchivePath.salts(day)) && !names().contains(ArchivePath.zip(day)))
        try publish([["z"]])
        #expect(verified().findings.isEmpty, "\(verified().findings)")
    }

    @Test("is refused where a night is not as the ledger has it, and nothing is erased")
    func changed() throws {
        try publish([["a", "b"], ["a"]])
        let zip = "\(archive)/\(ArchivePath.zip(Self.day.adding(days: 1)))"
        var bytes = try Data(contentsOf: URL(filePath: zip))
        bytes.append(0)
        try bytes.write(to: URL(filePath: zip))
        #expect(throws: LedgerError.self) { try erase("a") }
        #expect(Set(verified().findings.map(\.code)).isSuperset(of: [.unfinishedErasure, .zipChanged]))
        #expect(verified().erasures.isEmpty)
    }

    @Test("is read strictly: there is one spelling")
    func reading() throws {
        let night = Erasure.Night(
            day: Self.day, rows: 3, erasedHash: .of([1]), zipBytes: 10, zipHash: .of([2]), csvBytes: 20)
        let time = Timestamp(secondsSince1970: 1_800_000_000)
        let erasure = Erasure(time: time, nights: [night], previous: .of([3]))
        #expect(try Erasure(erasure.bytes) == erasure)
        let text = String(decoding: erasure.bytes, as: UTF8.self)
        for (part, other) in [
            (":3,", ":-3,"), (":3,", ":03,"), ("2026/11", "2026/12"), ("erasure/1", "erasure/2"),
            ("\n", ""),
            ("\n", "\n\n"), ("{\"nights\"", "{ \"nights\""), ("Z\"", "+00:00\""), ("\"rows\":3,", ""),
        ] {
            let changed = text.replacing(part, with: other)
            #expect(changed != text && isRefused(changed), "\(part) \(other)")
        }
        let twice = Erasure(time: time, nights: [night, night], previous: .of([3]))
        let none = Erasure(time: time, nights: [], previous: .of([3]))
        for erasure in [twice, none] { #expect(throws: ManifestError.self) { try Erasure(erasure.bytes) } }
    }

    private func isRefused(_ text: String) -> Bool { (try? Erasure(Array(text.utf8))) == nil }

    @Test("is refused where a salt is not known, or an erased row names somebody: the search would find too little")
    func unsound() throws {
        try publish([["a", "b"]])
        let salts = URL(filePath: "\(archive)/\(ArchivePath.salts(Self.day))")
        let zip = URL(filePath: "\(archive)/\(ArchivePath.zip(Self.day))")
        let (keptSalts, keptZip) = (try Data(contentsOf: salts), try Data(contentsOf: zip))
        try Data("pushtrail.salts/1\nrows 2\n".utf8).write(to: salts)
        #expect(throws: LedgerError.self) { try erase("a") }
        try keptSalts.write(to: salts)
        try erase("a")
        #expect(verified().findings.isEmpty)
        // The zip from before it.
        try keptZip.write(to: zip)
        #expect(throws: LedgerError.self) { try erase("a") }
    }

    @Test("replaces the tracking code of rows that were erased before, unless it stays")
    func codes() throws {
        try publish([["a", "b"]])
        var first = try ArchiveEraser(archive: archive, keys: [key])
        try first.stage(plan("a", first.nights)) { addressee in
            var erased = pseudonym(addressee)
            erased.trackingCode = addressee.trackingCode
            return erased
        }
        _ = try first.publish(at: Timestamp(secondsSince1970: 1_800_000_000))
        _ = consume first
        var eraser = try ArchiveEraser(archive: archive, keys: [key])
        let rows = ArchiveRows(of: archive)
        let code = Array("T-a".utf8)
        let nights = eraser.nights
        let night = try #require(nights.first)
        let erasure = try #require(try rows.erasure(of: night) { $0.message.trackingCode == code })
        #expect(erasure.count == 1 && erasure.replacingCodes { $0.trackingCode != code } == nil)
        try eraser.stage([erasure], pseudonyms: pseudonym)
        let published = try eraser.publish(at: Timestamp(secondsSince1970: 1_800_000_001))
        #expect(published.first?.entry.nights.map(\.rows) == [0])
        let verification = verified()
        #expect(verification.findings.isEmpty && verification.erasures.map(\.rows) == [1, 0])
        let after = try #require(try LedgerState(archive: archive, keys: nil)?.nights().first)
        #expect(try rows.erasure(of: after) { $0.message.trackingCode == code } == nil)
    }

    @Test("keeps what hides the erased in a list with one spelling")
    func list() throws {
        let rows = ErasedRows(rows: 30, hidden: [3: .of([1]), 29: .of([2]), 0: .of([3])])
        #expect(try ErasedRows(Array(rows.text.utf8)) == rows)
        let text = rows.text
        let lines = text.split(separator: "\n").map(String.init)
        let wrong = [
            "", "\n", String(text.dropLast()), text + "\n", text.replacing("rows 30", with: "rows 29"),
            text.replacing("\n3 ", with: "\n03 "), text.replacing("erased/1", with: "erased/2"),
            text.replacing("\n", with: "\r\n"), ([lines[0], lines[1], lines[3], lines[2]].map { $0 + "\n" }.joined()),
            text + lines[4] + "\n",
        ]
        for text in wrong { #expect(throws: SaltError.self, "\(text)") { try ErasedRows(Array(text.utf8)) } }
    }
}
