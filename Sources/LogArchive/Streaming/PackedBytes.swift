import CISAL

/// Bytes deflated as one piece (RFC 1951), for formats of other modules.
package enum PackedBytes {
    /// Why packed bytes cannot be unpacked.
    package struct Fault: Error, Sendable {}

    /// Deflates some bytes: fast rather than small.
    package static func pack(_ bytes: [UInt8]) -> [UInt8] { Deflater().deflate(bytes, isLast: true) }

    /// Inflates what ``pack(_:)`` made.
    ///
    /// - Parameters:
    ///   - packed: one deflate stream, and nothing after it.
    ///   - count: the number of bytes that it holds.
    /// - Throws: ``Fault`` where it is no such stream, or holds another number of bytes.
    package static func unpack(_ packed: UnsafeRawBufferPointer, count: Int) throws(Fault) -> [UInt8] {
        guard packed.count <= UInt32.max, count < UInt32.max else { throw Fault() }
        let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
        defer { state.deallocate() }
        var isComplete = false
        // One byte of room more than declared shows that there is more, and gives an empty stream an output.
        var bytes = [UInt8](unsafeUninitializedCapacity: count + 1) { output, filled in
            isal_inflate_init(state)
            state.pointee.next_in = UnsafeMutablePointer(
                mutating: packed.baseAddress?.assumingMemoryBound(to: UInt8.self))
            state.pointee.avail_in = UInt32(packed.count)
            state.pointee.next_out = output.baseAddress
            state.pointee.avail_out = UInt32(count + 1)
            let outcome = isal_inflate_stateless(state)
            filled = count + 1 - Int(state.pointee.avail_out)
            isComplete = outcome == ISAL_DECOMP_OK && filled == count && state.pointee.avail_in == 0
        }
        guard isComplete else { throw Fault() }
        if bytes.count > count { bytes.removeLast(bytes.count - count) }
        return bytes
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
