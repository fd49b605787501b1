import Durability

/// A command's output: standard output or another stream, or a file that appears complete or not at all.
///
/// Bytes are gathered and written in large pieces. A file appears with ``finish()``; an output that is dropped before
/// leaves none.
struct Output: ~Copyable {
    private var file: AtomicFile?
    private let stream: ByteStream
    private var gathered: [UInt8] = []
    private let capacity = 256 << 10

    /// Opens the output, so that one that cannot be written fails before the work.
    init(_ target: OutputTarget) throws(FileError) {
        if target.destination == .standardOutput, StandardStreams.isOutputClosed {
            throw FileError(path: target.name, doing: "write to", reason: "it is closed")
        }
        file = target.destination == .replacing ? try AtomicFile(replacing: target.path) : nil
        stream = target.destination == .inPlace ? try ByteStream(at: target.path) : .standardOutput
        gathered.reserveCapacity(capacity)
    }

    /// Appends bytes.
    mutating func write(_ bytes: Span<UInt8>) throws(FileError) { try write(bytes.bytes) }

    /// Appends bytes.
    mutating func write(_ bytes: RawSpan) throws(FileError) {
        if gathered.count + bytes.byteCount > capacity { try flush() }
        if bytes.byteCount >= capacity {
            try writeThrough(bytes)
        } else {
            bytes.withUnsafeBytes { gathered.append(contentsOf: $0) }
        }
    }

    /// Appends text.
    mutating func write(_ text: String) throws(FileError) {
        let bytes = Array(text.utf8)
        try write(bytes.span)
    }

    /// Writes the rest, and makes a file appear.
    consuming func finish() throws(FileError) {
        try flush()
        if let file = file.take() { try file.commit() }
    }

    private mutating func flush() throws(FileError) {
        guard !gathered.isEmpty else { return }
        let bytes = gathered
        gathered.removeAll(keepingCapacity: true)
        try writeThrough(bytes.span.bytes)
    }

    private mutating func writeThrough(_ bytes: RawSpan) throws(FileError) {
        if file == nil {
            try stream.write(bytes)
        } else {
            try file?.write(bytes)
        }
    }
}
