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

    @Test("of a leaf and a stream, both at once, is that of each", arguments: [false, true])
    func beside(portable: Bool) {
        sha256_use_portable(portable ? 1 : 0)
        defer { sha256_use_portable(0) }
        let bytes = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) }
        // Lengths around which padding takes another block, and a leaf is hashed alone.
        for leafCount in [0, 1, 54, 55, 62, 63, 64, 118, 119, 350, 8181, 8182, 8183, 20_000] {
            for start in [0, 1, 63, 64, 65] {
                for count in [0, 1, 62, 63, 64, 65, 500, 40_000] {
                    var stream = HashStream()
                    bytes.withUnsafeBytes { all in
                        stream.append(UnsafeRawBufferPointer(rebasing: all[..<start]))
                        var pending = UnsafeRawBufferPointer(rebasing: all[start..<start + count])
                        let data = UnsafeRawBufferPointer(rebasing: all.suffix(leafCount))
                        #expect(stream.leaf(data, appending: &pending) == SHA256Hash.leaf(data))
                        #expect(SHA256Hash.leaf(data).bytes == Array(SHA256.hash(data: [0] + Array(data))))
                        stream.append(pending)
                    }
                    #expect(stream.finish().bytes == Array(SHA256.hash(data: bytes[..<(start + count)])))
                }
            }
        }
    }

    @Test("of leaves, two at once, is that of each", arguments: 0...7, [false, true])
    func leaves(count: Int, portable: Bool) {
        sha256_use_portable(portable ? 1 : 0)
        defer { sha256_use_portable(0) }
        let lengths = [0, 1, 8182, 350, 351, 20_000, 62, 8183]
        for turn in lengths.indices {
            let leaves = (0..<count).map { index in
                [UInt8](repeating: UInt8(index), count: lengths[(index + turn) % lengths.count])
            }
            var hashes = LeafHashes(capacity: count)
            for (index, leaf) in leaves.enumerated() {
                #expect(hashes.count == index)
                leaf.withUnsafeBytes { hashes.append($0) }
            }
            #expect(hashes.count == count)
            #expect(hashes.take().map(\.bytes) == leaves.map { Array(SHA256.hash(data: [0] + $0)) })
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
