import Testing

@testable import TransparencyLog

@Suite("Merkle trees, as RFC 9162 has them")
struct MerkleTests {
    /// The inputs that Certificate Transparency's implementations test with.
    private static let inputs = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map { Hex.decode($0) ?? [] }
    private static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    private let published = MerkleTree(Self.inputs.map { SHA256Hash.leaf($0) })

    @Test("of 0 to 8 leaves have the published roots", arguments: 0...8)
    func roots(size: Int) {
        #expect(published.root(of: size).hex == Self.roots[size])
    }

    @Test("prove inclusion with the published hashes")
    func inclusion() {
        #expect(
            published.inclusionProof(of: 0).map(\.hex) == [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ])
        #expect(
            published.inclusionProof(of: 5).map(\.hex) == [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
        #expect(
            published.inclusionProof(of: 1, size: 5).map(\.hex) == [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ])
        #expect(published.inclusionProof(of: 0, size: 1) == [])
    }

    @Test("prove consistency with the published hashes")
    func consistency() {
        #expect(published.consistencyProof(from: 1, to: 1) == [])
        #expect(
            published.consistencyProof(from: 1, to: 8).map(\.hex) == [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ])
        #expect(
            published.consistencyProof(from: 6, to: 8).map(\.hex) == [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
        #expect(
            published.consistencyProof(from: 2, to: 5).map(\.hex) == [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ])
    }

    @Test("grow leaf by leaf to the same roots, and prove each leaf and each earlier size, up to 600 leaves")
    func properties() {
        let leaves = (0..<600).map { SHA256Hash.leaf(Array("leaf \($0)".utf8)) }
        let tree = MerkleTree(leaves)
        var frontier = MerkleFrontier()
        var roots = [frontier.root]
        for leaf in leaves {
            frontier.append(leaf)
            roots.append(frontier.root)
        }
        for size in Array(0...70) + [127, 128, 129, 255, 256, 257, 511, 512, 513, 599, 600] {
            #expect(Self.root(leaves[..<size]) == roots[size])
            let proofs = MerkleTree.inclusionProofs(of: Array(0..<size), in: Array(leaves[..<size]))
            for index in 0..<size {
                #expect(
                    MerkleProof.includes(leaves[index], at: index, size: size, root: roots[size], path: proofs[index]))
            }
            for old in stride(from: 0, through: size, by: size > 70 ? 13 : 1) {
                let path = tree.consistencyProof(from: old, to: size)
                #expect(MerkleProof.isConsistent(from: old, roots[old], to: size, roots[size], path: path))
            }
        }
    }

    /// The definition of RFC 9162 section 2.1.1, word for word.
    private static func root(_ leaves: ArraySlice<SHA256Hash>) -> SHA256Hash {
        guard leaves.count > 1 else { return leaves.first ?? .of([]) }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return .node(root(leaves.prefix(split)), root(leaves.dropFirst(split)))
    }

    @Test("accept no proof with a hash removed, added or swapped, for another leaf, size or root", arguments: 1...33)
    func rejections(size: Int) {
        let leaves = (0..<size).map { SHA256Hash.leaf([UInt8($0)]) }
        let tree = MerkleTree(leaves)
        let root = tree.root()
        for index in 0..<size {
            let path = tree.inclusionProof(of: index)
            func includes(
                _ leaf: SHA256Hash? = nil, at place: Int? = nil, size other: Int? = nil, path: [SHA256Hash]
            ) -> Bool {
                MerkleProof.includes(
                    leaf ?? leaves[index], at: place ?? index, size: other ?? size, root: root, path: path)
            }
            #expect(!includes(path: path + [root]))
            #expect(!includes(path: [root] + path))
            if !path.isEmpty {
                #expect(!includes(path: Array(path.dropFirst())))
                #expect(!includes(path: Array(path.dropLast())))
            }
            if path.count > 1, path[0] != path[1] {
                #expect(!includes(path: [path[1], path[0]] + path[2...]))
            }
            #expect(!includes(at: size, path: path))
            #expect(!includes(at: -1, path: path))
            #expect(!includes(.leaf([0xFF]), path: path))
        }
        func includes(path: [SHA256Hash]) -> Bool {
            MerkleProof.includes(leaves[0], at: 0, size: size, root: .emptyRoot, path: path)
        }
        #expect(!includes(path: tree.inclusionProof(of: 0)))
    }

    @Test("take no inner node for a leaf")
    func innerNode() {
        let leaves = (0..<4).map { SHA256Hash.leaf([UInt8($0)]) }
        let tree = MerkleTree(leaves)
        let inner = SHA256Hash.node(leaves[0], leaves[1])
        let sibling = SHA256Hash.node(leaves[2], leaves[3])
        // The path fits the hashes, but a leaf of four has two hashes above it, and its own hash is of other bytes.
        #expect(!MerkleProof.includes(inner, at: 0, size: 4, root: tree.root(), path: [sibling]))
        let data = leaves[0].bytes + leaves[1].bytes
        #expect(SHA256Hash.leaf(data) != inner)
    }

    @Test("accept no consistency with a hash removed, added or swapped, or between roots that are not theirs")
    func inconsistency() {
        let tree = MerkleTree((0..<40).map { SHA256Hash.leaf([UInt8($0)]) })
        for new in 1...40 {
            for old in 1..<new {
                let path = tree.consistencyProof(from: old, to: new)
                let (from, to) = (tree.root(of: old), tree.root(of: new))
                func accepts(_ path: [SHA256Hash]) -> Bool {
                    MerkleProof.isConsistent(from: old, from, to: new, to, path: path)
                }
                #expect(accepts(path))
                #expect(!accepts(Array(path.dropLast())))
                #expect(!accepts(path + [to]))
                if path.count > 1, path[0] != path[1] { #expect(!accepts([path[1], path[0]] + path[2...])) }
                #expect(!MerkleProof.isConsistent(from: old, to, to: new, to, path: path))
                #expect(!MerkleProof.isConsistent(from: old, from, to: new, from, path: path))
                #expect(!MerkleProof.isConsistent(from: new, to, to: old, from, path: path))
            }
            #expect(!MerkleProof.isConsistent(from: new, .emptyRoot, to: new, tree.root(of: new), path: []))
        }
    }
}
