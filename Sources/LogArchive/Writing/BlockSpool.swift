import Dispatch
import Durability
import Synchronization

/// A zip entry under construction: its blocks, deflated, in a file without a name.
///
/// Deflating and writing happen on the spool's own queue.
final class BlockSpool: Sendable {
    /// A complete entry.
    struct Entry {
        let file: UnnamedFile
        /// The length before deflating, in bytes.
        var size = 0
        var compressedSize = 0
        var crc: UInt32 = 0
    }

    private final class Work {
        var entry: Entry
        let deflater = Deflater()
        init(_ file: UnnamedFile) { entry = Entry(file: file) }
    }

    // Used only on the queue.
    nonisolated(unsafe) private let work: Work
    private let failure = Mutex<FileError?>(nil)
    private let queue = DispatchQueue(label: "pushtrail.deflate")
    /// Four blocks may wait: the caller is blocked by the fifth, so that memory stays bounded.
    private let room = DispatchSemaphore(value: 4)

    /// - Parameter path: the file beside which the deflated blocks wait.
    init(beside path: String) throws(FileError) {
        work = Work(try UnnamedFile(beside: path))
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
                work.entry.crc = Deflater.crc(of: block, following: work.entry.crc)
                work.entry.size += block.count
                work.entry.compressedSize += deflated.count
                try work.entry.file.write(deflated.span.bytes)
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
