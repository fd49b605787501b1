import Durability
import Foundation
import Testing
import TrackingLog

@testable import LogArchive

@Suite("A log in blocks is read as if it were one stream")
struct BlockReadingTests {
    /// What a reading shows of itself, but for whether blocks were used.
    struct Shown: Equatable {
        var reading: Reading
        var failures: [String]
        var sources: [String]
        var withoutLog: [String]
    }

    private static func read(
        _ zip: BlockedZip, workers: Int = 2, checksFirst: Bool = false, longestRecord: Int = 64 << 20
    ) throws -> (shown: Shown, blocks: Int) {
        let folder = try TemporaryFolder()
        // The name is in messages.
        let path = "\(folder.path)/log.zip"
        try zip.write(to: path)
        let (reading, summary) = try LogWriterTests.read(path, workers: workers) {
            $0.checksEntriesFirst = checksFirst
            $0.longestRecord = longestRecord
        }
        let shown = Shown(
            reading: reading,
            failures: summary.failures.map { "\($0.reason) \($0.hint ?? "") \($0.source ?? -1)" },
            sources: summary.sources.map { "\($0.entry ?? "") \($0.kind) \($0.rows) \($0.rejected)" },
            withoutLog: summary.withoutLog.map { _ in "without" })
        return (shown, summary.sources.first?.blocks ?? 0)
    }

    /// Reads a zip by its index and without it.
    ///
    /// - Returns: how many blocks were used.
    @discardableResult
    private static func expectSame(
        _ zip: BlockedZip, workers: Int = 2, checksFirst: Bool = false, longestRecord: Int = 64 << 20,
        _ comment: String, at location: SourceLocation = #_sourceLocation
    ) throws -> Int {
        var plain = zip
        plain.index = nil
        let expected = try read(plain, workers: 1, checksFirst: checksFirst, longestRecord: longestRecord)
        #expect(expected.blocks == 0, sourceLocation: location)
        let found = try read(zip, workers: workers, checksFirst: checksFirst, longestRecord: longestRecord)
        #expect(found.shown == expected.shown, "\(comment)", sourceLocation: location)
        return found.blocks
    }

    private static func rowEnds(_ text: [UInt8]) -> [Int] {
        text.indices.filter { text[$0] == .lineFeed }.map { $0 + 1 }
    }

    @Test("of our own writer all blocks are used", arguments: [1, 2, 5])
    func own(workers: Int) throws {
        let folder = try TemporaryFolder()
        let text = LogWriterTests.rows(count: 30_000)
        _ = try LogWriterTests.write(text, to: folder.path + "/log.zip")
        for checksFirst in [false, true] {
            let (reading, summary) = try LogWriterTests.read(folder.path + "/log.zip", workers: workers) {
                $0.checksEntriesFirst = checksFirst
            }
            #expect(reading == Reading(text))
            #expect(summary.failures.isEmpty && summary.warnings.isEmpty)
            #expect(summary.sources.map(\.blocks) == [try Self.blockCount(folder.path + "/log.zip")])
            #expect(summary.sources[0].blocks > 2)
        }
    }

    private static func blockCount(_ path: String) throws -> Int {
        try ZipReader(OpenFile(path)).entries[0].member.blockIndex?.blocks.count ?? 0
    }

    @Test("cut at any row ends, in blocks of a few rows", arguments: 0..<12)
    func atRowEnds(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let text = LogWriterTests.rows(count: 400)
        // A first block of the header alone would not be used.
        let cuts = Self.rowEnds(text).dropFirst().filter { _ in random.next() % 9 == 0 }
        let zip = BlockedZip(text, cutAt: cuts)
        let blocks = try Self.expectSame(zip, workers: Int(seed % 4) + 1, checksFirst: seed % 3 == 0, "seed \(seed)")
        #expect(blocks == zip.pieces.count)
    }

    @Test("cut anywhere, in logs of any sense")
    func anywhere() throws {
        var (usedAll, usedSome) = (0, 0)
        for seed in 0..<100 {
            var random = SplitMix64(state: UInt64(1_000 + seed))
            let text = Self.strangeLog(&random)
            let ends = Self.rowEnds(text)
            let cuts = (0..<Int.random(in: 1..<12, using: &random)).map { _ in
                random.next() % 12 == 0
                    ? Int.random(in: 0..<text.count, using: &random) : ends.randomElement(using: &random) ?? 0
            }
            let zip = BlockedZip(text, cutAt: cuts)
            let used = try Self.expectSame(zip, workers: seed % 4 + 1, checksFirst: seed % 5 == 0, "seed \(seed)")
            if used == zip.pieces.count { usedAll += 1 } else if used > 0 { usedSome += 1 }
        }
        // Both are tried: blocks that are used, and streams that are read on after some.
        #expect(usedAll >= 5 && usedSome >= 20, "\(usedAll), \(usedSome)")
    }

    @Test("with an index that is wrong in any byte", arguments: 0..<40)
    func wrongIndex(seed: UInt64) throws {
        var random = SplitMix64(state: 2_000 + seed)
        let text = LogWriterTests.rows(count: 200)
        var zip = BlockedZip(text, cutAt: Self.rowEnds(text).filter { _ in random.next() % 20 == 0 })
        let flip = (random.next(), UInt8(truncatingIfNeeded: 1 << (random.next() % 8)))
        let field = zip.index?.field ?? []
        zip.damage = { bytes, data in
            // In the zip without an index, there is nothing to change.
            guard let start = bytes.firstRange(of: field)?.lowerBound else { return }
            bytes[start + Int(flip.0 % UInt64(field.count))] ^= flip.1
        }
        try Self.expectSame(zip, workers: Int(seed % 3) + 1, checksFirst: seed % 4 == 0, "seed \(seed)")
    }

    @Test("with an index whose sums are right and whose blocks are not", arguments: 0..<40)
    func shiftedIndex(seed: UInt64) throws {
        var random = SplitMix64(state: 3_000 + seed)
        let text = LogWriterTests.rows(count: 200)
        var zip = BlockedZip(text, cutAt: Self.rowEnds(text).filter { _ in random.next() % 20 == 0 })
        var blocks = zip.index?.blocks ?? []
        let first = Int.random(in: 0..<blocks.count - 1, using: &random)
        let key = [\BlockIndex.Block.compressedSize, \.size, \.lineEnds].randomElement(using: &random) ?? \.size
        let moved = Int.random(in: 1...max(1, blocks[first][keyPath: key]), using: &random)
        blocks[first][keyPath: key] -= moved
        blocks[first + 1][keyPath: key] += moved
        zip.index = blocks.reduce(into: BlockIndex()) { $0.append($1) }
        let used = try Self.expectSame(zip, workers: Int(seed % 3) + 1, checksFirst: seed % 4 == 0, "seed \(seed)")
        // A full flush at a byte's border is an empty block of 5 bytes. Moved as a whole, it leaves both blocks right.
        let mayBeRight = key == \.compressedSize && moved == 5
        #expect(used <= first || mayBeRight, "a block that is not one was used")
    }

    @Test("with damaged data", arguments: 0..<40)
    func damagedData(seed: UInt64) throws {
        var random = SplitMix64(state: 4_000 + seed)
        let text = LogWriterTests.rows(count: 400)
        var zip = BlockedZip(text, cutAt: Self.rowEnds(text).filter { _ in random.next() % 30 == 0 })
        zip.hasWrongCRC = seed % 8 == 0
        let place = random.next()
        zip.damage = { bytes, data in
            guard seed % 8 != 0 else { return }
            let offset = data.lowerBound + Int(place % UInt64(data.count))
            if seed % 8 == 1 {
                for index in offset..<data.upperBound { bytes[index] = 0 }
            } else {
                bytes[offset] ^= 1 << UInt8(place % 8)
            }
        }
        try Self.expectSame(zip, workers: Int(seed % 3) + 1, checksFirst: seed % 3 == 0, "seed \(seed)")
    }

    @Test("by another writer, blocks are used where they are independent, and only there", arguments: [true, false])
    func foreign(isIndependent: Bool) async throws {
        let folder = try TemporaryFolder()
        let text = LogWriterTests.rows(count: 2_000)
        let csv = try folder.file("log.csv", text)
        // zlib deflates and Python writes the index by its description. A sync flush ends a block at a byte's border,
        // too, but the next block refers back to it.
        try await ForeignZipTests.run(
            "python3",
            [
                "-c",
                """
                import struct, sys, zlib
                text = open(sys.argv[1], 'rb').read()
                lines = text.splitlines(keepends=True)
                packer = zlib.compressobj(6, zlib.DEFLATED, -15)
                data, index = b'', b'\\1'
                def number(value):
                    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + number(value >> 7)
                for start in range(0, len(lines), 300):
                    block = b''.join(lines[start:start + 300])
                    isLast = start + 300 >= len(lines)
                    flush = zlib.Z_FINISH if isLast else zlib.Z_FULL_FLUSH if sys.argv[3] == 'true' else zlib.Z_SYNC_FLUSH
                    packed = packer.compress(block) + packer.flush(flush)
                    index += number(len(packed)) + number(len(block)) + number(block.count(b'\\n'))
                    data += packed
                common = struct.pack('<HHHHHIII', 20, 0, 8, 0, 33, zlib.crc32(text), len(data), len(text))
                extra = struct.pack('<HH', 0x7470, len(index)) + index
                local = b'PK\\3\\4' + common + struct.pack('<HH', 7, 0) + b'log.csv'
                central = b'PK\\1\\2' + struct.pack('<H', 20) + common + struct.pack('<HHHHHII', 7, len(extra), 0, 0, 0, 0, 0)
                central += b'log.csv' + extra
                end = b'PK\\5\\6' + struct.pack('<HHHHIIH', 0, 0, 1, 1, len(central), len(local) + len(data), 0)
                open(sys.argv[2], 'wb').write(local + data + central + end)
                """,
                csv, folder.path + "/log.zip", "\(isIndependent)",
            ])
        let (reading, summary) = try LogWriterTests.read(folder.path + "/log.zip")
        #expect(reading == Reading(text))
        #expect(summary.failures.isEmpty)
        #expect(summary.sources.map(\.blocks) == [isIndependent ? 7 : 1])
    }

    @Test("with blocks as long as the longest record, or longer", arguments: [64, 256, 1024])
    func longBlocks(longest: Int) throws {
        let text = LogWriterTests.rows(count: 100)
        let zip = BlockedZip(text, cutAt: Self.rowEnds(text).filter { $0 % 3 == 0 })
        try Self.expectSame(zip, longestRecord: longest, "\(longest)")
    }

    @Test("from any block to any other, without those before them")
    func seek() throws {
        let folder = try TemporaryFolder()
        let text = LogWriterTests.rows(count: 300)
        let zip = BlockedZip(text, cutAt: Self.rowEnds(text).filter { $0 % 9 == 0 })
        try zip.write(to: folder.path + "/log.zip")
        let reader = try ZipReader(OpenFile(folder.path + "/log.zip"))
        let blocks = try #require(reader.blocks(of: reader.entries[0], longest: .max))
        let count = blocks.places.count
        #expect(count == zip.pieces.count)
        for first in 0..<count {
            for end in [first, first + 1, (first + count + 1) / 2, count] {
                #expect(blocks.text(of: first..<end) == zip.pieces[first..<end].flatMap(\.self))
            }
            let place = blocks.places[first]
            #expect(Array(text[place.text]) == zip.pieces[first])
            #expect(place.firstLine == 1 + text[..<place.text.lowerBound].count { $0 == .lineFeed })
        }
    }

    @Test("of another source after one whose index is wrong, each as by itself")
    func severalSources() throws {
        let folder = try TemporaryFolder()
        let text = LogWriterTests.rows(count: 300)
        var wrong = BlockedZip(text, cutAt: Self.rowEnds(text).filter { $0 % 7 == 0 })
        wrong.index = wrong.index.map { index in
            var blocks = index.blocks
            blocks[2].lineEnds += 1
            return blocks.reduce(into: BlockIndex()) { $0.append($1) }
        }
        let right = BlockedZip(text, cutAt: Self.rowEnds(text).filter { $0 % 5 == 0 })
        for (number, zip) in [wrong, right, wrong, right].enumerated() {
            try zip.write(to: "\(folder.path)/\(number).zip")
        }
        for workers in 1...4 {
            let (reading, summary) = try LogWriterTests.read(folder.path, workers: workers)
            #expect(summary.failures.isEmpty)
            #expect(summary.sources.map(\.rows) == [300, 300, 300, 300])
            #expect(summary.sources.map(\.blocks) == [2, right.pieces.count, 2, right.pieces.count])
            #expect(summary.sources.map(\.hasWrongIndex) == [true, false, true, false])
            #expect(
                summary.warnings == [
                    "\(folder.path)/0.zip(log.csv) and 1 other: the zip's index of blocks is wrong, and was not used"
                ])
            let once = Reading(text)
            #expect(reading.rows == once.rows + once.rows + once.rows + once.rows)
            #expect(reading.lines == once.lines + once.lines + once.lines + once.lines)
        }
    }

    /// A log with all that makes it hard to say where a row ends.
    private static func strangeLog(_ random: inout SplitMix64) -> [UInt8] {
        let time = #""2021-04-20 13:01:01""#
        let lines: [String] = [
            "\(time);T-1;u;h;sent;;A;\"{\"\"a\"\":1}\"\n", "\(time);T-2;u;h;failed;Unregistered;A;\n",
            "2021-04-20T13:01:01Z;T-3;u;h;opened;;A;\n", "\(time);T-4;u;h;sent;;A;\"{\"\"a\"\":\"\"two\nlines\"\"}\"\n",
            "\(time);T-5;u;h;sent;;A;\"never closed\n", "garbage\n", "\n", "\(Column.header)\n", "sep=;\n",
            "\(time);T-6;u;h;sent;;A;\"{\"\"a\"\":\"\"\(time);x;y;z;sent;;A;\n\"\"}\"\r\n",
            "timestamp,status,code,hwid,target,description,appCode,payload\n", "2021-04-20 13:01:01,sent,T-7,h,u,,A,\n",
        ]
        let usual = Int.random(in: 0..<4, using: &random)
        var text: [UInt8] = random.next() % 2 == 0 ? Array((Column.header + "\n").utf8) : []
        for _ in 0..<Int.random(in: 20..<120, using: &random) {
            let strange = random.next() % 6 == 0
            text += Array(lines[strange ? Int.random(in: 0..<lines.count, using: &random) : usual].utf8)
            if random.next() % 40 == 0 { text.append(0xFF) }
        }
        return text
    }
}
