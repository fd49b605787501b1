import Durability
import TrackingLog

@testable import LogArchive

/// With any index of an entry's blocks, and with damaged data too, the same is read as without the index.
///
/// The first 16 bytes say where blocks end, how the index and the data are changed, and by how many threads they are
/// read; the rest is the text.
enum BlockTarget {
    private static let controls = 16

    static func run(_ input: [UInt8]) throws {
        guard input.count > controls else { return }
        let (control, text) = (Array(input.prefix(controls)), Array(input.dropFirst(controls)))
        var zip = BlockedZip(text, cutAt: control[..<6].map { text.count * Int($0) / 256 })
        if control[6] & 1 != 0 { zip.shift(block: Int(control[7]), number: Int(control[8]), by: Int(control[9])) }
        if control[6] & 2 != 0 { zip.flipIndex(byte: Int(control[10]), bit: control[11]) }
        if control[6] & 4 != 0 { zip.flipData(byte: Int(control[12]) << 8 | Int(control[13]), bit: control[14]) }
        if control[6] & 8 != 0 { zip.crc ^= 1 }
        var options = ReadingOptions()
        options.workers = Int(control[15] % 4) + 1
        options.checksEntriesFirst = control[15] & 4 != 0
        // The chunks of a stream end in other places than the blocks do.
        options.chunkSize = 1 << (4 + Int(control[15] >> 5) * 2)
        let file = try MemoryFile(zip.bytes)
        let found = try shown(file, options)
        zip.index = []
        try file.replace(zip.bytes)
        try Difference.check(found, shown(file, options), "what is read by the index")
    }

    /// Rows, rejects, and what is said of the file.
    private static func shown(_ file: MemoryFile, _ options: ReadingOptions) throws -> [[UInt8]] {
        var found = Found()
        let summary = try LogReader(options: options).read([.path(file.path)], into: &found) { found, batch, _ in
            found.add(batch)
        }
        let failures = summary.failures.map { "\($0.reason) \($0.hint ?? "") \($0.source ?? -1)" }
        let sources = summary.sources.map { "\($0.entry ?? "") \($0.kind) \($0.rows) \($0.rejected)" }
        let others = summary.withoutLog.map { _ in "no log" } + summary.leftOut.map(\.reason)
        return found.rows + found.rejects + (failures + sources + others).map { Array($0.utf8) }
    }
}

/// A zip of one log in blocks.
private struct BlockedZip {
    private let pieces: [[UInt8]]
    private var data: [UInt8] = []
    private let size: Int
    var crc: UInt32
    /// The content of the index's extra field; none without it.
    var index: [UInt8] = []
    private var blocks: [BlockIndex.Block] = []

    init(_ text: [UInt8], cutAt offsets: [Int]) {
        let ends = Set(offsets).filter { $0 > 0 && $0 < text.count }.sorted() + [text.count]
        pieces = zip([0] + ends, ends).map { Array(text[$0..<$1]) }
        size = text.count
        crc = text.withUnsafeBytes { PackedBytes.crc(of: $0) }
        let deflater = Deflater()
        for (number, piece) in pieces.enumerated() {
            let deflated = deflater.deflate(piece, isLast: number == pieces.count - 1)
            data += deflated
            blocks.append(
                BlockIndex.Block(
                    compressedSize: deflated.count, size: piece.count, lineEnds: piece.count { $0 == .lineFeed }))
        }
        makeIndex()
    }

    private mutating func makeIndex() { index = blocks.reduce(into: BlockIndex()) { $0.append($1) }.field }

    /// Moves some of a block's lengths to the next block: the sums stay right.
    mutating func shift(block: Int, number: Int, by amount: Int) {
        guard blocks.count > 1 else { return }
        let block = block % (blocks.count - 1)
        let key = [\BlockIndex.Block.compressedSize, \.size, \.lineEnds][number % 3]
        let moved = min(amount, blocks[block][keyPath: key])
        blocks[block][keyPath: key] -= moved
        blocks[block + 1][keyPath: key] += moved
        makeIndex()
    }

    mutating func flipIndex(byte: Int, bit: UInt8) { index[byte % index.count] ^= 1 << (bit % 8) }

    mutating func flipData(byte: Int, bit: UInt8) { data[byte % data.count] ^= 1 << (bit % 8) }

    /// The zip (APPNOTE.TXT 4.3).
    var bytes: [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let name = Array("log.csv".utf8)
        let extra = index.isEmpty ? [] : number(BlockIndex.fieldID, 2) + number(index.count, 2) + index
        var common = number(20, 2) + number(0, 2) + number(8, 2) + number(0, 2) + number(33, 2)
        common += number(Int(crc), 4) + number(data.count, 4) + number(size, 4) + number(name.count, 2)
        let local = [0x50, 0x4B, 3, 4] + common + number(0, 2) + name + data
        var central = [0x50, 0x4B, 1, 2] + number(20, 2) + common + number(extra.count, 2)
        central += number(0, 14) + name + extra
        let end = [0x50, 0x4B, 5, 6] + number(0, 4) + number(1, 2) + number(1, 2) + number(central.count, 4)
        return local + central + end + number(local.count, 4) + number(0, 2)
    }
}
