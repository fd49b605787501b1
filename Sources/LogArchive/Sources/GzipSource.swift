/// What a gzip file was before compression: all of its members, one after the other.
final class GzipSource: ByteSource {
    private let source: any ByteSource
    private var inflater = GzipInflater()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
    /// What is left of the buffer.
    private var input = UnsafeRawBufferPointer(start: nil, count: 0)
    private var isAtEnd = false

    /// - Parameter source: gives the compressed bytes.
    init(_ source: any ByteSource) { self.source = source }

    deinit { buffer.deallocate() }

    func read(into output: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        guard !output.isEmpty else { return 0 }
        while true {
            if input.isEmpty, !isAtEnd {
                let count = try source.read(into: buffer)
                isAtEnd = count == 0
                input = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            }
            let written: Int
            do throws(GzipInflater.Fault) {
                written = try inflater.inflate(&input, into: output)
            } catch {
                throw .damaged("the gzip data is damaged, or something else follows it")
            }
            if written > 0 { return written }
            if isAtEnd {
                guard inflater.isComplete else { throw .damaged("the gzip data ends too early") }
                return 0
            }
        }
    }
}
