public import TrackingLog

/// Reads NDJSON piece by piece.
///
/// Its memory is bounded by a batch and a line.
public struct ObjectLineReader {
    /// About how many bytes make a batch.
    public static let batchSize = 512 << 10
    /// The maximum length of a line: 1 MiB, some hundred times what a gateway takes.
    public static let longestLine = 1 << 20

    private let scanner = ObjectScanner(zone: nil, longest: Self.longestLine)
    private var buffer: [UInt8] = []
    /// The number of bytes of complete lines in the buffer.
    private var whole = 0
    /// The number of the line that the buffer begins with.
    private var line = 1
    /// Whether the rest of a rejected line has yet to be skipped.
    private var isSkipping = false

    /// Nothing read yet.
    public init() {}

    /// Adds the next piece.
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

    /// The next batch of events; nil where it needs more input.
    ///
    /// - Parameters:
    ///   - isEnd: whether all pieces have been appended.
    ///   - isShort: whether a batch of any length is wanted. It never holds a line without its end.
    public mutating func next(isEnd: Bool, isShort: Bool = false) -> EventBatch? {
        if buffer.count - whole > Self.longestLine, whole == 0 { return reject() }
        if isEnd { whole = buffer.count }
        guard whole > 0, isEnd || isShort || buffer.count >= Self.batchSize else { return nil }
        // The buffer becomes the batch: only the incomplete line is copied.
        let rest = Array(buffer[whole...])
        var batch = EventBatch(text: buffer, firstLine: line)
        buffer = rest
        scanner.scan(&batch, count: whole, isFirst: line == 1)
        line += batch.text.span.extracting(0..<whole).lineEnds
        whole = 0
        return batch
    }

    /// Rejects the current line and goes on after its end.
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
