import CSHA256
import Crypto
import Testing

@testable import Ledger

/// One after the other: how the processor hashes is set for the whole process.
@Suite("SHA-256", .serialized)
struct HashTests {
    @Test("is that of swift-crypto for every length, in pieces of every size", arguments: [false, true])
    func agreement(portable: Bool) {
        sha256_use_portable(portable ? 1 : 0)
        defer { sha256_use_portable(0) }
        let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) }
        for count in 0...700 {
            let part = Array(bytes[..<count])
            let theirs = Array(SHA256.hash(data: part))
            #expect(LedgerHash.of(part).bytes == theirs)
            #expect(LedgerHash.leaf(part).bytes == Array(SHA256.hash(data: [0] + part)))
            var stream = HashStream()
            for start in stride(from: 0, to: count, by: count % 97 + 1) {
                let piece = Array(part[start..<min(count, start + count % 97 + 1)])
                stream.append(piece.span)
            }
            #expect(stream.finish().bytes == theirs)
        }
        let (left, right) = (LedgerHash.of([1]), LedgerHash.of([2]))
        #expect(
            LedgerHash.node(left, right).bytes == Array(SHA256.hash(data: [1] + left.bytes + right.bytes)))
    }

    @Test("goes on over many blocks")
    func long() {
        let block = [UInt8](repeating: 0x61, count: 1 << 22)
        var (ours, theirs) = (HashStream(), SHA256())
        for _ in 0..<4 {
            ours.append(block.span)
            theirs.update(data: block)
        }
        #expect(ours.finish().bytes == Array(theirs.finalize()))
    }

    @Test("is spelled in one way only")
    func spelling() {
        let hash = LedgerHash.of([])
        #expect(LedgerHash(base64: hash.base64) == hash)
        #expect(LedgerHash(hex: hash.hex) == hash)
        #expect(LedgerHash(base64: hash.base64.dropLast()) == nil)
        #expect(LedgerHash(base64: hash.base64 + "\n") == nil)
        // The last character before the padding has two bits that decode to nothing.
        #expect(LedgerHash(base64: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=") == nil)
        #expect(LedgerHash(hex: hash.hex.uppercased()) == nil)
        #expect(LedgerHash([UInt8](repeating: 0, count: 31)) == nil)
    }
}
