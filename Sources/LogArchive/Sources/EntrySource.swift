import CLibzip

/// An entry that libzip reads, for the methods that ``MemberReader`` does not have.
///
/// It gives never more than the entry declares, and its CRC is checked at the end.
final class EntrySource: ByteSource {
    private let zip: ZipReader
    private let file: OpaquePointer
    private let size: Int
    private let onRead: (Int) -> Void
    private var length = 0
    private var fault: ReadingFault?

    init(_ entry: ZipReader.Entry, of zip: ZipReader, onRead: @escaping (Int) -> Void) throws(ReadingFault) {
        let archive = try zip.archive(for: entry)
        guard let file = zip_fopen_index(archive, UInt64(entry.index), 0) else {
            throw ReadingFault(zip_get_error(archive))
        }
        self.zip = zip
        self.file = file
        size = entry.member.size
        self.onRead = onRead
    }

    deinit { zip_fclose(file) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        if let fault { throw fault }
        // One byte more than declared shows that there is more.
        let wanted = min(buffer.count, size - length + 1)
        var filled = 0
        // libzip compares the CRC only when it is asked for more and has none, so it is read until it answers 0.
        while filled < wanted {
            let count = zip_fread(file, buffer.baseAddress.map { $0 + filled }, UInt64(wanted - filled))
            if count < 0 { fault = ReadingFault(zip_file_get_error(file)) }
            if count <= 0 { break }
            filled += Int(count)
        }
        if length + filled > size {
            filled = size - length
            fault = .damaged("it holds more than the \(size) bytes that it declares; reading stopped there")
        } else if filled == 0, fault == nil, length < size {
            fault = .damaged("it holds \(length) bytes, not the \(size) that it declares")
        }
        length += filled
        // What came before a fault is handed out; the fault is thrown when more is asked for.
        if let fault, filled == 0 { throw fault }
        onRead(filled)
        return filled
    }
}
