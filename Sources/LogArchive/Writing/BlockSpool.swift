import Dispatch
import Durability
import Synchronization
import TrackingLog

/// A zip entry under construction: its blocks are deflated and written to their place in the zip.
///
/// Deflating and writing happen on the spool's own queue. Each deflated byte is written once.
final class BlockSpool: Sendable {
    /// A complete entry.
    struct Entry {
        /// The byte at which the deflated data begins.
        let start: Int
        /// The length before deflating, in bytes.
        var size = 0
        var compressedSize = 0
        var crc: UInt32 = 0
        var index = BlockIndex()
        /// The CRC and the length in bytes of each block, before blocks became one in the index.
        var pieces: [(crc: UInt32, size: Int)] = []

        /// Where the deflated data is.
        var place: Range<Int> { start..<start + compressedSize }
    }

    private final class Work {
        var entry: Entry
        /// The zip, opened once more: what waits is written even where the zip is given up.
        let file: OpenFile
        let deflater = Deflater()

        init(_ file: consuming OpenFile, at start: Int) {
            entry = Entry(start: start)
            self.file = file
        }
    }

    // Used only on the queue.
    nonisolated(unsafe) private let work: Work
    private let failure = Mutex<FileError?>(nil)
    private let queue = DispatchQueue(label: "pushtrail.deflate")
    /// Four blocks may wait: the caller is blocked by the fifth, so that memory stays bounded.
    private let room = DispatchSemaphore(value: 4)
    /// The memory of blocks that are written.
    private let free = Mutex<[Block]>([])

    /// The text of a block that is not deflated yet.
    ///
    /// One owner at a time uses it: who fills it, then the queue. Its memory serves another block afterwards.
    final class Block: @unchecked Sendable {
        var text: [UInt8] = []
    }

    /// - Parameters:
    ///   - file: the zip.
    ///   - start: the byte at which the deflated data begins.
    init(_ file: borrowing AtomicFile, at start: Int) throws(FileError) {
        work = Work(try OpenFile(duplicating: file.descriptor, named: file.target), at: start)
    }

    /// An empty block, to be filled.
    ///
    /// - Parameter capacity: how many bytes are expected, if it needs new memory.
    func block(capacity: Int) -> Block {
        if let block = free.withLock({ $0.popLast() }) { return block }
        let block = Block()
        block.text.reserveCapacity(capacity)
        return block
    }

    /// Adds a block, which is deflated later and no longer the caller's; the last one ends the deflate stream.
    ///
    /// - Throws: the failure of an earlier block.
    func append(_ block: Block, isLast: Bool) throws(FileError) {
        if let failure = failure.withLock({ $0 }) { throw failure }
        room.wait()
        queue.async { [self] in
            do throws(FileError) {
                let deflated = work.deflater.deflate(block.text, isLast: isLast)
                try writeAll(
                    deflated.span.bytes, to: work.file.descriptor, at: work.entry.place.upperBound,
                    named: work.file.name)
                let size = block.text.count
                let crc = block.text.withUnsafeBytes { CRC32.of($0) }
                work.entry.crc = CRC32.joined(work.entry.crc, crc, length: size)
                work.entry.pieces.append((crc, size))
                work.entry.size += size
                work.entry.compressedSize += deflated.count
                work.entry.index.append(
                    BlockIndex.Block(
                        compressedSize: deflated.count, size: size,
                        lineEnds: block.text.span.occurrences(of: .lineFeed, before: size)))
            } catch {
                failure.withLock { $0 = error }
            }
            block.text.removeAll(keepingCapacity: true)
            free.withLock { $0.append(block) }
            room.signal()
        }
    }

    /// Waits until all blocks are written.
    func finish() throws(FileError) -> Entry {
        queue.sync {}
        if let failure = failure.withLock({ $0 }) { throw failure }
        return work.entry
    }
}
