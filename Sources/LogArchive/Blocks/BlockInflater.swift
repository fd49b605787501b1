import CISAL
import Durability

/// Inflates single blocks of a deflate stream, and finds out whether each is what an index says.
///
/// A block that refers to nothing before it and ends at a byte's border has the same text in the stream as alone. Where
/// every block is such, their texts after each other are the stream's text.
package final class BlockInflater {
    private let state = UnsafeMutablePointer<inflate_state>.cleared()
    private var input: [UInt8] = []

    /// An empty, final block. After a block that ends at a byte's border it ends the stream with its last byte; after
    /// any other it is read from within a byte, where it is no block at all.
    private static let ending: [UInt8] = [0x01, 0x00, 0x00, 0xFF, 0xFF]

    /// An inflater, for one thread at a time.
    package init() {}

    deinit { state.deallocate() }

    /// Inflates a block into a buffer.
    ///
    /// - Parameters:
    ///   - range: where the block is in the file, in bytes.
    ///   - isLast: whether it ends the stream.
    ///   - file: the zip.
    ///   - text: receives the block's text, which must fill it.
    /// - Returns: the text's CRC; nil where the file cannot be read or the bytes are no such block.
    func inflate(
        _ range: Range<Int>, isLast: Bool, of file: borrowing OpenFile, into text: UnsafeMutableRawBufferPointer
    ) -> UInt32? {
        let ending = isLast ? [] : Self.ending
        let wanted = range.count + ending.count
        if input.count < wanted { input = [UInt8](repeating: 0, count: wanted) }
        return input.withUnsafeMutableBytes { input -> UInt32? in
            let block = UnsafeMutableRawBufferPointer(rebasing: input[..<range.count])
            guard (try? file.fill(block, from: range.lowerBound)) != nil else { return nil }
            input[range.count...].copyBytes(from: ending)
            isal_inflate_init(state)
            state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
            state.pointee.avail_in = UInt32(wanted)
            state.pointee.next_out = text.baseAddress?.assumingMemoryBound(to: UInt8.self)
            state.pointee.avail_out = UInt32(text.count)
            guard isal_inflate_stateless(state) == ISAL_DECOMP_OK, state.pointee.block_state == ISAL_BLOCK_FINISH,
                state.pointee.avail_in == 0, state.pointee.avail_out == 0
            else { return nil }
            return CRC32.of(UnsafeRawBufferPointer(text))
        }
    }
}
