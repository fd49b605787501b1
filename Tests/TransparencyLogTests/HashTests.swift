import CSHA256
import Crypto
import Testing

@testable import TransparencyLog

/// Serialized: how the processor hashes is set for the whole process.
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
            #expect(SHA256Hash.of(part).bytes == theirs)
            #expect(SHA256Hash.leaf(part).bytes == Array(SHA256.hash(data: [0] + part)))
            var stream = HashStream()
            for start in stride(from: 0, to: count, by: count % 97 + 1) {
                let piece = Array(part[start..<min(count, start + count % 97 + 1)])
                stream.append(piece.span)
            }
            #expect(stream.finish().bytes == theirs)
        }
        let (left, right) = (SHA256Hash.of([1]), SHA256Hash.of([2]))
        #expect(
            SHA256Hash.node(left, right).bytes == Array(SHA256.hash(data: [1] + left.bytes + right.bytes)))
    }

    @Test("of two messages at once, each after a byte, is that of each", arguments: [false, true])
    func two(portable: Bool) {
        sha256_use_portable(portable ? 1 : 0)
        defer { sha256_use_portable(0) }
        let bytes = (0..<30_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) }
        // Lengths around which padding takes another block, and a message is hashed alone.
        let lengths = [0, 1, 32, 54, 55, 62, 63, 64, 118, 119, 350, 351, 8181, 8182, 8183, 20_000]
        for first in lengths {
            for second in lengths {
                let (one, other) = (Array(bytes.prefix(first)), Array(bytes.suffix(second)))
                let hashes = one.withUnsafeBytes { one in
                    other.withUnsafeBytes { SHA256Hash.prefixed(2, one, 0xFF, $0) }
                }
                #expect(hashes.0.bytes == Array(SHA256.hash(data: [2] + one)))
                #expect(hashes.1.bytes == Array(SHA256.hash(data: [0xFF] + other)))
                #expect(one.withUnsafeBytes { SHA256Hash.prefixed(2, $0) } == hashes.0)
            }
        }
    }

    @Test("of nodes, two at once, is that of each", arguments: 0...5, [false, true])
    func nodes(pairs: Int, portable: Bool) {
        sha256_use_portable(portable ? 1 : 0)
        defer { sha256_use_portable(0) }
        let hashes = (0..<2 * pairs + 1).map { SHA256Hash.of([UInt8($0)]) }
        var level = hashes
        SHA256Hash.replaceByNodes(&level, pairs: pairs)
        for pair in 0..<pairs {
            #expect(
                level[pair].bytes
                    == Array(SHA256.hash(data: [1] + hashes[2 * pair].bytes + hashes[2 * pair + 1].bytes)))
        }
        #expect(level.suffix(1) == hashes.suffix(1))
    }

    @Test("continues over many blocks")
    func long() {
        let block = [UInt8](repeating: 0x61, count: 1 << 22)
        var (ours, theirs) = (HashStream(), SHA256())
        for _ in 0..<4 {
            ours.append(block.span)
            theirs.update(data: block)
        }
        #expect(ours.finish().bytes == Array(theirs.finalize()))
    }

    @Test("has exactly one base64 and one hexadecimal text")
    func spelling() {
        let hash = SHA256Hash.of([])
        #expect(SHA256Hash(base64: hash.base64) == hash)
        #expect(SHA256Hash(hex: hash.hex) == hash)
        #expect(SHA256Hash(base64: hash.base64.dropLast()) == nil)
        #expect(SHA256Hash(base64: hash.base64 + "\n") == nil)
        // The last character before the padding has two bits that decode to nothing.
        #expect(SHA256Hash(base64: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=") == nil)
        #expect(SHA256Hash(hex: hash.hex.uppercased()) == nil)
        #expect(SHA256Hash([UInt8](repeating: 0, count: 31)) == nil)
    }
}
