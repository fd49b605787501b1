import CLibzip

/// An entry as libzip reads it, whatever its method, its CRC checked at the end.
final class EntrySource: ByteSource {
    private let reader: ZipReader
    private let file: OpaquePointer
    private let onRead: (Int) -> Void
    private var fault: ReadingFault?

    init(_ entry: ZipReader.Entry, of reader: ZipReader, onRead: @escaping (Int) -> Void) throws(ReadingFault) {
        guard let file = zip_fopen_index(reader.archive, entry.index, 0) else {
            throw ReadingFault(zip_get_error(reader.archive))
        }
        self.reader = reader
        self.file = file
        self.onRead = onRead
    }

    deinit { zip_fclose(file) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        if let fault { throw fault }
        var filled = 0
        // libzip compares the CRC only when it is asked for more and has none, so it is read until it answers 0.
        while filled < buffer.count {
            let count = zip_fread(file, buffer.baseAddress.map { $0 + filled }, UInt64(buffer.count - filled))
            if count < 0 { fault = ReadingFault(zip_file_get_error(file)) }
            if count <= 0 { break }
            filled += Int(count)
        }
        // What came before a fault is handed out; the fault is thrown when more is asked for.
        if let fault, filled == 0 { throw fault }
        onRead(filled)
        return filled
    }
}
