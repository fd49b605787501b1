import Durability
import Foundation
import Testing
import TrackingLog

@testable import LogArchive

/// Zips as we write them, and what becomes of them when they are damaged.
struct LogWriterTests {
    static func write(_ rows: [UInt8], to path: String) throws -> WrittenLog {
        var writer = try LogWriter(replacing: path, entry: "tracking-log-2021-04-20.csv")
        var start = 0
        // In pieces of whole rows, as an export hands them on.
        while start < rows.count {
            let end = rows.span.endOfLine(from: min(start + 200_000, rows.count - 1))
            try writer.append(rows.span.extracting(start..<end))
            start = end
        }
        return try writer.finish()
    }

    static func read(
        _ path: String, workers: Int = 2, _ change: (inout ReadingOptions) -> Void = { _ in }
    ) throws -> (Reading, ReadingSummary) {
        var options = ReadingOptions()
        options.workers = workers
        change(&options)
        var reading = Reading("")
        let summary = try LogReader(options: options).read([.path(path)], into: &reading) { reading, batch, _ in
            reading.add(batch)
        }
        return (reading, summary)
    }

    /// Rows that do not compress to nothing, several blocks of them.
    static func rows(count: Int) -> [UInt8] {
        var random = SplitMix64(state: 7)
        var text = Array((Column.header + "\n").utf8)
        for index in 0..<count {
            let code = String(random.next(), radix: 16)
            text +=
                Array(#""2021-04-20 13:01:01";T-\#(index);\#(code);h;sent;;A;"{""a"":""\#(code)""}""#.utf8) + [
                    .lineFeed
                ]
        }
        return text
    }

    @Test("what is written is read back, in order, whatever the number of workers", arguments: [1, 2, 5])
    func roundTrip(workers: Int) throws {
        let folder = try TemporaryFolder()
        let text = Self.rows(count: 30_000)
        let written = try Self.write(text, to: folder.path + "/log.zip")
        #expect(written.csvBytes == text.count)
        #expect(written.zipBytes == (try Data(contentsOf: URL(fileURLWithPath: folder.path + "/log.zip"))).count)
        let (reading, summary) = try Self.read(folder.path + "/log.zip", workers: workers)
        #expect(reading == Reading(text))
        #expect(reading.rows.count == 30_000)
        #expect(summary.failures.isEmpty)
        #expect(summary.sources.map(\.entry) == ["tracking-log-2021-04-20.csv"])
        #expect(summary.sources.map(\.rows) == [30_000])
    }

    @Test("the same rows give the same bytes, and leave nothing beside the zip")
    func sameBytes() throws {
        let folder = try TemporaryFolder()
        let text = Self.rows(count: 10_000)
        _ = try Self.write(text, to: folder.path + "/a.zip")
        _ = try Self.write(text, to: folder.path + "/b.zip")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.zip", "b.zip"])
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: folder.path + "/a.zip"))
                == Data(contentsOf: URL(fileURLWithPath: folder.path + "/b.zip")))
    }

    @Test("a log of more than 4 GiB has its lengths in Zip64 fields, and its data in the same place")
    func large() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/log.zip"
        let row = Array("\"2021-04-20 13:01:01\";T-1;u;h;sent;;A;\n".utf8)
        let rows = Array([[UInt8]](repeating: row, count: (64 << 20) / row.count).joined())
        let count = (4 << 30) / rows.count + 1
        var writer = try LogWriter(replacing: path, entry: "log.csv")
        for _ in 0..<count { try writer.append(rows.span) }
        let written = try writer.finish()
        #expect(written.csvBytes == count * rows.count && written.csvBytes > 4 << 30)
        let file = try OpenFile(path)
        let structure = ZipStructure(file)
        #expect(structure.faults == [])
        let member = try #require(structure.members.first)
        #expect(member.size == written.csvBytes)
        #expect(member.data.lowerBound == ZipContainer.dataStart(ofEntry: "log.csv"))
        #expect(member.blockIndex?.blocks.map(\.size) == [Int](repeating: rows.count, count: count) + [0])
        let blocks = BlockedEntry(member, of: file)
        #expect(blocks?.text(of: count - 1..<count + 1) == rows)
        try await ForeignZipTests.run(
            "python3",
            [
                "-c",
                """
                import sys, zipfile
                with zipfile.ZipFile(sys.argv[1]) as z, z.open('log.csv') as f:
                    assert z.getinfo('log.csv').file_size == int(sys.argv[2])
                    assert f.readline() == f.readline() == sys.argv[3].encode() + b'\\n'
                """,
                path, "\(written.csvBytes)", String(decoding: row.dropLast(), as: UTF8.self),
            ])
    }

    @Test("a writer that is dropped leaves nothing, and the old file stands")
    func dropped() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("log.zip", "old")
        do {
            var writer = try LogWriter(replacing: path, entry: "x.csv")
            try writer.append(Self.rows(count: 10_000).span)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["log.zip"])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    }

    @Test("a log of no rows is a zip with the header alone")
    func noRows() throws {
        let folder = try TemporaryFolder()
        _ = try Self.write(Array((Column.header + "\n").utf8), to: folder.path + "/log.zip")
        let (reading, summary) = try Self.read(folder.path + "/log.zip")
        #expect(reading == Reading(""))
        #expect(summary.sources.count == 1)
    }

    @Test("a zip cut off anywhere is a failure with its reason, never a crash and never taken for whole")
    func truncated() throws {
        let folder = try TemporaryFolder()
        _ = try Self.write(Array(DialectTests.plain.utf8), to: folder.path + "/log.zip")
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/log.zip")))
        for count in 0..<bytes.count {
            let path = try folder.file("cut.zip", Array(bytes[..<count]))
            let (reading, summary) = try Self.read(path)
            #expect(summary.failures.count == 1, "cut after \(count) bytes")
            #expect(reading.rows.isEmpty)
        }
        #expect(try Self.read(folder.path + "/log.zip").0.rows == [DialectTests.row])
    }

    @Test("a bit flipped anywhere in the deflated data is found out")
    func bitFlips() throws {
        let folder = try TemporaryFolder()
        let written = try Self.write(Self.rows(count: 200), to: folder.path + "/log.zip")
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/log.zip")))
        let dataStart = ZipContainer.dataStart(ofEntry: "tracking-log-2021-04-20.csv")
        for offset in stride(from: dataStart, to: dataStart + (written.zipBytes - dataStart) / 2, by: 97) {
            var changed = bytes
            changed[offset] ^= 1 << UInt8(offset % 8)
            let (_, summary) = try Self.read(try folder.file("changed.zip", changed))
            #expect(summary.failures.count == 1, "bit flipped at \(offset)")
        }
    }

    @Test("rows before the damage are read")
    func rowsBeforeDamage() throws {
        let folder = try TemporaryFolder()
        let text = Self.rows(count: 30_000)
        _ = try Self.write(text, to: folder.path + "/log.zip")
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/log.zip")))
        let middle = bytes.count / 2
        for offset in middle..<middle + 64 { bytes[offset] = 0xFF }
        let (reading, summary) = try Self.read(try folder.file("changed.zip", bytes))
        #expect(summary.failures.count == 1)
        #expect(reading.rows.count > 10_000)
        #expect(reading.rows.prefix(10_000) == Reading(text).rows.prefix(10_000))
    }
}
