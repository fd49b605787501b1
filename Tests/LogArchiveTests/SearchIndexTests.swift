import Durability
import Foundation
import Testing
import TrackingLog

@testable import LogArchive

@Suite("A search index")
struct SearchIndexTests {
    /// Texts, and the bytes of a log at which rows with them begin.
    private struct Rows {
        var all: [(code: String, offset: Int)] = []

        /// Rows of about 200 bytes, with codes of which some come often.
        init(count: Int, codes: Int, _ random: inout SplitMix64) {
            var offset = 73
            for _ in 0..<count {
                all.append(("T-\(Int.random(in: 0..<codes, using: &random))", offset))
                offset += Int.random(in: 60..<400, using: &random)
            }
        }

        func index(ofLog name: String = "log.csv") -> [UInt8] {
            var builder = SearchIndexBuilder(ofLog: name)
            var bytes: [UInt8] = []
            for row in all {
                builder.countRow()
                builder.add(SearchTerm(code: row.code), at: row.offset)
                bytes += builder.takeOutput()
            }
            return bytes + builder.finish(SearchIndexTests.subject)
        }
    }

    private static let subject = SearchIndexBuilder.Subject(
        zipBytes: 4_711, zipHash: [UInt8](repeating: 7, count: 32), logBytes: 1 << 40, logCRC: 0xFEED_BEEF,
        blocks: BlockSums(fieldCRC: 5, crcs: []))

    /// Writes an index beside a zip that is not there.
    private static func write(_ bytes: [UInt8], in folder: TemporaryFolder) throws -> String {
        _ = try folder.file("log.index", bytes)
        return folder.path + "/log.zip"
    }

    @Test("never rules out a section in which a row with the code begins, and nearly all others", arguments: 0..<6)
    func sections(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let folder = try TemporaryFolder()
        let counts = [(1, 1), (50, 9), (3_000, 400), (40_000, 30_000), (40_000, 9_000), (40_000, 60)]
        let (count, codes) = counts[Int(seed)]
        let rows = Rows(count: count, codes: codes, &random)
        let index = try SearchIndex(besideZip: Self.write(rows.index(), in: folder))
        var held: [String: Set<Int>] = [:]
        for row in rows.all { held[row.code, default: []].insert(row.offset / SearchIndexFormat.sectionBytes) }
        for (code, sections) in held.prefix(2_000) {
            let found = try Set(index.sections(of: [SearchTerm(code: code)]))
            #expect(found.isSuperset(of: sections), "\(code)")
        }
        let strangers = try (0..<2_000).count { try index.mayHold(SearchTerm(code: "other \($0)")) }
        // 64 pairs of a bucket, each taken for another code's once in 65,536 searches.
        #expect(strangers <= 20)
        #expect(index.rows == rows.all.count)
        #expect(index.isOf(zipBytes: 4_711, zipHash: [UInt8](repeating: 7, count: 32)))
        #expect(!index.isOf(zipBytes: 4_712, zipHash: [UInt8](repeating: 7, count: 32)))
        #expect(!index.isOf(zipBytes: 4_711, zipHash: [UInt8](repeating: 8, count: 32)))
    }

    @Test("has several segments where there are more pairs than memory is to hold")
    func segments() throws {
        let folder = try TemporaryFolder()
        var builder = SearchIndexBuilder(ofLog: "log.csv")
        var bytes: [UInt8] = []
        let count = SearchIndexFormat.maximumPairs + 5_000
        for number in 0..<count {
            builder.add(SearchTerm(code: "T-\(number)"), at: number * 40)
            bytes += builder.takeOutput()
        }
        // Far behind all others, as in a log of more than 4 GiB.
        builder.add(SearchTerm(code: "far"), at: 1 << 39)
        bytes += builder.takeOutput()
        bytes += builder.finish(Self.subject)
        let index = try SearchIndex(besideZip: Self.write(bytes, in: folder))
        for number in stride(from: 0, to: count, by: 40_009) {
            let sections = try index.sections(of: [SearchTerm(code: "T-\(number)")])
            #expect(sections.contains(number * 40 / SearchIndexFormat.sectionBytes))
        }
        #expect(try index.sections(of: [SearchTerm(code: "far")]) == [1 << 39 / SearchIndexFormat.sectionBytes])
    }

    @Test("is the same for the same rows, and holds each code of a section once")
    func sameBytes() {
        var (first, second) = (SplitMix64(state: 1), SplitMix64(state: 1))
        #expect(
            Rows(count: 900, codes: 20, &first).index() == Rows(count: 900, codes: 20, &second).index())
        var random = SplitMix64(state: 2)
        var rows = Rows(count: 400, codes: 300, &random)
        let bytes = rows.index()
        rows.all = rows.all.flatMap { [$0, $0, $0] }
        #expect(rows.index().count == bytes.count)
    }

    @Test("rules nothing out of where rows may be read in several ways")
    func doubtful() throws {
        let folder = try TemporaryFolder()
        var builder = SearchIndexBuilder(ofLog: "log.csv")
        let size = SearchIndexFormat.sectionBytes
        builder.add(SearchTerm(code: "A"), at: 100)
        builder.addDoubtful(3 * size - 10..<3 * size + 10)
        builder.add(SearchTerm(code: "A"), at: 9 * size)
        let bytes = builder.takeOutput() + builder.finish(Self.subject)
        let index = try SearchIndex(besideZip: Self.write(bytes, in: folder))
        #expect(try index.sections(of: [SearchTerm(code: "A")]) == [0, 2, 3, 9])
        #expect(try index.sections(of: [SearchTerm(code: "B")]) == [2, 3])
    }

    @Test("a code and a device of the same text are searched for apart")
    func kinds() {
        #expect(SearchTerm(code: "A") != SearchTerm(hwid: "A"))
        // As `printf cA | sha256sum` prints it.
        #expect(SearchTerm(code: "A").hash >> 16 == 0xb40b_edb5_b06e)
    }

    @Test("with any byte changed it finds the same, or says that it is damaged")
    func damage() throws {
        var random = SplitMix64(state: 3)
        let folder = try TemporaryFolder()
        let rows = Rows(count: 900, codes: 500, &random)
        let bytes = rows.index()
        let wanted = (0..<6).map { _ in SearchTerm(code: rows.all.randomElement(using: &random)?.code ?? "") }
        let zip = try Self.write(bytes, in: folder)
        let whole = try SearchIndex(besideZip: zip)
        let expected = try wanted.map { try whole.sections(of: [$0]) }
        var noticed = 0
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= UInt8(1 << (place % 8))
            _ = try Self.write(damaged, in: folder)
            do throws(SearchIndexFault) {
                let index = try SearchIndex(besideZip: zip)
                for (term, expected) in Swift.zip(wanted, expected) {
                    do throws(SearchIndexFault) {
                        #expect(try index.sections(of: [term]) == expected, "byte \(place)")
                    } catch {
                        #expect(error == .damaged)
                        noticed += 1
                    }
                }
            } catch {
                #expect(error == .damaged, "byte \(place)")
                noticed += 1
            }
        }
        #expect(noticed > bytes.count / 10)
        for length in stride(from: 0, to: bytes.count, by: 97) {
            _ = try Self.write(Array(bytes[..<length]), in: folder)
            #expect(throws: SearchIndexFault.damaged) { _ = try SearchIndex(besideZip: zip) }
        }
    }

    @Test("says that there is none, that another version wrote it, or that it is none")
    func faults() throws {
        let folder = try TemporaryFolder()
        let zip = folder.path + "/log.zip"
        #expect(throws: SearchIndexFault.missing) { _ = try SearchIndex(besideZip: zip) }
        #expect(throws: SearchIndexFault.missing) { _ = try SearchIndex(besideZip: folder.path + "/log.csv") }
        var random = SplitMix64(state: 4)
        var bytes = Rows(count: 9, codes: 9, &random).index()
        let trailer = bytes.count - SearchIndexTrailer.bytes
        bytes[trailer] = 2
        bytes.replaceSubrange(
            (bytes.count - 4)..., with: [UInt8](repeating: 0, count: 4))
        var crc: [UInt8] = []
        crc.append(number: Int(bytes[trailer..<bytes.count - 4].withUnsafeBytes { CRC32.of($0) }), 4)
        bytes.replaceSubrange((bytes.count - 4)..., with: crc)
        _ = try Self.write(bytes, in: folder)
        #expect(throws: SearchIndexFault.otherVersion) { _ = try SearchIndex(besideZip: zip) }
        _ = try Self.write(Array("an index of the book\n".utf8) + [UInt8](repeating: 0x20, count: 400), in: folder)
        #expect(throws: SearchIndexFault.damaged) { _ = try SearchIndex(besideZip: zip) }
        try FileManager.default.removeItem(atPath: folder.path + "/log.index")
        try FileManager.default.createDirectory(atPath: folder.path + "/log.index", withIntermediateDirectories: false)
        #expect { _ = try SearchIndex(besideZip: zip) } throws: { error in
            if case SearchIndexFault.unreadable = error { true } else { false }
        }
    }
}
