import Foundation
import Testing

@testable import LogArchive

@Suite("The index of an entry's blocks")
struct BlockIndexTests {
    private static func index(_ blocks: [BlockIndex.Block]) -> BlockIndex {
        blocks.reduce(into: BlockIndex()) { $0.append($1) }
    }

    private static func block(_ compressedSize: Int, _ size: Int, _ lineEnds: Int) -> BlockIndex.Block {
        BlockIndex.Block(compressedSize: compressedSize, size: size, lineEnds: lineEnds)
    }

    @Test("is read back from its field, whatever the numbers")
    func roundTrip() {
        let blocks = [Self.block(2, 1, 0), Self.block(127, 128, 128), Self.block(1 << 33, 1 << 40, 1 << 21)]
        let index = Self.index(blocks)
        #expect(index.field.prefix(4) == [1, 2, 1, 0])
        let read = BlockIndex(
            index.field, compressedSize: blocks.reduce(0) { $0 + $1.compressedSize },
            size: blocks.reduce(0) { $0 + $1.size })
        #expect(read?.blocks == blocks)
    }

    @Test("says where each block begins, in the zip, in the text and in lines")
    func places() {
        let places = Self.index([Self.block(10, 100, 3), Self.block(20, 200, 5), Self.block(5, 7, 0)]).places
        #expect(places.map(\.compressed) == [0..<10, 10..<30, 30..<35])
        #expect(places.map(\.text) == [0..<100, 100..<300, 300..<307])
        #expect(places.map(\.firstLine) == [1, 4, 9])
    }

    @Test(
        "is none where its lengths are not the entry's, where it is cut off, or of another version",
        arguments: [
            [], [1], [2, 10, 100, 3], [1, 10, 100], [1, 10, 100, 0x83], [1, 11, 100, 3], [1, 10, 101, 3],
            [1, 9, 100, 3], [1, 10, 99, 3], [1, 10, 100, 101], [1, 10, 100, 3, 1, 0, 0],
            [1, 10, 100, 3, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0, 0],
        ] as [[UInt8]])
    func refused(field: [UInt8]) {
        #expect(BlockIndex(field, compressedSize: 10, size: 100) == nil)
        #expect(BlockIndex([1, 10, 100, 3], compressedSize: 10, size: 100) != nil)
    }

    @Test("fits its field however long the entry is: neighbors become one block")
    func manyBlocks() {
        var index = BlockIndex()
        var whole = Self.block(0, 0, 0)
        var random = SplitMix64(state: 5)
        // Half a terabyte, in blocks of 1 to 2 MiB.
        for _ in 0..<400_000 {
            let block = Self.block(
                Int.random(in: 90_000..<120_000, using: &random), Int.random(in: 1 << 20..<1 << 21, using: &random),
                Int.random(in: 2_000..<4_000, using: &random))
            index.append(block)
            whole.compressedSize += block.compressedSize
            whole.size += block.size
            whole.lineEnds += block.lineEnds
        }
        #expect(index.blocks.count > 2_000 && index.blocks.count <= BlockIndex.maximumCount)
        #expect(index.field.count < 65_000)
        #expect(index.blocks.reduce(0) { $0 + $1.compressedSize } == whole.compressedSize)
        #expect(index.blocks.reduce(0) { $0 + $1.size } == whole.size)
        #expect(index.blocks.reduce(0) { $0 + $1.lineEnds } == whole.lineEnds)
        // All but the last hold the same number of blocks.
        #expect(index.blocks.dropLast().allSatisfy { $0.size > whole.size / index.blocks.count / 2 })
    }

    @Test("the CRCs of two pieces give that of both, as zlib has it", arguments: [0, 1, 2, 255, 4096, 1_048_577])
    func crc(length: Int) async throws {
        let folder = try TemporaryFolder()
        var random = SplitMix64(state: UInt64(length))
        let bytes = (0..<length + 300).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let file = try folder.file("bytes", bytes)
        let (first, second) = (bytes[..<300].withUnsafeBytes(CRC32.of), bytes[300...].withUnsafeBytes(CRC32.of))
        try await ForeignZipTests.run(
            "python3",
            [
                "-c", "import sys, zlib; sys.exit(zlib.crc32(open(sys.argv[1], 'rb').read()) != int(sys.argv[2]))",
                file, "\(CRC32.joined(first, second, length: length))",
            ])
    }
}
