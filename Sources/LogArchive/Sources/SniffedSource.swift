/// A source whose first bytes have been looked at.
final class SniffedSource: ByteSource {
    /// The first bytes, at most 4,096.
    let head: [UInt8]
    private var handedOut = 0
    private let rest: any ByteSource

    init(_ source: any ByteSource) throws(ReadingFault) {
        var head = [UInt8](repeating: 0, count: 4096)
        var result: Result<Int, ReadingFault> = .success(0)
        head.withUnsafeMutableBytes { buffer in
            do throws(ReadingFault) {
                result = .success(try source.read(into: buffer))
            } catch {
                result = .failure(error)
            }
        }
        head.removeLast(head.count - (try result.get()))
        self.head = head
        rest = source
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        guard handedOut < head.count else { return try rest.read(into: buffer) }
        let count = min(buffer.count, head.count - handedOut)
        buffer.copyBytes(from: head[handedOut..<handedOut + count])
        handedOut += count
        return count
    }
}
