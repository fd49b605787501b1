import Durability

/// A file that can be read from its beginning any number of times.
final class RereadableFile: Sendable {
    private let file: OpenFile

    init(_ file: consuming OpenFile) { self.file = file }

    /// The file, to be read at offsets.
    func opened() throws(FileError) -> OpenFile { try OpenFile(duplicating: file.descriptor, named: file.name) }

    /// Its bytes, from the first one on.
    ///
    /// - Parameter onRead: called with the number of bytes that each read gave.
    func source(onRead: @escaping (Int) -> Void) -> any ByteSource { Source(self, onRead) }

    private final class Source: ByteSource {
        private let owner: RereadableFile
        private let onRead: (Int) -> Void
        private var offset = 0

        init(_ owner: RereadableFile, _ onRead: @escaping (Int) -> Void) {
            self.owner = owner
            self.onRead = onRead
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
            do throws(FileError) {
                let count = try owner.file.read(at: offset, into: buffer)
                offset += count
                onRead(count)
                return count
            } catch {
                throw ReadingFault(error)
            }
        }
    }
}
