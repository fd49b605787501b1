import Dispatch
import Durability
import Synchronization

/// A deflated entry that is being made: blocks go in, and lie deflated one after the other in a file without a name.
///
/// Deflating and writing happen on a queue of the spool's own, which alone touches what is being made.
final class BlockSpool: Sendable {
    /// An entry that is whole.
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

    // Touched on the queue alone.
    nonisolated(unsafe) private let work: Work
    private let failure = Mutex<FileError?>(nil)
    private let queue = DispatchQueue(label: "pushtrail.deflate")
    /// How many blocks may wait: the caller is held up by the fifth, so memory stays bounded.
    private let room = DispatchSemaphore(value: 4)

    /// - Parameter path: the file beside which the deflated blocks are to wait.
    init(beside path: String) throws(FileError) {
        work = Work(try UnnamedFile(beside: path))
    }

    /// Takes a block to be deflated soon; the last one ends the deflate stream.
    ///
    /// - Throws: what kept an earlier block from being written.
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
