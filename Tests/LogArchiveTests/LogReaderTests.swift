import Foundation
import Testing
import TrackingLog

@testable import LogArchive

@Suite("A reader of logs")
struct LogReaderTests {
    private struct Refusal: Error {}

    /// A sink that cannot be copied: every row in it was put there once.
    private struct Codes: ~Copyable, Sendable {
        var codes: [String] = []
        var merged = 0
    }

    private static let text = LogWriterTests.rows(count: 20_000)

    @Test("folds every row into one sink, whatever the number of workers", arguments: [1, 2, 5])
    func fold(workers: Int) throws {
        let folder = try TemporaryFolder()
        let inputs = try (0..<3).map { LogInput.path(try folder.file("\($0).csv", Self.text)) }
        var options = ReadingOptions()
        options.workers = workers
        options.chunkSize = 1 << 16
        var sink = Codes()
        let summary = try LogReader(options: options).fold(inputs, into: &sink) {
            Codes()
        } step: { sink, batch in
            sink.codes += batch.rows.map { batch.string($0.trackingCode) }
        } merge: { sink, other in
            sink.codes += other.codes
            sink.merged += other.merged + 1
        }
        #expect(summary.sources.map(\.rows) == [20_000, 20_000, 20_000])
        #expect(sink.merged == workers - 1)
        let expected = (0..<20_000).flatMap { Array(repeating: "T-\($0)", count: 3) }
        #expect(sink.codes.sorted() == expected.sorted())
    }

    @Test("ends with the first error of a sink, in order or not", arguments: [1, 2, 5])
    func failure(workers: Int) throws {
        let folder = try TemporaryFolder()
        let inputs = [LogInput.path(try folder.file("log.csv", Self.text))]
        var options = ReadingOptions()
        options.workers = workers
        options.chunkSize = 1 << 16
        let reader = LogReader(options: options)
        var batches = 0
        #expect(throws: Refusal.self) {
            try reader.read(inputs, into: &batches) { batches, _, _ in
                batches += 1
                if batches == 2 { throw Refusal() }
            }
        }
        #expect(batches == 2)
        #expect(throws: Refusal.self) {
            try reader.fold(inputs, into: &batches) {
                0
            } step: { _, _ in
                throw Refusal()
            } merge: {
                $0 += $1
            }
        }
    }

    @Test("calls a copy by the name of its original")
    func copies() throws {
        let folder = try TemporaryFolder()
        let whole = LogInput.copy(try folder.file("input-1", Self.text), of: "standard input")
        let broken = LogInput.copy(try folder.file("input-2", "SQLite format 3\0"), of: "<(sqlite3)")
        var rows = 0
        let summary = try LogReader().read([whole, broken], into: &rows) { rows, batch, source in
            rows += batch.rows.count
            if source.name != "standard input" { throw Refusal() }
        }
        let names = summary.sources.map(\.name) + summary.failures.map(\.name)
        #expect(rows == 20_000)
        #expect(names == ["standard input", "<(sqlite3)"])
    }
}
