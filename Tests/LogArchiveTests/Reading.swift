import Foundation
import TrackingLog

@testable import LogArchive

/// What a reading of some text found: rows as their eight fields, rejects with their line.
struct Reading: Equatable, Sendable {
    var rows: [[String]] = []
    var rejects: [String] = []
    var lines: [Int] = []

    /// Reads text as one file, cut into chunks of about that many bytes.
    init(
        _ text: [UInt8], chunkSize: Int = 1 << 16, shape: TextShape = .rows(.either), longestRecord: Int = 64 << 20
    ) {
        var options = ReadingOptions()
        options.chunkSize = chunkSize
        options.longestRecord = longestRecord
        let reader = RecordChunker(MemorySource(text), shape: shape, options: options)
        var batch = EventBatch()
        while case .chunk(let chunk) = reader.next(into: &batch) {
            if chunk.isOverlong {
                rejects.append("\(chunk.firstLine): \(RowFault.tooLong(longestRecord).reason)")
            } else if shape == .objectLines || shape == .objects {
                ObjectScanner(zone: nil).scan(&batch, count: chunk.count, isFirst: chunk.isFirst, shape)
            } else if case .rows(let layout) = reader.shape {
                var scanner = RowScanner(options: options, layout: layout)
                if chunk.scannedTo == nil {
                    let used = scanner.scan(&batch, count: chunk.count, isFirst: chunk.isFirst, isFinal: true)
                    precondition(used == chunk.count, "a chunk is whole rows")
                }
                reader.shape = .rows(chunk.scannedTo ?? scanner.layout)
            }
            batch.firstLine = chunk.firstLine
            add(batch)
        }
    }

    init(_ text: String, chunkSize: Int = 1 << 16, shape: TextShape = .rows(.either)) {
        self.init(Array(text.utf8), chunkSize: chunkSize, shape: shape)
    }

    mutating func add(_ batch: EventBatch) {
        for row in batch.rows {
            rows.append(batch.fields(of: row))
            lines.append(batch.firstLine + Int(row.line))
        }
        for reject in batch.rejects { rejects.append("\(batch.firstLine + Int(reject.line)): \(reject.reason)") }
    }

    static func == (left: Reading, right: Reading) -> Bool {
        left.rows == right.rows && left.rejects == right.rejects && left.lines == right.lines
    }
}

extension EventBatch {
    /// The rows of a whole log.
    init(rowsOf text: [UInt8]) {
        self.init(text: text)
        var scanner = RowScanner(options: ReadingOptions(), layout: .either)
        _ = scanner.scan(&self, count: text.count, isFirst: true, isFinal: true)
    }

    /// The eight fields of a row, as text.
    func fields(of row: EventRow) -> [String] {
        var payload: [UInt8] = []
        appendPayload(of: row, to: &payload)
        return [
            row.time.description, string(row.trackingCode), string(row.target), string(row.hwid),
            string(row.statusWord), string(row.description), string(row.appCode),
            String(decoding: payload, as: UTF8.self),
        ]
    }
}

/// Bytes that are read a few at a time.
final class MemorySource: ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        let count = min(buffer.count, rest.count, 4099)
        buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}

/// A folder that is gone when its owner is.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("pushtrail-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }
}

/// A generator of random numbers that is the same in every run.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
