import Foundation
import Ledger
import Testing
import TrackingLog

@testable import TransparencyLog
@testable import Witness

@Suite("A witness that reads an archive itself")
struct PullingTests {
    private let folder: TestFolder
    private let ledgerKey: SigningKey
    private let key: CosigningKey

    init() throws {
        folder = try TestFolder()
        ledgerKey = try SigningKey(new: "example.com/push")
        key = try CosigningKey(new: "witness.example/w1")
    }

    /// Publishes nights of an archive; `variant` makes other rows.
    private func publish(_ nights: Range<Int>, in archive: String = "archive", variant: String = "A") throws {
        var writer = try LedgerWriter(archive: "\(folder.path)/\(archive)", keys: [ledgerKey])
        for night in nights {
            let day = Day(daysSince1970: 20_777 + Int64(night))
            let row = "\"\(day.start)\";\(variant)-\(night);user-1;8a5f1f533537ab34;sent;;C90C0-0E786;\n"
            let bytes = Array(row.utf8)
            _ = try writer.publish(day, firstEvent: night + 1, events: 1) { try $0.append(bytes.span) }
        }
    }

    private func pull(_ archive: String = "archive", logs: [VerifierKey]? = nil) throws -> SignedNote {
        let witness = try Cosigner(key, logs: logs ?? [ledgerKey.verifier], state: folder.path + "/state", patience: 5)
        return try witness.pull(.folder("\(folder.path)/\(archive)"))
    }

    private func error(
        _ archive: String = "archive", logs: [VerifierKey]? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) -> Cosigner.PullError? {
        #expect(throws: Cosigner.PullError.self, sourceLocation: sourceLocation) { try pull(archive, logs: logs) }
    }

    @Test("cosigns it, and again as it grows, with the tiles alone")
    func grows() throws {
        for (from, to) in [(0, 1), (1, 3), (3, 3), (3, 9)] {
            if from < to { try publish(from..<to) }
            let note = try pull()
            let checkpoint = try Checkpoint(note.text)
            #expect(checkpoint.size == to)
            #expect(try note.verify(with: [ledgerKey.verifier, key.verifier]).count == 2)
        }
        // Neither zips nor entries are needed.
        try FileManager.default.removeItem(atPath: "\(folder.path)/archive/2026")
        try FileManager.default.removeItem(atPath: "\(folder.path)/archive/ledger/tile/entries")
        #expect(try Checkpoint(pull().text).size == 9)
    }

    @Test("finds one that was rolled back, and one that is forked at the same size or a larger one")
    func misbehaves() throws {
        try publish(0..<4)
        try FileManager.default.copyItem(atPath: "\(folder.path)/archive", toPath: "\(folder.path)/early")
        try publish(4..<6)
        _ = try pull()
        try publish(4..<6, in: "early", variant: "B")
        guard case .misbehaves(let same)? = error("early") else { return #expect(Bool(false)) }
        #expect(same.contains("two roots are signed for 6 entries"))
        try publish(6..<9, in: "early", variant: "B")
        guard case .misbehaves(let larger)? = error("early") else { return #expect(Bool(false)) }
        #expect(larger.contains("its first 6 entries have the root"))
        try publish(0..<2, in: "short")
        guard case .misbehaves(let rolled)? = error("short") else { return #expect(Bool(false)) }
        #expect(rolled.contains("rolled back: it has 2 entries, 6 were cosigned"))
        #expect(try Checkpoint(pull().text).size == 6)
    }

    @Test("does not accuse a log of a tile that is damaged, which the signed root does not show")
    func damagedTile() throws {
        let ledger = "\(folder.path)/archive/ledger"
        let tree = MerkleTree((0..<600).map { SHA256Hash.leaf([UInt8($0 % 251)]) })
        func write(_ size: Int) throws {
            let part = MerkleTree(Array((0..<size).map { tree.root($0..<$0 + 1) }))
            for place in Tiles.places(size: size) where place.level != nil {
                let file = URL(filePath: "\(ledger)/\(place.path)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(Tiles.bytes(of: place, tree: part) { _ in [] }).write(to: file)
            }
            let text = Checkpoint(origin: "example.com/push", size: size, root: tree.root(of: size)).text
            let note = SignedNote(text: text, signatures: [try ledgerKey.sign(text)])
            try Data(note.bytes).write(to: URL(filePath: "\(ledger)/checkpoint"))
        }
        try write(300)
        _ = try pull()
        try write(600)
        // The root of 600 comes from the level above it; that of 300 needs it.
        let tile = URL(filePath: "\(ledger)/tile/0/001")
        let good = try Data(contentsOf: tile)
        try Data(good.reversed()).write(to: tile)
        guard case .unchecked(let found)? = error() else { return #expect(Bool(false)) }
        #expect(found.contains("the tiles do not match each other"), "\(found)")
        try good.write(to: tile)
        #expect(try Checkpoint(pull().text).size == 600)
    }

    @Test("says nothing of one that it cannot check")
    func unchecked() throws {
        guard case .unchecked(let none)? = error() else { return #expect(Bool(false)) }
        #expect(none.contains("has no checkpoint"))
        try publish(0..<3)
        _ = try pull()
        try publish(3..<6)
        let ledger = "\(folder.path)/archive/ledger"
        let tile = "\(ledger)/tile/0/000.p/6"
        let good = try Data(contentsOf: URL(filePath: tile))
        for (bytes, reason) in [
            (nil, "is missing"), (good.dropLast(), "is missing or has another length"),
            (Data(good.reversed()), "do not match the signed root"),
        ] as [(Data?, String)] {
            try FileManager.default.removeItem(atPath: tile)
            try bytes?.write(to: URL(filePath: tile))
            guard case .unchecked(let found)? = error() else { return #expect(Bool(false)) }
            #expect(found.contains(reason), "\(found)")
            if bytes == nil { try good.write(to: URL(filePath: tile)) }
        }
        try good.write(to: URL(filePath: tile))
        let stranger = try SigningKey(new: "example.com/push").verifier
        guard case .unchecked(let unknown)? = error(logs: [stranger]) else { return #expect(Bool(false)) }
        #expect(unknown.contains("signed by none of the keys given"))
        guard case .unchecked(let other)? = error(logs: [try SigningKey(new: "other").verifier]) else {
            return #expect(Bool(false))
        }
        #expect(other.contains("no key of it was given"))
        try Data("hello\n".utf8).write(to: URL(filePath: "\(ledger)/checkpoint"))
        guard case .unchecked(let malformed)? = error() else { return #expect(Bool(false)) }
        #expect(malformed.contains("not a signed note"))
    }
}
