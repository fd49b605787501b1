/// A source whose first bytes are known.
final class SniffedSource: ByteSource {
    /// The first bytes, at most 64 KiB: the first record of another vendor may be long.
    let head: [UInt8]
    private var handedOut = 0
    private let rest: any ByteSource

    /// Reads the first bytes, however few a pipe gives at a time.
    init(_ source: any ByteSource) throws(ReadingFault) {
        var head = [UInt8](repeating: 0, count: 1 << 16)
        var filled = 0
        var fault: ReadingFault?
        head.withUnsafeMutableBytes { buffer in
            while filled < buffer.count {
                do throws(ReadingFault) {
                    let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                    if count == 0 { break }
                    filled += count
                } catch {
                    fault = error
                    break
                }
            }
        }
        // What came before a fault is handed out; the source throws it again when more is asked for.
        if let fault, filled == 0 { throw fault }
        head.removeLast(head.count - filled)
        self.head = head
        rest = source
    }

    /// Reads to the end, for what shows only there: a checksum, a length.
    func drain() throws(ReadingFault) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        while try read(into: buffer) > 0 {}
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        guard handedOut < head.count else { return try rest.read(into: buffer) }
        let count = min(buffer.count, head.count - handedOut)
        buffer.copyBytes(from: head[handedOut..<handedOut + count])
        handedOut += count
        return count
    }
}
