import Testing

@testable import TransparencyLog

@Suite("What a witness answers")
struct WitnessDecisionTests {
    private static let origin = "example.com/log"
    private let key: SigningKey
    private let tree = MerkleTree((0..<40).map { SHA256Hash.leaf([UInt8($0)]) })

    init() throws { key = try SigningKey(new: Self.origin) }

    private func note(_ size: Int, root: SHA256Hash? = nil, by keys: [SigningKey]? = nil) throws -> SignedNote {
        let text = Checkpoint(origin: Self.origin, size: size, root: root ?? tree.root(of: size)).text
        return SignedNote(text: text, signatures: try (keys ?? [key]).map { try $0.sign(text) })
    }

    private func decide(
        _ old: Int, _ note: SignedNote, proof: [SHA256Hash], last: Int?, logs: [VerifierKey]? = nil
    ) -> WitnessDecision {
        let checkpoint = last.map { Checkpoint(origin: Self.origin, size: $0, root: tree.root(of: $0)) }
        return WitnessDecision(
            AddCheckpointRequest(oldSize: old, proof: proof, checkpoint: note), logs: logs ?? [key.verifier]
        ) { _ in checkpoint }
    }

    @Test("200 to what extends the last checkpoint, the same size included; only the log's signatures are kept")
    func consistent() throws {
        for (old, new) in [(0, 0), (0, 1), (0, 40), (1, 1), (7, 7), (1, 40), (8, 9), (13, 32), (39, 40)] {
            let proof = tree.consistencyProof(from: old, to: new)
            let note = try note(new)
            for last in old == 0 ? [nil, 0] : [old] {
                guard case .consistent(let checkpoint, let kept) = decide(old, note, proof: proof, last: last) else {
                    Issue.record("\(old) to \(new)")
                    continue
                }
                #expect(checkpoint.size == new && kept == note)
            }
        }
        let stranger = try SigningKey(new: Self.origin)
        guard
            case .consistent(_, let kept) = decide(0, try note(3, by: [stranger, key]), proof: [], last: nil)
        else { return #expect(Bool(false), "a signature of an unknown key is in the way") }
        #expect(kept.signatures.count == 1 && kept.signatures[0].isBy(key.verifier))
    }

    @Test("the checks come in the specification's order, each with its status")
    func order() throws {
        let (wrong, good) = (SHA256Hash.of([1]), try note(20))
        let proof = tree.consistencyProof(from: 10, to: 20)
        // Each of these breaks every later rule too.
        let bad = try note(5, root: wrong)
        #expect(decide(9, bad, proof: [wrong], last: 10, logs: []).status == 404)
        #expect(
            try decide(9, note(5, root: wrong, by: [SigningKey(new: Self.origin)]), proof: [wrong], last: 10).status
                == 403)
        #expect(decide(9, bad, proof: [wrong], last: 10).status == 400)
        #expect(decide(4, bad, proof: [wrong], last: 10) == .conflict(size: 10))
        #expect(decide(4, bad, proof: [wrong], last: nil) == .conflict(size: 0))
        #expect(try decide(10, note(20, root: wrong), proof: proof, last: 10).status == 422)
        #expect(decide(10, good, proof: proof.dropLast(), last: 10).status == 422)
        #expect(decide(10, good, proof: proof + [wrong], last: 10).status == 422)
        #expect(decide(10, good, proof: proof.reversed(), last: 10).status == 422)
        #expect(try decide(10, note(10, root: wrong), proof: [], last: 10).status == 422)
        #expect(decide(0, good, proof: [wrong], last: nil).status == 422)
        #expect(try decide(0, note(0, root: wrong), proof: [], last: nil).status == 422)
        #expect(decide(10, good, proof: proof, last: 10).status == 200)
    }

    @Test("403 to a signature of a known key that is wrong, also beside a good one")
    func badSignature() throws {
        let other = try SigningKey(new: Self.origin)
        var note = try note(3, by: [key, other])
        note.signatures[1].signature[7] ^= 1
        #expect(decide(0, note, proof: [], last: nil).status == 200)
        let known = decide(0, note, proof: [], last: nil, logs: [key.verifier, other.verifier])
        #expect(known == .untrusted(.badSignature(other.verifier.label)))
    }

    @Test("404 to an origin that only looks the same, and to one that only a witness's key has")
    func origins() throws {
        let key = try SigningKey(new: "caf\u{E9}.example")
        let text = Checkpoint(origin: "cafe\u{301}.example", size: 0, root: .emptyRoot).text
        let note = SignedNote(text: text, signatures: [try key.sign(text)])
        #expect(decide(0, note, proof: [], last: nil, logs: [key.verifier]).status == 404)
        let witness = try CosigningKey(new: Self.origin)
        #expect(try decide(0, self.note(1), proof: [], last: nil, logs: [witness.verifier]).status == 404)
    }

    @Test("400 to a note that is no checkpoint")
    func noCheckpoint() throws {
        let text = Array("\(Self.origin)\n01\n\(SHA256Hash.emptyRoot)\n".utf8)
        let note = SignedNote(text: text, signatures: [try key.sign(text)])
        #expect(decide(0, note, proof: [], last: nil).status == 400)
    }

    /// Two histories of a log, which share their first leaves.
    private static func fork(sharing shared: Int, size: Int) -> [MerkleTree] {
        [1, 2].map { (branch: UInt8) -> MerkleTree in
            MerkleTree((0..<size).map { SHA256Hash.leaf([UInt8($0), $0 < shared ? 0 : branch]) })
        }
    }

    @Test(
        "no sequence of requests gets two roots of one size cosigned, or a smaller size",
        arguments: 0..<20 as Range<UInt64>)
    func property(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let shared = Int.random(in: 0...30, using: &random)
        let trees = Self.fork(sharing: shared, size: 60)
        var last: Checkpoint?
        var cosigned: [Int: SHA256Hash] = [:]
        var count = 0
        for _ in 0..<400 {
            let tree = trees.randomElement(using: &random) ?? trees[0]
            let old = Bool.random(using: &random) ? last?.size ?? 0 : Int.random(in: 0...60, using: &random)
            let new = Int.random(in: max(0, old - 3)...60, using: &random)
            var proof = tree.consistencyProof(from: old, to: new)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: proof = trees[0].consistencyProof(from: old, to: new)
            case 1 where !proof.isEmpty: proof.removeLast()
            case 2: proof.append(tree.root(of: new))
            default: break
            }
            let note = try note(new, root: tree.root(of: new))
            let request = AddCheckpointRequest(oldSize: old, proof: proof, checkpoint: note)
            let before = last
            guard
                case .consistent(let checkpoint, _) = WitnessDecision(
                    request, logs: [key.verifier], last: { _ in last })
            else { continue }
            count += 1
            #expect(checkpoint.size >= before?.size ?? 0)
            #expect(cosigned[checkpoint.size, default: checkpoint.root] == checkpoint.root)
            cosigned[checkpoint.size] = checkpoint.root
            last = checkpoint
        }
        #expect(count > 0)
        // All of them lie on one history.
        #expect(trees.contains { tree in cosigned.allSatisfy { tree.root(of: $0.key) == $0.value } })
    }
}

/// Random numbers, the same for the same seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
