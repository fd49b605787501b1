import Durability
import Foundation
import TrackingLog

@testable import LogArchive

/// A zip of one log, in blocks that end anywhere, with any index.
struct BlockedZip {
    /// The text of each block.
    var pieces: [[UInt8]]
    /// What the index says; nil for no index.
    var index: BlockIndex?
    /// What is done to the zip's bytes, given the range of the entry's deflated data.
    var damage: (inout [UInt8], Range<Int>) -> Void = { _, _ in }
    /// Whether the directory declares another CRC than the text's.
    var hasWrongCRC = false

    /// A text that ends its blocks at some offsets, and its true index.
    init(_ text: [UInt8], cutAt offsets: [Int]) {
        let ends = offsets.filter { 0..<text.count ~= $0 }.sorted() + [text.count]
        pieces = zip([0] + ends, ends).map { Array(text[$0..<$1]) }
        let deflater = Deflater()
        var index = BlockIndex()
        for (number, piece) in pieces.enumerated() {
            let deflated = deflater.deflate(piece, isLast: number == pieces.count - 1)
            index.append(
                BlockIndex.Block(
                    compressedSize: deflated.count, size: piece.count, lineEnds: piece.count { $0 == .lineFeed }))
        }
        self.index = index
    }

    /// Writes the zip.
    func write(to path: String) throws {
        var file = try AtomicFile(replacing: path)
        let start = ZipContainer.dataStart(ofEntry: "log.csv")
        let spool = try BlockSpool(file, at: start)
        for (number, piece) in pieces.enumerated() {
            let block = spool.block(capacity: piece.count)
            block.text = piece
            try spool.append(block, isLast: number == pieces.count - 1)
        }
        var entry = try spool.finish()
        entry.index = index ?? BlockIndex()
        if hasWrongCRC { entry.crc ^= 1 }
        _ = try ZipContainer.write(entry, named: "log.csv", blinding: [], to: &file)
        try file.commit()
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        damage(&bytes, entry.place)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}
