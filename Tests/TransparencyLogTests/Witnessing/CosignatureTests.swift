import Testing

@testable import TransparencyLog

@Suite("A witness's key")
struct CosignatureTests {
    private let text = Checkpoint(origin: "example.com/log", size: 0, root: .emptyRoot).text

    @Test("cosigns what its verifier key verifies, with the time")
    func cosigns() throws {
        let key = try CosigningKey(new: "witness.example/w1")
        let line = try key.cosign(text, at: 1_679_315_147)
        #expect(line.signature.count == 72 && line.cosignatureTime == 1_679_315_147)
        #expect(key.verifier.algorithm == .cosignature)
        #expect(try SignedNote(text: text, signatures: [line]).verify(with: [key.verifier]) == [key.verifier])
        #expect(!key.verifier.verifies(line.signature, of: text + text))
    }

    @Test("has no time of 0, and none beyond what the format has", arguments: [0, 1 << 63, UInt64.max])
    func times(time: UInt64) throws {
        let key = try CosigningKey(new: "witness.example/w1")
        #expect(throws: KeyError.self) { try key.cosign(text, at: time) }
    }

    @Test("is read as it is written, and is not a log's; a log's is not a witness's")
    func written() throws {
        let (witness, log) = (try CosigningKey(new: "w"), try SigningKey(new: "l"))
        #expect(try CosigningKey(witness.text).verifier == witness.verifier)
        #expect(throws: KeyError.isWitness("w")) { try SigningKey(witness.text) }
        #expect(throws: KeyError.isLog("l")) { try CosigningKey(log.text) }
        #expect(throws: KeyError.badName("a b")) { try CosigningKey(new: "a b") }
    }

    @Test("of ML-DSA-44 is named as not supported, not as damaged")
    func mlDSA() throws {
        let text = MLDSAKey.text("witness.example/pq")
        let error = #expect(throws: KeyError.unknownAlgorithm(6)) { try VerifierKey(text) }
        #expect(error?.description.hasPrefix("an ML-DSA-44 key (kind 6), which is not supported yet") ?? false)
        // A key of a supported kind and another length is damaged.
        let key = try SigningKey(new: "l").verifier
        let long = VerifierKey(name: "l", algorithm: .ed25519, publicKey: key.publicKey + [0])
        let fault = #expect(throws: KeyError.self) { try VerifierKey(long.description) }
        #expect(fault?.description.contains("34 bytes after the key id, not 33") ?? false)
    }
}

/// A verifier key of a kind that is not supported.
enum MLDSAKey {
    static func text(_ name: String, count: Int = 1312, fill: UInt8 = 7) -> String {
        let key = [UInt8](repeating: fill, count: count)
        let id = VerifierKeyText.id(name: name, algorithm: 6, publicKey: key)
        return "\(name)+\(Hex.encode(id.bigEndianBytes))+\(base64([6] + key))"
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        // A signature line has base64 in it.
        let line = NoteSignature(name: "n", keyID: UInt32(bigEndianBytes: bytes[..<4]), signature: Array(bytes[4...]))
            .line
        return String(line.dropLast().split(separator: " ")[2])
    }
}
