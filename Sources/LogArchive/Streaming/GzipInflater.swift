import CISAL

/// Inflates gzip (RFC 1952) piece by piece, one or more members.
public struct GzipInflater: ~Copyable {
    /// Why bytes are not gzip.
    public struct Fault: Error, Sendable {}

    private let state = UnsafeMutablePointer<inflate_state>.cleared()
    private var isInMember = false
    private var isAfterMember = false
    private var isBroken = false

    /// At the beginning of a stream.
    public init() {}

    deinit { state.deallocate() }

    /// Whether the stream may end here.
    public var isComplete: Bool { !isInMember }

    /// Inflates until the input is used up or the output is full. What comes before a fault is handed out first.
    ///
    /// Zeros after a member are skipped: tapes and block devices pad with them, and gzip itself takes no offence.
    ///
    /// - Parameters:
    ///   - input: the used bytes are removed from it.
    ///   - output: where the bytes go.
    /// - Returns: how many bytes were written; 0 where more input is needed.
    public mutating func inflate(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(Fault) -> Int {
        if isBroken { throw Fault() }
        var written = 0
        while written < output.count, !input.isEmpty || isInMember {
            if !isInMember {
                if isAfterMember {
                    input = UnsafeRawBufferPointer(rebasing: input.drop { $0 == 0 })
                    if input.isEmpty { break }
                }
                isal_inflate_init(state)
                state.pointee.crc_flag = UInt32(ISAL_GZIP)
                isInMember = true
            }
            let before = (input.count, written)
            state.pointee.next_in = UnsafeMutablePointer(
                mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
            state.pointee.avail_in = UInt32(input.count)
            state.pointee.next_out = output.baseAddress?.advanced(by: written).assumingMemoryBound(to: UInt8.self)
            state.pointee.avail_out = UInt32(output.count - written)
            let outcome = isal_inflate(state)
            written = output.count - Int(state.pointee.avail_out)
            guard outcome == ISAL_DECOMP_OK || outcome == ISAL_END_INPUT else {
                isBroken = true
                if written > 0 { return written }
                throw Fault()
            }
            input = UnsafeRawBufferPointer(rebasing: input[(input.count - Int(state.pointee.avail_in))...])
            if state.pointee.block_state == ISAL_BLOCK_FINISH { (isInMember, isAfterMember) = (false, true) }
            if before == (input.count, written), isInMember { break }
        }
        return written
    }
}
