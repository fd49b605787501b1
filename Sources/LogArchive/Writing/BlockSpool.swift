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

    /// - Parameters:
    ///   - file: the zip.
    ///   - start: the byte at which the deflated data begins.
    init(_ file: borrowing AtomicFile, at start: Int) throws(FileError) {
        work = Work(try OpenFile(duplicating: file.descriptor, named: file.target), at: start)
    }

    /// Adds a block, which is deflated later; the last one ends the deflate stream.
    ///
    /// - Throws: the failure of an earlier block.
    func append(_ block: [UInt8], isLast: Bool) throws(FileError) {
        if let failure = failure.withLock({ $0 }) { throw failure }
        room.wait()
        queue.async { [self] in
            do throws(FileError) {
                let deflated = work.deflater.deflate(block, isLast: isLast)
                try writeAll(
                    deflated.span.bytes, to: work.file.descriptor, at: work.entry.place.upperBound,
                    named: work.file.name)
                work.entry.crc = Deflater.crc(of: block, following: work.entry.crc)
                work.entry.size += block.count
                work.entry.compressedSize += deflated.count
                work.entry.index.append(
                    BlockIndex.Block(
                        compressedSize: deflated.count, size: block.count,
                        lineEnds: block.span.occurrences(of: .lineFeed, before: block.count)))
            } catch {
                failure.withLock { $0 = error }
            }
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
