import Durability

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
    let file: OpenFile
    /// Called with the number of bytes that each read gave.
    private let onRead: (Int) -> Void

    init(_ file: consuming OpenFile, onRead: @escaping (Int) -> Void) {
        self.file = file
        self.onRead = onRead
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        do throws(FileError) {
            let count = try file.read(into: buffer)
            onRead(count)
            return count
        } catch {
            throw ReadingFault(error)
        }
    }
}
