import CISAL
package import Durability
import TrackingLog

/// The bytes of one entry, inflated by ISA-L and checked against the directory.
///
/// It never hands out more than the declared length, and checks the CRC and that the compressed data is used to its last
/// byte.
package final class MemberReader {
    private let member: ZipMember
    private let state: UnsafeMutablePointer<inflate_state>
    private let input: UnsafeMutableRawBufferPointer
    /// Where the next compressed bytes are.
    private(set) var position: Int
    private var length = 0
    private var crc: UInt32 = 0
    private var fault: ZipFault?

    /// - Throws: ``ZipMember/refusal``.
    package init(_ member: ZipMember) throws(ZipFault) {
        if let refusal = member.refusal { throw refusal }
        self.member = member
        position = member.data.lowerBound
        // Only now: a zip may have half a million entries that cannot be read.
        state = .cleared()
        let room = member.method == 8 ? min(1 << 18, max(1, member.compressedSize)) : 0
        input = .allocate(byteCount: room, alignment: 64)
        isal_inflate_init(state)
    }

    deinit {
        state.deallocate()
        input.deallocate()
    }

    /// Whether an entry is stored or deflated: no other method is read here.
    static func reads(_ member: ZipMember) -> Bool { member.method == 0 || member.method == 8 }

    /// Reads the next bytes.
    ///
    /// - Parameters:
    ///   - buffer: receives the bytes, from its beginning.
    ///   - file: the zip, the same one in every call.
    /// - Returns: the number of bytes; 0 at the end, once length, CRC and compressed data are checked.
    /// - Throws: the first ``ZipFault``; the bytes before it were handed out.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer, from file: borrowing OpenFile
    ) throws(ZipFault) -> Int {
        if let fault { throw fault }
        // One byte more than declared shows that there is more: nothing beyond it is inflated.
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
                .longer,
                "the data is longer than the \(member.size.grouped) bytes that the directory declares; reading stopped there"
            )
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
                throw fault(.damagedData, "the deflated data is damaged")
            }
            if before == (state.pointee.avail_in, state.pointee.avail_out), position == member.data.upperBound,
                state.pointee.block_state != ISAL_BLOCK_FINISH
            {
                throw fault(.truncatedData, "the deflated data ends early")
            }
        }
    }

    /// Checks length, CRC and compressed data at the end.
    private func checkEnd() throws(ZipFault) {
        // ISA-L may hold complete bytes after the end among its next bits.
        let isLeft = state.pointee.avail_in > 0 || state.pointee.read_in_length >= 8
        if member.method == 8, isLeft || position < member.data.upperBound {
            throw fault(.trailingData, "bytes follow the end of the deflated data")
        }
        guard length == member.size else {
            throw fault(
                .shorter, "the data is \(length.grouped) bytes, the directory declares \(member.size.grouped)")
        }
        guard crc == member.crc else {
            let (found, declared) = (String(crc, radix: 16), String(member.crc, radix: 16))
            throw fault(.crc, "the data's CRC-32 is \(found), the directory declares \(declared)")
        }
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
