import Durability
import TrackingLog

@testable import LogArchive

/// A zip is read or refused, whatever its bytes; and what is read without a fault, libzip reads as the same bytes.
enum ZipTarget {
    /// More of an entry is not compared: a small zip may hold any amount.
    private static let longest = 1 << 20

    static func run(_ input: [UInt8]) throws {
        let file = try MemoryFile(input)
        let structure = ZipStructure(try file.open())
        for member in structure.members { _ = member.blockIndex?.places }
        try compare(file, isFaultless: structure.faults.isEmpty)
        var rows = 0
        _ = try LogReader().read([.path(file.path)], into: &rows) { rows, batch, _ in rows += batch.rows.count }
    }

    private static func compare(_ file: MemoryFile, isFaultless: Bool) throws {
        guard let zip = try? ZipReader(file.open()) else {
            if isFaultless { throw Difference(description: "a zip without a fault is refused") }
            return
        }
        for entry in zip.entries where entry.refusal == nil && MemberReader.reads(entry.member) {
            guard entry.member.size <= longest,
                let ours = bytes(of: try? zip.source(of: entry) { _ in }, upTo: entry.member.size)
            else { continue }
            let theirs = bytes(of: try? EntrySource(entry, of: zip) { _ in }, upTo: entry.member.size)
            if let theirs { try Difference.check([ours], [theirs], "what libzip inflates") }
            if isFaultless, theirs == nil { throw Difference(description: "libzip cannot read \(entry.name)") }
        }
    }

    /// All bytes of an entry; nil where something is wrong with them.
    private static func bytes(of source: (any ByteSource)?, upTo size: Int) -> [UInt8]? {
        guard let source else { return nil }
        var bytes = [UInt8](repeating: 0, count: size + 1)
        var count = 0
        while true {
            let read = bytes.withUnsafeMutableBytes { buffer in
                try? source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            }
            guard let read else { return nil }
            if read == 0 { return Array(bytes.prefix(count)) }
            count += read
        }
    }
}
