import CISAL

/// Whole texts as gzip (RFC 1952), fast rather than small.
public enum GzipText {
    /// Compresses a text.
    public static func compress(_ text: [UInt8]) -> [UInt8] {
        let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
        let working = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(isal_deflate_level_1_buffer_size))
        defer {
            stream.deallocate()
            working.deallocate()
        }
        isal_deflate_init(stream)
        stream.pointee.level = 1
        stream.pointee.level_buf = working
        stream.pointee.level_buf_size = isal_deflate_level_1_buffer_size
        stream.pointee.end_of_stream = 1
        stream.pointee.flush = UInt16(NO_FLUSH)
        stream.pointee.gzip_flag = UInt16(IGZIP_GZIP)
        // As for a zip's blocks, and gzip's own header and trailer.
        let bound = text.count + text.count / 1024 + 4096
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            text.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                let outcome = isal_deflate(stream)
                precondition(outcome == COMP_OK && stream.pointee.avail_in == 0, "ISA-L could not deflate a text")
                count = output.count - Int(stream.pointee.avail_out)
            }
        }
    }
}
