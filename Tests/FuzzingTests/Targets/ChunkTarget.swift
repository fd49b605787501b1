import TrackingLog

@testable import LogArchive

/// Where a text is cut into chunks never changes its rows and rejects.
///
/// The first byte is the length of the chunks; the rest is the text.
enum ChunkTarget {
    static func run(_ input: [UInt8]) throws {
        guard let first = input.first else { return }
        let text = Array(input.dropFirst())
        let (whole, cut) = (Found(in: text, chunkSize: text.count + 1), Found(in: text, chunkSize: Int(first) + 1))
        try Difference.check(cut.rows, whole.rows, "rows in chunks")
        try Difference.check(cut.rejects, whole.rejects, "rejects in chunks")
    }
}

/// The rows and rejects of a text, each with its line.
struct Found {
    var rows: [[UInt8]] = []
    var rejects: [[UInt8]] = []

    init() {}

    /// Reads a text as one file.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - chunkSize: about how many bytes are scanned together.
    init(in text: [UInt8], chunkSize: Int) {
        var options = ReadingOptions()
        options.chunkSize = chunkSize
        let chunker = RecordChunker(BytesSource(text), shape: .rows(.either), options: options)
        var batch = EventBatch()
        while case .chunk(let chunk) = chunker.next(into: &batch) {
            guard case .rows(let layout) = chunker.shape else { preconditionFailure("rows became something else") }
            var next = chunk.scannedTo
            if next == nil {
                var scanner = RowScanner(options: options, layout: layout)
                let used = scanner.scan(&batch, count: chunk.count, isFirst: chunk.isFirst, isFinal: true)
                precondition(used == chunk.count, "a chunk is whole rows")
                next = scanner.layout
            }
            chunker.shape = .rows(next ?? layout)
            batch.firstLine = chunk.firstLine
            add(batch)
        }
    }

    mutating func add(_ batch: EventBatch) {
        for row in batch.rows {
            var fields = Array("\(batch.firstLine + Int(row.line)) \(row.time) \(row.missing.rawValue)".utf8)
            for place in [row.trackingCode, row.target, row.hwid, row.statusWord, row.description, row.appCode] {
                fields.append(0)
                fields += batch.text[place.offsets]
            }
            fields.append(0)
            batch.appendPayload(of: row, to: &fields)
            rows.append(fields)
        }
        for reject in batch.rejects {
            rejects.append(Array("\(batch.firstLine + Int(reject.line)): \(reject.reason)".utf8))
        }
    }
}

/// The bytes of a text, which are there at once.
private final class BytesSource: ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        let count = min(buffer.count, rest.count)
        buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}
