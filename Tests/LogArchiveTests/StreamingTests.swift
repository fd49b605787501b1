import Glibc
import Testing
import TrackingLog

@testable import LogArchive

@Suite("Events that come in pieces are read as those of a file")
struct StreamingTests {
    /// All that a reader makes of pieces: a text for each row and reject, with its line.
    private func read(_ pieces: [ArraySlice<UInt8>]) -> [String] {
        var reader = ObjectLineReader()
        var found: [String] = []
        func take(isEnd: Bool) {
            while let batch = reader.next(isEnd: isEnd) {
                found += batch.rows.map { "\(batch.firstLine + Int($0.line)) \(batch.string($0.trackingCode))" }
                found += batch.rejects.map { "\(batch.firstLine + Int($0.line)) \($0.reason)" }
            }
        }
        for piece in pieces {
            piece.withUnsafeBytes { reader.append($0) }
            take(isEnd: false)
        }
        take(isEnd: true)
        return found
    }

    private func line(_ code: String, filler: Int = 0) -> String {
        let filler = String(repeating: "x", count: filler)
        return #"{"timestamp":"2026-11-20T00:00:00Z","tracking_code":"\#(code)","status":"sent","x":"\#(filler)"}"#
            + "\n"
    }

    @Test("wherever it is cut", arguments: [1, 2, 7, 100, 4096, 1 << 20])
    func cuts(size: Int) {
        let text =
            Array("\u{FEFF}".utf8) + Array((line("a") + "\n" + line("b") + "bad\r\n" + line("c").dropLast()).utf8)
        let pieces = stride(from: 0, to: text.count, by: size).map { text[$0..<min($0 + size, text.count)] }
        #expect(read(pieces).sorted() == ["1 a", "3 b", "4 not a JSON object", "5 c"])
    }

    @Test("batches are bounded, and lines counted on through them")
    func batches() {
        let text = Array((0..<2000).map { line("T\($0)", filler: 500) }.joined().utf8)
        let pieces = stride(from: 0, to: text.count, by: 60_000).map { text[$0..<min($0 + 60_000, text.count)] }
        #expect(read(pieces) == (0..<2000).map { "\($0 + 1) T\($0)" })
    }

    @Test("a line that is too long is rejected once, and reading goes on after it")
    func long() {
        let text = Array((line("a") + line("long", filler: 5 << 20) + line("b")).utf8)
        let pieces = stride(from: 0, to: text.count, by: 100_000).map { text[$0..<min($0 + 100_000, text.count)] }
        #expect(read(pieces) == ["1 a", "2 longer than 1 MiB", "3 b"])
    }

    @Test("gzip comes back as it was, in members, wherever it is cut", arguments: [1, 3, 1000])
    func gzip(size: Int) throws {
        let texts = [Array("first ".utf8), [], (0..<100_000).map { UInt8($0 * $0 >> 7 & 255) }]
        let bytes = texts.flatMap(GzipText.compress)
        var inflater = GzipInflater()
        var result: [UInt8] = []
        var output = [UInt8](repeating: 0, count: 700)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { piece in
                var rest = piece
                while true {
                    let count = try output.withUnsafeMutableBytes { try inflater.inflate(&rest, into: $0) }
                    result += output[..<count]
                    if count == 0, rest.isEmpty { break }
                }
            }
        }
        #expect(result == texts.flatMap { $0 })
        let isComplete = inflater.isComplete
        #expect(isComplete)
    }

    @Test("a changed byte of gzip is a fault, after the bytes before it")
    func damaged() {
        var bytes = GzipText.compress(Array("some text that is long enough".utf8))
        bytes[bytes.count - 6] ^= 1
        var inflater = GzipInflater()
        var output = [UInt8](repeating: 0, count: 100)
        var counts: [Int?] = []
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            for _ in 0..<2 { counts.append(output.withUnsafeMutableBytes { try? inflater.inflate(&rest, into: $0) }) }
        }
        #expect(counts == [29, nil])
    }

    @Test("damaged gzip never gives what lay in memory before")
    func memory() {
        let text = (0..<150).flatMap { Array("row \($0 % 7);\($0 * $0);x\($0 % 26)\n".utf8) }
        let sound = GzipText.compress(text)
        var given = 0
        for bit in 80..<8 * sound.count {
            var bytes = sound
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let results = [UInt8(0x41), 0x61].map { inflated(bytes, afterMemoryOf: $0) }
            #expect(results[0] == results[1])
            given += results[0].count
        }
        #expect(given > 0)
    }

    /// What gzip gives up to its end or its fault, a few bytes at a time, where memory held a byte before.
    private func inflated(_ bytes: [UInt8], afterMemoryOf byte: UInt8) -> [UInt8] {
        // The next memory of such a size is likely to be this: what follows keeps it from being given back.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 90_000, alignment: 8)
        let next = UnsafeMutableRawPointer.allocate(byteCount: 2_000, alignment: 8)
        defer { next.deallocate() }
        memset(memory, Int32(byte), 90_000)
        memory.deallocate()
        var inflater = GzipInflater()
        var result: [UInt8] = []
        var output = [UInt8](repeating: 0, count: 40)
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while let count = output.withUnsafeMutableBytes({ try? inflater.inflate(&rest, into: $0) }), count > 0 {
                result += output[..<count]
            }
        }
        return result
    }
}
