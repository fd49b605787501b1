import Foundation
import Subprocess
import Testing

@testable import TransparencyLog

@Suite(
    "pymerkle computes the same",
    .enabled(if: Oracle.hasPymerkle, "pymerkle is not installed here; in CI the tests fail without it"))
struct PymerkleTests {
    @Test("roots of up to 600 leaves, and all proofs of up to 40")
    func same() async throws {
        let leaves = (0..<600).map { SHA256Hash.leaf(Array("leaf \($0)".utf8)) }
        let tree = MerkleTree(leaves)
        let lines = try await Oracle.python(["merkle.py", "600", "40"]).split(separator: "\n")
        var counts: [Substring: Int] = [:]
        for line in lines {
            let words = line.split(separator: " ")
            let hashes = words.dropFirst(words[0] == "root" ? 2 : 3).map(String.init)
            guard let first = Int(words[1]), let second = words[0] == "root" ? 0 : Int(words[2]) else { continue }
            let ours: [SHA256Hash] =
                switch words[0] {
                case "root": [tree.root(of: first)]
                case "inclusion": tree.inclusionProof(of: second, size: first)
                default: tree.consistencyProof(from: first, to: second)
                }
            #expect(ours.map(\.hex).sorted() == hashes, "\(line)")
            counts[words[0], default: 0] += 1
        }
        #expect(counts == ["root": 601, "inclusion": 820, "consistency": 820])
    }
}
