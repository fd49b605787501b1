import Foundation
import Testing
import TrackingLog

@testable import LogArchive

@Suite("What a source holds is known by its first bytes")
struct ContentTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "a file of another kind is called what it is, with what can be done",
        arguments: [
            ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", "run unzstd "),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "compressed with xz", "run unxz "),
            ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], "compressed with bzip2", "run bunzip2 "),
            ([0x04, 0x22, 0x4D, 0x18], "compressed with lz4", "run unlz4 "),
            ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", "unpack it"),
            ([UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8), "a tar archive", "unpack it"),
            (Array("%PDF-1.7\n".utf8), "a PDF, not a log", "name the log"),
            (Array("PAR1".utf8), "a Parquet file, not a log", "write it as"),
            (
                "timestamp;tracking_code;".utf8.flatMap { [$0, 0] }, "UTF-16 without a byte order mark",
                "convert it with iconv"
            ),
            (
                "timestamp;tracking_code;".utf8.flatMap { [0, $0] }, "UTF-16 without a byte order mark",
                "convert it with iconv"
            ),
        ] as [([UInt8], String, String)])
    func foreign(bytes: [UInt8], reason: String, remedy: String) throws {
        let (_, summary) = try LogWriterTests.read(try folder.file("log.csv", bytes + [1, 2, 3]))
        #expect(summary.failures.map(\.reason) == [reason])
        #expect(summary.failures.first?.hint?.hasPrefix(remedy) == true)
    }

    @Test("a spreadsheet is no zip of logs")
    func workbook() async throws {
        let script = """
            import sys, zipfile
            with zipfile.ZipFile(sys.argv[1], 'w') as z:
                z.writestr('[Content_Types].xml', '<Types/>'); z.writestr('xl/workbook.xml', '<workbook/>')
            """
        try await ForeignZipTests.run("python3", ["-c", script, folder.path + "/log.xlsx"])
        let (_, summary) = try LogWriterTests.read(folder.path + "/log.xlsx")
        #expect(summary.failures.map(\.reason) == ["an Excel workbook or another Office document, not a log"])
    }

    @Test(
        "JSON whose objects have nothing of an event is one error, and not a reject for each of them",
        arguments: [
            "{\n \"name\": \"shop\",\n \"version\": \"1.0\"\n}\n", #"[{"a": 1}, {"b": 2}]"#,
            String(repeating: "{\"level\":\"info\",\"msg\":\"started\"}\n", count: 3),
        ])
    func noEvents(text: String) throws {
        let (reading, summary) = try LogWriterTests.read(try folder.file("log.json", text))
        #expect(reading.rejects == [] && summary.failures.count == 1)
        #expect(summary.failures.first?.reason.hasPrefix("not a tracking log: its first objects have no") == true)
    }

    @Test(
        "objects that have something of an event, or are damaged, are rejects",
        arguments: ["{\"hwid\":\"H\"}\n", "{\"timestamp\":\"2026\n", "{\"a\":1}\n{\"a\":1}\n"])
    func badEvents(text: String) throws {
        let (reading, summary) = try LogWriterTests.read(try folder.file("log.json", text))
        #expect(reading.rejects.count == text.count { $0 == "\n" } && summary.failures.isEmpty)
    }

    @Test("a source without a byte is named", arguments: ["log.csv", "log.csv.gz"])
    func empty(name: String) throws {
        let path = try folder.file(name, name.hasSuffix(".gz") ? GzipText.compress([]) : [])
        let (_, summary) = try LogWriterTests.read(path)
        #expect(summary.warnings == ["\(path) is empty"] && summary.failures.isEmpty)
    }

    @Test("of many sources without a byte, the first are named")
    func manyEmpty() throws {
        for number in 1...8 { _ = try folder.file("\(number).csv", "") }
        let (_, summary) = try LogWriterTests.read(folder.path)
        let first = (1...5).map { "\(folder.path)/\($0).csv" }.joined(separator: ", ")
        #expect(summary.warnings == ["\(first) and 3 others are empty"])
    }

    // MARK: - UTF-16

    @Test(
        "a surrogate pair that a buffer's end divides is one character, whatever the pieces", arguments: [1, 2, 3, 7])
    func pieces(size: Int) throws {
        let text = String(repeating: "é😀;", count: 40_000)
        let bytes: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let source = UTF16Source(PieceSource(bytes, size), isBigEndian: false)
        #expect(try source.all() == Array(text.utf8))
    }

    @Test("half a surrogate pair costs its own row alone, and a text that ends within a character is a failure")
    func halves() throws {
        let row = DialectTests.plain
        var units = Array((row + "2026-11-20 08:00:00;T;U;H;failed;").utf16)
        units += [0xD83D] + Array((";A;\n" + row).utf16)
        let bytes: [UInt8] = [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let (reading, summary) = try LogWriterTests.read(try folder.file("log.csv", bytes))
        #expect(reading.rows == [DialectTests.row, DialectTests.row] && summary.failures.isEmpty)
        #expect(reading.rejects == ["2: description is not UTF-8 (byte 0xED)"])
        let (cut, failed) = try LogWriterTests.read(try folder.file("log.csv", Array(bytes.dropLast())))
        #expect(cut.rows.count == 1)
        #expect(failed.failures.map(\.reason) == ["the UTF-16 text ends within a character"])
    }

    // MARK: - gzip

    @Test("of gzip that is damaged, what comes before is read; nothing of it by those who cannot take it back")
    func damagedGzip() throws {
        var bytes = GzipText.compress(LogWriterTests.rows(count: 5_000))
        bytes[bytes.count - 5] ^= 1
        let log = try folder.file("log.csv.gz", bytes)
        let (reading, summary) = try LogWriterTests.read(log)
        #expect(reading.rows.count > 4_000)
        #expect(summary.failures.map(\.reason) == ["the gzip data is damaged, or something else follows it"])
        let (checked, failed) = try LogWriterTests.read(log) { $0.checksEntriesFirst = true }
        #expect(checked.rows.isEmpty && failed.failures.count == 1)
        let (cut, cutSummary) = try LogWriterTests.read(
            try folder.file("log.csv.gz", Array(bytes.prefix(bytes.count / 2))))
        #expect(!cut.rows.isEmpty)
        #expect(cutSummary.failures.map(\.reason) == ["the gzip data ends too early"])
    }

    @Test("gzip in gzip is undone three deep, and no deeper", arguments: 1...5)
    func depth(layers: Int) throws {
        var bytes = Array(DialectTests.plain.utf8)
        for _ in 0..<layers { bytes = GzipText.compress(bytes) }
        let (reading, summary) = try LogWriterTests.read(try folder.file("log.gz", bytes))
        #expect(reading.rows.count == (layers <= 3 ? 1 : 0))
        #expect(summary.failures.count == (layers <= 3 ? 0 : 1))
    }

    @Test("zips in zips are opened three deep, and no deeper", arguments: 1...5)
    func zips(layers: Int) async throws {
        let script = """
            import io, sys, zipfile
            data, name = sys.argv[2].encode(), 'log.csv'
            for i in range(int(sys.argv[3])):
                packed = io.BytesIO()
                with zipfile.ZipFile(packed, 'w') as z: z.writestr(name, data)
                data, name = packed.getvalue(), f'{i}.zip'
            open(sys.argv[1], 'wb').write(data)
            """
        let zip = folder.path + "/log.zip"
        try await ForeignZipTests.run("python3", ["-c", script, zip, DialectTests.plain, "\(layers)"])
        let (reading, summary) = try LogWriterTests.read(zip)
        #expect(reading.rows.count == (layers <= 3 ? 1 : 0))
        #expect(summary.failures.count == (layers <= 3 ? 0 : 1))
        let names = ["log.csv", "0.zip(log.csv)", "1.zip(0.zip(log.csv))"]
        if layers <= 3 { #expect(summary.sources.map(\.entry) == [names[layers - 1]]) }
    }

    @Test("CR and CR LF are one line end each, whatever the pieces", arguments: [1, 2, 5])
    func carriageReturns(size: Int) throws {
        let source = CarriageReturnSource(PieceSource(Array("a\rb\r\nc\r\rd\n".utf8), size))
        #expect(String(decoding: try source.all(), as: UTF8.self) == "a\nb\nc\n\nd\n")
    }
}

/// Bytes that are read so many at a time.
private final class PieceSource: ByteSource {
    private var rest: ArraySlice<UInt8>
    private let size: Int

    init(_ bytes: [UInt8], _ size: Int) { (rest, self.size) = (bytes[...], size) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        let piece = rest.prefix(min(size, buffer.count))
        buffer.copyBytes(from: piece)
        rest = rest.dropFirst(piece.count)
        return piece.count
    }
}

extension ByteSource {
    fileprivate func all() throws(ReadingFault) -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1000, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: buffer)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
