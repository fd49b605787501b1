import CISAL
package import Durability

/// One entry's bytes, inflated by ISA-L and checked against the directory.
///
/// The declared length is never exceeded, the CRC must match, and the compressed data must be used to their last byte.
package final class MemberReader {
    private let member: ZipMember
    private let state: UnsafeMutablePointer<inflate_state>
    private let input: UnsafeMutableRawBufferPointer
    /// Where the next compressed bytes are.
    private(set) var position: Int
    private var length = 0
    private var crc: UInt32 = 0
    private var fault: ZipFault?

    /// - Throws: ``ZipFault`` where the entry cannot be read.
    package init(_ member: ZipMember) throws(ZipFault) {
        func fault(_ kind: ZipFault.Kind, _ reason: String) -> ZipFault {
            ZipFault(kind, entry: member.name, reason)
        }
        guard member.end > 0 else { throw fault(.truncatedData, "its data cannot be located") }
        guard !member.isOverlapping else { throw .overlap(member) }
        guard !member.isEncrypted else { throw fault(.encrypted, "it is encrypted") }
        guard Self.reads(member) else {
            throw fault(.unknownMethod, "its compression, method \(member.method), is not known")
        }
        self.member = member
        position = member.data.lowerBound
        // Allocated only for readable entries: a zip may have half a million others.
        state = .allocate(capacity: 1)
        let room = member.method == 8 ? min(1 << 18, max(1, member.compressedSize)) : 0
        input = .allocate(byteCount: room, alignment: 64)
        isal_inflate_init(state)
    }

    deinit {
        state.deallocate()
        input.deallocate()
    }

    /// Whether the entry's method is one of those that are read here: stored and deflated.
    static func reads(_ member: ZipMember) -> Bool { member.method == 0 || member.method == 8 }

    /// Reads the next bytes.
    ///
    /// - Parameters:
    ///   - buffer: receives them, from its beginning.
    ///   - file: the zip: the same one in every call.
    /// - Returns: how many; 0 at the end, when everything has been checked.
    /// - Throws: the first ``ZipFault``; the bytes before it were handed out.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer, from file: borrowing OpenFile
    ) throws(ZipFault) -> Int {
        if let fault { throw fault }
        // One byte more than declared shows that there is more; nothing beyond it is inflated.
        let room = max(1, min(buffer.count, member.size - length + 1))
        let buffer = UnsafeMutableRawBufferPointer(rebasing: buffer[..<room])
        var count = 0
        do throws(ZipFault) {
            if member.method == 0 {
                count = try pull(into: buffer, from: file)
            } else {
                try inflate(into: buffer, &count, from: file)
            }
        } catch {
            fault = error
        }
        if length + count > member.size {
            count = member.size - length
            fault = fault(
                .longer, "it holds more than the \(member.size) bytes that it declares; reading stopped there")
        }
        length += count
        crc = crc32_gzip_refl(crc, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(count))
        if count == 0 {
            if let fault { throw fault }
            try checkEnd()
        }
        return count
    }

    private func inflate(
        into buffer: UnsafeMutableRawBufferPointer, _ count: inout Int, from file: borrowing OpenFile
    ) throws(ZipFault) {
        state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        state.pointee.avail_out = UInt32(buffer.count)
        defer { count = buffer.count - Int(state.pointee.avail_out) }
        while state.pointee.avail_out > 0, state.pointee.block_state != ISAL_BLOCK_FINISH {
            if state.pointee.avail_in == 0 {
                let count = try pull(into: input, from: file)
                state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                state.pointee.avail_in = UInt32(count)
            }
            let before = (state.pointee.avail_in, state.pointee.avail_out)
            let outcome = isal_inflate(state)
            guard outcome == ISAL_DECOMP_OK || outcome == ISAL_END_INPUT else {
                throw fault(.damagedData, "its deflated data are damaged")
            }
            if before == (state.pointee.avail_in, state.pointee.avail_out), position == member.data.upperBound,
                state.pointee.block_state != ISAL_BLOCK_FINISH
            {
                throw fault(.truncatedData, "its deflated data end early")
            }
        }
    }

    /// Checks what must hold at the end.
    private func checkEnd() throws(ZipFault) {
        // ISA-L may hold complete bytes after the end among its next bits.
        let isLeft = state.pointee.avail_in > 0 || state.pointee.read_in_length >= 8
        if member.method == 8, isLeft || position < member.data.upperBound {
            throw fault(.trailingData, "bytes follow its deflated data")
        }
        guard length == member.size else {
            throw fault(.shorter, "it holds \(length) bytes, not the \(member.size) that it declares")
        }
        guard crc == member.crc else { throw fault(.crc, "its CRC-32 does not match its bytes") }
    }

    private func pull(
        into buffer: UnsafeMutableRawBufferPointer, from file: borrowing OpenFile
    ) throws(ZipFault) -> Int {
        let wanted = min(buffer.count, member.data.upperBound - position)
        guard wanted > 0 else { return 0 }
        do throws(FileError) {
            let count = try file.read(at: position, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            if count > 0 {
                position += count
                return count
            }
        } catch {
            throw fault(.unreadable, error.reason)
        }
        throw fault(.truncatedData, "the file ends within its data")
    }

    private func fault(_ kind: ZipFault.Kind, _ reason: String) -> ZipFault {
        ZipFault(kind, entry: member.name, reason)
    }
}
