import Dispatch
package import Durability
import Synchronization
import TrackingLog

/// An entry of a zip whose blocks can be inflated in any order, on any thread.
package final class BlockedEntry: Sendable {
    /// Where the blocks are.
    package let places: [BlockIndex.Place]
    /// The length of the longest block once inflated, in bytes.
    let longest: Int
    private let index: BlockIndex
    private let file: OpenFile
    /// The byte at which the deflated data begins.
    private let start: Int
    private let crc: UInt32

    /// The maximum length of a block, deflated or inflated, in bytes.
    private static let maximumBytes = 64 << 20

    /// nil where the zip has no index of the entry that can be right, or has no use for it: a single block.
    ///
    /// - Parameters:
    ///   - member: the entry.
    ///   - file: the zip, which is opened once more.
    ///   - longest: a block must be shorter, in bytes.
    package init?(_ member: ZipMember, of file: borrowing OpenFile, longest: Int = .max) {
        guard member.refusal == nil, let index = member.blockIndex, index.blocks.count > 1,
            index.blocks.allSatisfy({
                $0.size < longest && $0.size <= Self.maximumBytes && $0.compressedSize <= Self.maximumBytes
            }),
            let again = try? OpenFile(duplicating: file.descriptor, named: file.name)
        else { return nil }
        self.index = index
        places = index.places
        self.longest = index.blocks.reduce(0) { max($0, $1.size) }
        self.file = again
        start = member.data.lowerBound
        crc = member.crc
    }

    /// Inflates one block into a buffer.
    ///
    /// Its text is the entry's only where all blocks before it are what the index says, too.
    ///
    /// - Parameters:
    ///   - number: the block's place in the index, from 0.
    ///   - text: receives the block's text, which must fill it. Without a CRC, what it holds is undefined.
    ///   - inflater: the calling thread's.
    /// - Returns: the text's CRC; nil where the index is wrong about the block, or it cannot be read.
    func inflate(_ number: Int, into text: UnsafeMutableRawBufferPointer, by inflater: BlockInflater) -> UInt32? {
        let place = places[number].compressed
        let crc = inflater.inflate(
            start + place.lowerBound..<start + place.upperBound, isLast: isLast(number), of: file, into: text)
        guard let crc else { return nil }
        let lineEnds = text.withMemoryRebound(to: UInt8.self) { $0.span.occurrences(of: .lineFeed, before: $0.count) }
        return lineEnds == index.blocks[number].lineEnds ? crc : nil
    }

    /// The texts of some blocks after each other, read without those before them.
    ///
    /// An index that is wrong about earlier blocks is not noticed here: this is for zips whose bytes are known.
    ///
    /// - Parameter numbers: the blocks' places in the index, from 0.
    /// - Returns: the text; nil where the index is wrong about one of them, or it cannot be read.
    package func text(of numbers: Range<Int>) -> [UInt8]? {
        let inflater = BlockInflater()
        let size = numbers.reduce(0) { $0 + index.blocks[$1].size }
        var isTrue = true
        let text = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            for number in numbers {
                let block = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[count..<count + index.blocks[number].size])
                isTrue = isTrue && inflate(number, into: block, by: inflater) != nil
                count += block.count
            }
        }
        return isTrue ? text : nil
    }

    /// Whether it is the entry's last block.
    func isLast(_ number: Int) -> Bool { number == index.blocks.count - 1 }

    /// Whether the CRC of the whole text is the one that the directory declares.
    func declares(_ crc: UInt32) -> Bool { self.crc == crc }

    /// The CRC of the text up to the end of a block.
    ///
    /// - Parameters:
    ///   - crc: of the text before the block.
    ///   - other: of the block.
    ///   - number: the block.
    func joined(_ crc: UInt32, _ other: UInt32, of number: Int) -> UInt32 {
        CRC32.joined(crc, other, length: index.blocks[number].size)
    }

    /// Whether all blocks are what the index says, and their text is the one that the directory declares.
    ///
    /// Such an entry has no damage. One that is not such may have none, too: the index may be wrong.
    ///
    /// - Parameter workers: how many threads inflate.
    func isTrue(workers: Int) -> Bool {
        let crcs = Mutex([UInt32?](repeating: nil, count: places.count))
        let next = Atomic<Int>(0)
        func work() {
            let inflater = BlockInflater()
            let text = UnsafeMutableRawBufferPointer.allocate(byteCount: longest, alignment: 64)
            defer { text.deallocate() }
            while true {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard number < places.count else { return }
                let block = UnsafeMutableRawBufferPointer(rebasing: text[..<index.blocks[number].size])
                guard let crc = inflate(number, into: block, by: inflater) else {
                    next.store(places.count, ordering: .relaxed)
                    return
                }
                crcs.withLock { $0[number] = crc }
            }
        }
        // The threads of a reading wait for this. A queue of its own has a thread of its own.
        let others = DispatchGroup()
        for _ in 1..<max(1, workers) {
            DispatchQueue(label: "pushtrail.check").async(group: others, execute: DispatchWorkItem(block: work))
        }
        work()
        others.wait()
        var whole: UInt32 = 0
        for (number, crc) in crcs.withLock({ $0 }).enumerated() {
            guard let crc else { return false }
            whole = joined(whole, crc, of: number)
        }
        return declares(whole)
    }
}
