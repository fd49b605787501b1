import LogArchive
public import TrackingLog

/// Turns a body of NDJSON, gzip or plain, into batches.
///
/// It takes bounded memory, and is used by one thread at a time.
public final class EventUpload: @unchecked Sendable {
    /// Why the rest of a body is not read. The batches before it are valid.
    public enum Fault: Error, Hashable, Sendable {
        /// The body, compressed or inflated, is longer than the maximum.
        case tooLong
        /// It was declared as gzip, and is not.
        case notGzip
    }

    private let maximumBytes: Int
    private var inflater: GzipInflater?
    private var lines = ObjectLineReader()
    /// Received bytes that are not inflated yet.
    private var compressed: [UInt8] = []
    private var received = 0
    private var read = 0
    private var fault: Fault?
    private let inflated: UnsafeMutableRawBufferPointer

    /// Starts with an empty body.
    ///
    /// - Parameters:
    ///   - maximumBytes: the maximum length of the body, compressed and inflated.
    ///   - isCompressed: whether it is gzip.
    public init(maximumBytes: Int, isCompressed: Bool) {
        self.maximumBytes = maximumBytes
        if isCompressed { inflater = GzipInflater() }
        inflated = .allocate(byteCount: isCompressed ? ObjectLineReader.batchSize : 0, alignment: 16)
    }

    deinit { inflated.deallocate() }

    /// Appends the next piece of the body.
    public func append(_ piece: UnsafeRawBufferPointer) {
        received += piece.count
        if inflater == nil {
            let rest = maximumBytes - read
            read += piece.count
            lines.append(UnsafeRawBufferPointer(rebasing: piece.prefix(max(0, rest))))
        } else {
            compressed.append(contentsOf: piece)
        }
    }

    /// The next batch; nil where that needs more of the body.
    ///
    /// - Parameter isEnd: whether all of the body was appended: nil then means that there are no more batches.
    /// - Throws: the fault that keeps the rest from being read, after the batches before it.
    public func next(isEnd: Bool) throws(Fault) -> EventBatch? {
        while true {
            let isComplete = isEnd && compressed.isEmpty && inflater?.isComplete ?? true && read <= maximumBytes
            if let batch = lines.next(isEnd: isComplete && fault == nil, isShort: fault != nil) { return batch }
            if let fault { throw fault }
            if received > maximumBytes || read > maximumBytes {
                fault = .tooLong
            } else if !compressed.isEmpty {
                inflate()
            } else if isEnd, !isComplete {
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
        let room = max(0, maximumBytes - read)
        read += count
        lines.append(UnsafeRawBufferPointer(rebasing: inflated[..<min(count, room)]))
    }
}
