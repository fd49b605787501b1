public import TrackingLog

/// Reads NDJSON that comes piece by piece, in memory bounded by a batch and a line.
public struct ObjectLineReader {
    /// About how many bytes make a batch.
    public static let batchSize = 512 << 10
    /// A longer line is rejected: 1 MiB, some hundred times what a gateway takes.
    public static let longestLine = 1 << 20

    private let scanner = ObjectScanner(zone: nil, longest: Self.longestLine)
    private var buffer: [UInt8] = []
    /// How many bytes of the buffer are whole lines.
    private var whole = 0
    /// The number of the line that the buffer begins with.
    private var line = 1
    /// Whether the rest of a line that was rejected is still to come.
    private var isSkipping = false

    /// Nothing read yet.
    public init() {}

    /// Takes the next piece.
    public mutating func append(_ piece: UnsafeRawBufferPointer) {
        var piece = piece[...]
        if isSkipping {
            guard let end = piece.firstIndex(of: .lineFeed) else { return }
            piece = piece[(end + 1)...]
            line += 1
            isSkipping = false
        }
        let start = buffer.count
        if let end = piece.lastIndex(of: .lineFeed) { whole = start + end - piece.startIndex + 1 }
        buffer.append(contentsOf: piece)
    }

    /// The next batch of events; nil where more has to be appended before there is one.
    ///
    /// - Parameters:
    ///   - isEnd: whether all pieces have been appended.
    ///   - isShort: whether a batch may be as short as it has to be; a line whose end has not come is no part of it.
    public mutating func next(isEnd: Bool, isShort: Bool = false) -> EventBatch? {
        if buffer.count - whole > Self.longestLine, whole == 0 { return reject() }
        if isEnd { whole = buffer.count }
        guard whole > 0, isEnd || isShort || buffer.count >= Self.batchSize else { return nil }
        // The buffer becomes the batch: only the line that is not whole yet is copied.
        let rest = Array(buffer[whole...])
        var batch = EventBatch(text: buffer, firstLine: line)
        buffer = rest
        scanner.scan(&batch, count: whole, isFirst: line == 1)
        line += batch.text.span.extracting(0..<whole).lineEnds
        whole = 0
        return batch
    }

    /// Rejects the line that is being read, and goes on after its end.
    private mutating func reject() -> EventBatch {
        var batch = EventBatch(firstLine: line)
        batch.rejects.append(
            Reject(
                line: 0, reason: RowFault.tooLong(Self.longestLine).reason, text: TextRange(start: 0, count: 0)))
        buffer.removeAll(keepingCapacity: true)
        isSkipping = true
        return batch
    }
}
