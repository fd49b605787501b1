/// A stored or deflated entry, read by ``MemberReader``.
final class MemberSource: ByteSource {
    private let reader: MemberReader
    /// Keeps the file open.
    private let zip: ZipReader
    private let onRead: (Int) -> Void

    init(_ member: ZipMember, of zip: ZipReader, onRead: @escaping (Int) -> Void) throws(ReadingFault) {
        do throws(ZipFault) { reader = try MemberReader(member) } catch {
            throw ReadingFault(error)
        }
        self.zip = zip
        self.onRead = onRead
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        guard !buffer.isEmpty else { return 0 }
        let before = reader.position
        defer { onRead(reader.position - before) }
        do throws(ZipFault) { return try reader.read(into: buffer, from: zip.file) } catch { throw ReadingFault(error) }
    }
}
