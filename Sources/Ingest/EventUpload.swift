import LogArchive
public import TrackingLog

/// A body of NDJSON, gzip or plain, that comes piece by piece and leaves as batches of events, in bounded memory.
///
/// It is used by one thread at a time.
public final class EventUpload: @unchecked Sendable {
    /// Why the rest of a body is not read. The batches before it are good.
    public enum Fault: Error, Hashable, Sendable {
        /// The body, as it came or inflated, is longer than it may be.
        case tooLong
        /// It was said to be gzip, and is not.
        case notGzip
    }

    private let mostBytes: Int
    private var inflater: GzipInflater?
    private var lines = ObjectLineReader()
    /// What came and is not inflated yet.
    private var compressed: [UInt8] = []
    private var received = 0
    private var read = 0
    private var fault: Fault?
    private let inflated: UnsafeMutableRawBufferPointer

    /// - Parameters:
    ///   - mostBytes: how long the body may be, as it comes and inflated.
    ///   - isCompressed: whether it is gzip.
    public init(mostBytes: Int, isCompressed: Bool) {
        self.mostBytes = mostBytes
        if isCompressed { inflater = GzipInflater() }
        inflated = .allocate(byteCount: isCompressed ? ObjectLineReader.batchSize : 0, alignment: 16)
    }

    deinit { inflated.deallocate() }

    /// Takes the next piece of the body.
    public func append(_ piece: UnsafeRawBufferPointer) {
        received += piece.count
        if inflater == nil {
            let rest = mostBytes - read
            read += piece.count
            lines.append(UnsafeRawBufferPointer(rebasing: piece.prefix(max(0, rest))))
        } else {
            compressed.append(contentsOf: piece)
        }
    }

    /// The next batch; nil where more has to be appended before there is one.
    ///
    /// - Parameter isEnd: whether all of the body has been appended: nil then means that all batches were given.
    /// - Throws: what keeps the rest from being read, once the batches before it were given.
    public func next(isEnd: Bool) throws(Fault) -> EventBatch? {
        while true {
            let isWhole = isEnd && compressed.isEmpty && inflater?.isComplete ?? true && read <= mostBytes
            if let batch = lines.next(isEnd: isWhole && fault == nil, isShort: fault != nil) { return batch }
            if let fault { throw fault }
            if received > mostBytes || read > mostBytes {
                fault = .tooLong
            } else if !compressed.isEmpty {
                inflate()
            } else if isEnd, !isWhole {
                fault = .notGzip
            } else {
                return nil
            }
        }
    }

    /// Inflates a batch's worth.
    private func inflate() {
        var used = 0
        let count = compressed.withUnsafeBytes { bytes in
            var rest = bytes
            defer { used = bytes.count - rest.count }
            return try? inflater?.inflate(&rest, into: inflated)
        }
        guard let count else {
            fault = .notGzip
            return
        }
        compressed.removeFirst(used)
        let room = max(0, mostBytes - read)
        read += count
        lines.append(UnsafeRawBufferPointer(rebasing: inflated[..<min(count, room)]))
    }
}
