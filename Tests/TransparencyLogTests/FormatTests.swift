import Testing

@testable import TransparencyLog

@Suite("The log's formats, to the byte")
struct FormatTests {
    private let root = SHA256Hash.emptyRoot

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

    @Test("tiles have the paths of C2SP's examples")
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
        let tree = MerkleTree(entries.map { SHA256Hash.leaf($0) })
        let files = Tiles.places(size: 300).map { ($0.path, Tiles.bytes(of: $0, tree: tree) { entries[$0] }) }
        let bytes = Dictionary(uniqueKeysWithValues: files)
        #expect(bytes["tile/0/000"]?.count == 8192)
        #expect(bytes["tile/0/001.p/44"]?.suffix(32).elementsEqual(SHA256Hash.leaf(entries[299]).bytes) ?? false)
        #expect(bytes["tile/1/000.p/1"] == tree.root(of: 256).bytes)
        #expect(bytes["tile/entries/001.p/44"]?.starts(with: [0, 9] + Array("entry 256".utf8)) ?? false)
        #expect(Tiles.entries(in: try #require(bytes["tile/entries/000"])) == Array(entries[..<256]))
        #expect(Tiles.entries(in: [0]) == nil)
        #expect(Tiles.entries(in: [0, 2, 1]) == nil)
    }

    @Test("a proof reads as C2SP's example does, extra data skipped")
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
}
