import Testing

@testable import TransparencyLog

@Suite("A tree whose tiles are read only where they are needed")
struct TiledTreeTests {
    private struct Unread: Error {}

    private let tree = MerkleTree((0..<1_300).map { SHA256Hash.leaf([UInt8($0 & 255), UInt8($0 >> 8)]) })

    private func tile(_ path: String) -> [UInt8]? {
        guard let place = Tiles.Place(path: path), place.minimumSize <= tree.size else { return nil }
        return Tiles.bytes(of: place, tree: tree) { _ in [] }
    }

    @Test("has the roots and proofs of the whole tree")
    func same() throws {
        let sizes = [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 767, 768, 1_023, 1_024, 1_025, 1_299, 1_300]
        for new in sizes {
            var tiled = TiledTree<Unread>(size: new) { tile($0) }
            for old in sizes where old <= new {
                #expect(try tiled.root(of: old) == tree.root(of: old))
                #expect(try tiled.consistencyProof(from: old) == tree.consistencyProof(from: old, to: new))
            }
        }
    }

    @Test("reads few tiles, however many there are")
    func few() throws {
        var read: [String] = []
        var tiled = TiledTree<Unread>(size: 1_300) { path in
            read.append(path)
            return tile(path)
        }
        _ = try tiled.root(of: 1_300)
        _ = try tiled.consistencyProof(from: 1_024)
        #expect(Set(read) == ["tile/1/000.p/5", "tile/0/005.p/20"] && read.count == 2)
    }

    @Test("takes a full tile where its beginning is gone")
    func full() throws {
        var tiled = TiledTree<Unread>(size: 300) { path in
            path.contains(".p/") && path.hasPrefix("tile/0") ? nil : tile(path)
        }
        #expect(try tiled.root(of: 300) == tree.root(of: 300))
    }

    @Test("has no root without a tile, or with one of another length")
    func missing() {
        for wrong in [nil, [], [UInt8](repeating: 0, count: 31), [UInt8](repeating: 0, count: 8_193)] {
            var tiled = TiledTree<Unread>(size: 300) { path in path.hasPrefix("tile/0") ? wrong : tile(path) }
            #expect(throws: TiledTree<Unread>.Fault.self) { try tiled.root(of: 300) }
        }
        var unread = TiledTree<Unread>(size: 3) { _ throws(Unread) in throw Unread() }
        #expect(throws: TiledTree<Unread>.Fault.self) { try unread.root(of: 3) }
    }

    @Test("of a size that nobody has reads a bounded number of tiles")
    func huge() {
        for size in [Int.max, 1 << 62, (1 << 62) - 1] {
            var count = 0
            var tiled = TiledTree<Unread>(size: size) { _ in
                count += 1
                return [UInt8](repeating: 0, count: 8_192)
            }
            _ = try? tiled.root(of: size)
            _ = try? tiled.consistencyProof(from: size - 1)
            #expect(count < 200)
        }
    }
}
