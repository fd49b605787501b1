import Glibc

/// Bytes that come one after the other: a file's, or a zip entry's as they were before compression.
protocol ByteSource: AnyObject {
    /// Reads some bytes into a buffer, from its beginning.
    ///
    /// - Returns: how many bytes were read, which may be fewer than the buffer holds; 0 at the end.
    /// - Throws: what keeps the rest from being read. The bytes before it have been handed out.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int
}

/// A plain file, or standard input.
final class FileSource: ByteSource {
    private let descriptor: Int32
    /// Told how many bytes were read.
    private let onRead: (Int) -> Void

    /// - Parameter descriptor: an open file, which this closes.
    init(descriptor: Int32, onRead: @escaping (Int) -> Void) {
        self.descriptor = descriptor
        self.onRead = onRead
    }

    deinit { close(descriptor) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 {
                onRead(count)
                return count
            }
            if errno != EINTR { throw ReadingFault(code: errno) }
        }
    }
}
