import Foundation
import Testing
import TrackingLog

@testable import Ledger

@Suite("The ledger's formats, to the byte")
struct FormatTests {
    private let root = LedgerHash.emptyRoot

    @Test("a checkpoint is three lines")
    func checkpoint() throws {
        let checkpoint = Checkpoint(origin: "example.com/log", size: 12, root: root)
        let text = "example.com/log\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
        #expect(checkpoint.text == Array(text.utf8))
        #expect(try Checkpoint(Array(text.utf8)) == checkpoint)
        #expect(try Checkpoint(Array((text + "more\n").utf8)).extensions == ["more"])
    }

    @Test(
        "a checkpoint with a leading zero, a sign, no final LF, a hash of 31 bytes or another base64 of 32 is none",
        arguments: [
            "o\n012\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
            "o\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
            "o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
            "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n",
            "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
            "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "o\n1\n", "o\n1\n\n",
            "o\n99999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        ])
    func strict(text: String) {
        #expect(throws: NoteError.self) { try Checkpoint(Array(text.utf8)) }
    }

    @Test("tiles lie where C2SP's examples say")
    func tilePaths() {
        #expect(TilePath.number(1_234_067) == "x001/x234/067")
        #expect(TilePath.number(0) == "000")
        #expect(TilePath.hashes(level: 0, index: 273, count: 112) == "tile/0/273.p/112")
        #expect(TilePath.entries(index: 7) == "tile/entries/007")
        let places = Tiles.places(size: 70_000).filter { $0.level != nil }.map(\.path)
        #expect(places.count == 273 + 1 + 1 + 1 + 1)
        #expect(places.suffix(4) == ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"])
        #expect(Tiles.places(size: 256).map(\.path) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"])
        #expect(Tiles.places(size: 0).isEmpty)
    }

    @Test("tiles hold hashes of their level, bundles entries with their lengths")
    func tiles() throws {
        let entries = (0..<300).map { Array("entry \($0)".utf8) }
        let tree = MerkleTree(entries.map { LedgerHash.leaf($0) })
        let files = Tiles.places(size: 300).map { ($0.path, Tiles.bytes(of: $0, tree: tree) { entries[$0] }) }
        let bytes = Dictionary(uniqueKeysWithValues: files)
        #expect(bytes["tile/0/000"]?.count == 8192)
        #expect(bytes["tile/0/001.p/44"]?.suffix(32).elementsEqual(LedgerHash.leaf(entries[299]).bytes) ?? false)
        #expect(bytes["tile/1/000.p/1"] == tree.root(of: 256).bytes)
        #expect(bytes["tile/entries/001.p/44"]?.starts(with: [0, 9] + Array("entry 256".utf8)) ?? false)
        #expect(Tiles.entries(in: try #require(bytes["tile/entries/000"])) == Array(entries[..<256]))
        #expect(Tiles.entries(in: [0]) == nil)
        #expect(Tiles.entries(in: [0, 2, 1]) == nil)
    }

    @Test("a proof reads as C2SP's example does, extra data passed over")
    func proof() throws {
        let text = """
            c2sp.org/tlog-proof@v1
            index 73894
            gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
            B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=

            example.com/fancylog
            109482
            sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

            \u{2014} example.com/fancylog AAAAAAAA

            """
        let proof = try LogProof(text)
        #expect(proof.index == 73894)
        #expect(proof.path.count == 2)
        #expect(proof.text == text)
        let extra = text.replacing("index", with: "extra AAAA\nindex")
        #expect(try LogProof(extra) == proof)
        for wrong in ["073894", "x", "-1"] {
            #expect(throws: NoteError.self) { try LogProof(text.replacing("73894", with: wrong)) }
        }
        #expect(throws: NoteError.self) { try LogProof(text.replacing("@v1", with: "@v2")) }
        #expect(throws: NoteError.self) { try LogProof(text.replacing("B95l", with: "B95")) }
    }

    private var manifest: Manifest {
        Manifest(
            day: Day(daysSince1970: 20_777), firstEvent: 1, events: 3, late: 1, statuses: ["sent": 1, "created": 2],
            zipBytes: 200, zipHash: root, csvBytes: 900, csvHash: root, rowsRoot: root, previous: nil)
    }

    @Test("a manifest is canonical JSON with one LF at its end")
    func manifestBytes() {
        let hex = root.hex
        #expect(
            String(decoding: manifest.bytes, as: UTF8.self)
                == #"{"archive":"2026/11/2026-11-20.zip","csv":{"bytes":900,"rows":3,"rows_root":"\#(root.base64)","sha256":"\#(hex)"},"entry":"tracking-log-2026-11-20.csv","events":{"count":3,"first":1,"last":3},"late":1,"period":{"from":"2026-11-20T00:00:00Z","to":"2026-11-20T23:59:59Z"},"previous":null,"schema":"pushtrail.manifest/1","statuses":{"created":2,"sent":1},"zip":{"bytes":200,"sha256":"\#(hex)"}}"#
                + "\n")
    }

    @Test("a manifest read is the one written, and any other spelling of it is none")
    func manifestReading() throws {
        var manifest = manifest
        manifest.previous = root
        manifest.statuses["a \"quoted\" \\ wörd\u{1}\n"] = 1
        #expect(try Manifest(manifest.bytes) == manifest)
        let text = String(decoding: manifest.bytes, as: UTF8.self)
        for (old, new) in [
            ("{\"archive\"", "{ \"archive\""), ("\n", ""), ("\"late\":1", "\"late\":1,\"late\":1"),
            ("\"late\":1", "\"late\":1,\"more\":1"), ("\"late\":1", "\"late\":01"), ("\"late\":1", "\"late\":1.0"),
            ("\"last\":3", "\"last\":4"), ("\"rows\":3", "\"rows\":2"), ("2026-11-20.zip", "2026-11-21.zip"),
            ("2026/11/2026", "2026/12/2026"), ("/1\"", "/2\""), ("23:59:59Z", "23:59:58Z"),
            ("\\u0001", "\\u0001\\u0001"),
            ("é", "\\u00e9"), ("wörd", "w\\u00f6rd"), ("\"first\":1", "\"first\":0"),
            ("\"first\":1,\"last\":3", "\"first\":9007199254740990,\"last\":9007199254740992"),
        ] where text.contains(old) {
            let changed = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
            if old == "\\u0001" {
                // Another name, spelled as it has to be.
                #expect(try Manifest(changed) != manifest)
            } else {
                #expect(throws: ManifestError.self, "\(new)") { try Manifest(changed) }
            }
        }
    }

    @Test("a manifest names ASCII words alone: how others are spelled, or which came first, changes nothing")
    func asciiStatuses() {
        let words = ["sent", "h\u{E9}", "he\u{301}", "SENT", "\u{FB}", "a b"]
        var counts = StatusCounts()
        for word in words { Array(word.utf8).withUnsafeBytes { counts.add($0) } }
        [UInt8(0xFF)].withUnsafeBytes { counts.add($0) }
        #expect(counts.named == ["sent": 2, "a b": 1, "others": 4])
    }

    @Test("a manifest names the 64 most frequent statuses, ties by name, and sums the others")
    func statuses() {
        var counts = StatusCounts()
        func add(_ word: String) { Array(word.utf8).withUnsafeBytes { counts.add($0) } }
        for number in 0..<70 {
            for _ in 0...(number / 2) { add("Status-\(number)") }
        }
        add(String(repeating: "x", count: 65))
        add("others")
        let named = counts.named
        #expect(named.count == 65)
        #expect(named["status-69"] == 35)
        #expect(named["status-0"] == nil)
        #expect(named["others"] == 2 + [1, 1, 2, 2, 3, 3].reduce(0, +))
    }
}
