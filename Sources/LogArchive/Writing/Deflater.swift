import CISAL

/// Deflates blocks at ISA-L's level 1: some fifteen times as fast as zlib's level 6, for a tenth more bytes.
struct Deflater: ~Copyable {
    private let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
    private let working = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(isal_deflate_level_1_buffer_size))

    init() {
        // ISA-L looks into memory that it has not written: what was there by chance would decide between matches.
        UnsafeMutableRawPointer(stream).initializeMemory(
            as: UInt8.self, repeating: 0, count: MemoryLayout<isal_zstream>.size)
        working.initialize(repeating: 0, count: Int(isal_deflate_level_1_buffer_size))
    }

    deinit {
        stream.deallocate()
        working.deallocate()
    }

    /// Deflates one block, which refers to nothing outside itself.
    ///
    /// - Parameters:
    ///   - block: the bytes, and perhaps others after them.
    ///   - length: how many bytes of the block are deflated; nil for all.
    ///   - isLast: whether it ends the deflate stream; otherwise it ends with a full flush.
    ///   - isGzip: whether gzip's header and trailer (RFC 1952) enclose it. It must then be the only block.
    func deflate(_ block: [UInt8], length: Int? = nil, isLast: Bool, isGzip: Bool = false) -> [UInt8] {
        isal_deflate_init(stream)
        stream.pointee.level = 1
        stream.pointee.level_buf = working
        stream.pointee.level_buf_size = isal_deflate_level_1_buffer_size
        stream.pointee.end_of_stream = isLast ? 1 : 0
        stream.pointee.flush = UInt16(isLast ? NO_FLUSH : FULL_FLUSH)
        stream.pointee.gzip_flag = UInt16(isGzip ? IGZIP_GZIP : IGZIP_DEFLATE)
        // Incompressible data is stored, with 5 bytes for every 64 KiB; the rest is for headers and flushes.
        let bound = block.count + block.count / 1024 + 4096
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            block.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(length ?? input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                let outcome = isal_deflate(stream)
                // The output is large enough and the arguments are valid; ISA-L has no other error.
                precondition(outcome == COMP_OK && stream.pointee.avail_in == 0, "ISA-L could not deflate a block")
                count = output.count - Int(stream.pointee.avail_out)
            }
        }
    }

    /// The CRC-32 (that of zip) of some bytes that follow others.
    static func crc(of bytes: [UInt8], following crc: UInt32) -> UInt32 {
        bytes.withUnsafeBufferPointer { crc32_gzip_refl(crc, $0.baseAddress, UInt64($0.count)) }
    }
}

/// Complete texts as gzip (RFC 1952), fast rather than small.
public enum GzipText {
    /// Compresses a text.
    public static func compress(_ text: [UInt8]) -> [UInt8] { Deflater().deflate(text, isLast: true, isGzip: true) }
}
