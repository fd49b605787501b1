import CISAL

/// Deflates blocks at ISA-L's level 1: some fifteen times as fast as zlib's level 6, for a tenth more bytes.
struct Deflater: ~Copyable {
    private let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
    private let working = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(isal_deflate_level_1_buffer_size))

    deinit {
        stream.deallocate()
        working.deallocate()
    }

    /// Deflates one block, which refers to nothing outside itself. The same bytes always give the same.
    ///
    /// - Parameters:
    ///   - block: the bytes.
    ///   - isLast: whether it ends the deflate stream; otherwise it ends with a full flush.
    ///   - isGzip: whether gzip's header and trailer (RFC 1952) enclose it. It must then be the only block.
    func deflate(_ block: [UInt8], isLast: Bool, isGzip: Bool = false) -> [UInt8] {
        isal_deflate_init(stream)
        stream.pointee.level = 1
        stream.pointee.level_buf = working
        stream.pointee.level_buf_size = isal_deflate_level_1_buffer_size
        stream.pointee.gzip_flag = UInt16(isGzip ? IGZIP_GZIP : IGZIP_DEFLATE)
        // Incompressible data is stored, with 5 bytes for every 64 KiB; the rest is for headers and flushes.
        let bound = block.count + block.count / 1024 + 4096
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            block.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                let beginning = min(input.count, Deflater.beginning)
                advance(by: beginning, flushing: SYNC_FLUSH)
                advance(by: input.count - beginning, flushing: isLast ? NO_FLUSH : FULL_FLUSH, isLast: isLast)
                count = output.count - Int(stream.pointee.avail_out)
            }
        }
    }

    /// How many bytes are flushed before the others.
    ///
    /// ISA-L on x86 (2.30, and still 2.32) enters its own address, not the text, for the third byte of a block into its
    /// table of matches, so that some matches depend on where the process lies in memory. Its code for the last 16 bytes
    /// before a flush does not, and what a block begins with is in the table after it.
    private static let beginning = 8

    /// Deflates the next bytes of the block.
    private func advance(by count: Int, flushing flush: Int32, isLast: Bool = false) {
        stream.pointee.avail_in = UInt32(count)
        stream.pointee.flush = UInt16(flush)
        stream.pointee.end_of_stream = isLast ? 1 : 0
        let outcome = isal_deflate(stream)
        // The output is large enough and the arguments are valid; ISA-L has no other error.
        precondition(outcome == COMP_OK && stream.pointee.avail_in == 0, "ISA-L could not deflate a block")
    }
}

/// Complete texts as gzip (RFC 1952), fast rather than small.
public enum GzipText {
    /// Compresses a text.
    public static func compress(_ text: [UInt8]) -> [UInt8] { Deflater().deflate(text, isLast: true, isGzip: true) }
}
