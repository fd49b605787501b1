import CISAL

/// Bytes deflated as one piece (RFC 1951), for formats of other modules.
package enum PackedBytes {
    /// Why packed bytes cannot be unpacked.
    package struct Fault: Error, Sendable {}

    /// Deflates some bytes: fast rather than small. The same bytes always give the same.
    package static func pack(_ bytes: [UInt8]) -> [UInt8] { Deflater().deflate(bytes, isLast: true) }

    /// Inflates what ``pack(_:)`` made, one piece after the other.
    ///
    /// - Parameter pieces: deflate streams with nothing after them, and where each one's bytes go, which they fill.
    /// - Throws: ``Fault`` where one is no such stream, or holds another number of bytes.
    package static func unpack(
        _ pieces: [(packed: UnsafeRawBufferPointer, bytes: UnsafeMutableRawBufferPointer)]
    ) throws(Fault) {
        let state = UnsafeMutablePointer<inflate_state>.cleared()
        defer { state.deallocate() }
        for (packed, bytes) in pieces {
            guard packed.count <= UInt32.max, bytes.count <= UInt32.max else { throw Fault() }
            isal_inflate_init(state)
            state.pointee.next_in = UnsafeMutablePointer(
                mutating: packed.baseAddress?.assumingMemoryBound(to: UInt8.self))
            state.pointee.avail_in = UInt32(packed.count)
            state.pointee.next_out = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            state.pointee.avail_out = UInt32(bytes.count)
            let outcome = isal_inflate_stateless(state)
            guard outcome == ISAL_DECOMP_OK, state.pointee.avail_out == 0, state.pointee.avail_in == 0 else {
                throw Fault()
            }
        }
    }

    /// The CRC-32 (that of zip) of some bytes that follow others.
    ///
    /// - Parameters:
    ///   - bytes: the bytes.
    ///   - crc: the CRC-32 of those before them; 0 where there are none.
    package static func crc(of bytes: UnsafeRawBufferPointer, following crc: UInt32 = 0) -> UInt32 {
        crc32_gzip_refl(crc, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
    }
}
