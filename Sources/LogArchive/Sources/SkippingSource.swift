/// A source without its first bytes.
final class SkippingSource: ByteSource {
    private let source: any ByteSource
    private var toSkip: Int

    /// - Parameters:
    ///   - source: the whole.
    ///   - count: how many bytes are left out.
    init(_ source: any ByteSource, skipping count: Int) {
        self.source = source
        toSkip = count
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        while toSkip > 0 {
            let skipped = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(toSkip)))
            if skipped == 0 { return 0 }
            toSkip -= skipped
        }
        return try source.read(into: buffer)
    }
}
