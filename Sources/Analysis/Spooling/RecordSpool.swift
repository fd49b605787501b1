import Durability

/// Records that wait, one after the other: in memory, or in a file without a name once they are many.
///
/// A class, so that tables can pass it on; one thread uses it at a time.
final class RecordSpool: @unchecked Sendable {
    private var bytes: [UInt8] = []
    private var file: UnnamedFile?
    private var length = 0
    /// Why records are missing. Folding goes on; the error is thrown when the records are read.
    private var failure: FileError?

    /// The bytes that stay in memory.
    private static let room = 1 << 20

    /// Appends a record.
    ///
    /// - Parameter write: appends its bytes.
    @inline(__always)
    func append(_ write: (inout [UInt8]) -> Void) {
        if bytes.count >= RecordSpool.room { flush() }
        let start = bytes.count
        bytes.append(bytesOf: 0)
        write(&bytes)
        bytes.store(UInt32(bytes.count - start - 4), at: start)
    }

    /// The records in their order, from the first. None can be appended any more.
    ///
    /// - Throws: `FileError` where some could not be written.
    func reader() throws(FileError) -> RecordReader {
        if file != nil { flush() }
        if let failure { throw failure }
        guard let file else { return RecordReader(bytes) }
        return RecordReader(file, 0..<length)
    }

    private func flush() {
        defer { bytes.removeAll(keepingCapacity: true) }
        guard failure == nil else { return }
        do throws(FileError) {
            if file == nil { file = try UnnamedFile() }
            try file?.write(bytes.span.bytes)
            length += bytes.count
        } catch {
            failure = error
        }
    }
}

// MARK: - Numbers in records

extension [UInt8] {
    /// Appends the four bytes of a number, as the machine has them.
    @inline(__always)
    mutating func append(bytesOf number: UInt32) {
        Swift.withUnsafeBytes(of: number) { append(contentsOf: $0) }
    }

    /// Appends a text.
    @inline(__always)
    mutating func append(text: UnsafeRawBufferPointer) { append(contentsOf: text) }

    /// Writes a number over four bytes.
    @inline(__always)
    mutating func store(_ number: UInt32, at offset: Int) {
        withUnsafeMutableBytes { $0.storeBytes(of: number, toByteOffset: offset, as: UInt32.self) }
    }

    /// Appends a number so that the order of bytes is that of numbers.
    mutating func append(ordered number: UInt64, bytes count: Int = 8) {
        for place in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place))) }
    }
}
