import Durability
import Glibc

/// A search index, open for reading: which sections of a log may hold a code or a device.
///
/// It is no part of what is sealed, and is not trusted: someone who can write to the folder can have it leave out
/// rows. So nothing may be said not to exist because of an index alone.
package final class SearchIndex: Sendable {
    private let file: OpenFile
    private let trailer: SearchIndexTrailer
    private let segments: [SearchIndexSegment]
    /// The offset of the blocks' CRCs.
    private let blockTable: Int

    /// The number of rows of the log, as the index has it.
    package var rows: Int { trailer.rows }

    /// Opens the index beside a zip.
    ///
    /// - Throws: ``SearchIndexFault``, where there is none or it cannot be used.
    package init(besideZip path: String) throws(SearchIndexFault) {
        guard let path = SearchIndexFormat.path(besideZip: path) else { throw .missing }
        let file = try Self.file(at: path)
        let size = file.size
        guard size >= SearchIndexFormat.magic.count + SearchIndexTrailer.bytes else { throw .damaged }
        let trailer = try SearchIndexTrailer(
            Self.bytes(of: file, at: size - SearchIndexTrailer.bytes, count: SearchIndexTrailer.bytes))
        let tableBytes = trailer.segments * SearchIndexFormat.segmentBytes
        let table = size - SearchIndexTrailer.bytes - tableBytes
        let blockTable = table - 4 * trailer.blocks
        guard blockTable >= SearchIndexFormat.magic.count else { throw .damaged }
        let bytes = try Self.bytes(of: file, at: table, count: tableBytes)
        guard bytes.withUnsafeBytes({ CRC32.of($0) }) == trailer.segmentTableCRC else { throw .damaged }
        var segments: [SearchIndexSegment] = []
        // One after the other: no search reads more than the file is long.
        var end = SearchIndexFormat.magic.count
        for position in stride(from: 0, to: tableBytes, by: SearchIndexFormat.segmentBytes) {
            guard let segment = SearchIndexSegment(bytes, at: position), segment.offset == end,
                segment.bytes <= blockTable - end
            else { throw .damaged }
            segments.append(segment)
            end += segment.bytes
        }
        guard end == blockTable else { throw .damaged }
        self.file = file
        self.trailer = trailer
        self.segments = segments
        self.blockTable = blockTable
    }

    /// Whether it is of a zip with these bytes.
    ///
    /// - Parameters:
    ///   - zipBytes: the zip's length.
    ///   - zipHash: the zip's SHA-256.
    package func isOf(zipBytes: Int, zipHash: [UInt8]) -> Bool {
        trailer.zipBytes == zipBytes && trailer.zipHash == zipHash
    }

    /// Whether it is of an entry of a zip, by what the zip's directory says: its length and CRC, and its blocks.
    ///
    /// - Parameters:
    ///   - member: the entry.
    ///   - zipBytes: the zip's length.
    package func isOf(_ member: ZipMember, zipBytes: Int) -> Bool {
        trailer.zipBytes == zipBytes && trailer.logBytes == member.size && trailer.logCRC == member.crc
            && trailer.blocksCRC == member.blockFieldCRC
            && trailer.nameCRC == member.rawName.withUnsafeBytes { CRC32.of($0) }
    }

    /// Whether some row may hold a term.
    package func mayHold(_ term: SearchTerm) throws(SearchIndexFault) -> Bool { try mayHold(anyOf: [term]) }

    /// Whether some row may hold any of some terms.
    func mayHold(anyOf terms: Set<SearchTerm>) throws(SearchIndexFault) -> Bool { try !sections(of: terms).isEmpty }

    /// The blocks of the zip's entry that may hold rows with some terms.
    ///
    /// - Parameters:
    ///   - terms: what is searched for: rows with any of them.
    ///   - places: where the entry's blocks are.
    /// - Returns: the blocks' places in the zip's index in their order, with the CRCs of their texts. Where there are any, the
    ///   first one is among them: the log's header says how rows are to be read.
    func blocks(
        of terms: Set<SearchTerm>, in places: [BlockIndex.Place]
    ) throws(SearchIndexFault) -> [(number: Int, crc: UInt32)] {
        guard places.count == trailer.blocks else { throw .damaged }
        let sections = try sections(of: terms)
        guard !sections.isEmpty else { return [] }
        let table = try bytes(at: blockTable, count: 4 * trailer.blocks)
        guard table.withUnsafeBytes({ CRC32.of($0) }) == trailer.blockTableCRC else { throw .damaged }
        var found: [(number: Int, crc: UInt32)] = []
        var rest = sections[...]
        let size = SearchIndexFormat.sectionBytes
        for (number, place) in places.enumerated() {
            // The sections before this block are those of blocks before it.
            while let first = rest.first, (first + 1) * size <= place.text.lowerBound { rest.removeFirst() }
            guard number == 0 || !rest.isEmpty else { break }
            let holdsSection = rest.first.map { $0 * size < place.text.upperBound } ?? false
            if number == 0 || holdsSection { found.append((number, UInt32(table.number(4 * number, 4)))) }
        }
        return found
    }

    /// The sections in which rows with some terms may begin, in order.
    func sections(of terms: Set<SearchTerm>) throws(SearchIndexFault) -> [Int] {
        var hashes = terms.map(\.hash)
        if trailer.holdsDoubtfulRows { hashes.append(SearchTerm.always.hash) }
        // Neighbors in the file are read after each other.
        hashes.sort()
        var sections: Set<Int> = []
        for segment in segments {
            for hash in hashes { try collect(hash, in: segment, &sections) }
        }
        return sections.sorted()
    }

    private func collect(
        _ hash: UInt64, in segment: SearchIndexSegment, _ sections: inout Set<Int>
    ) throws(SearchIndexFault) {
        let bucket = segment.bucket(of: hash)
        let starts = try bytes(at: segment.start(ofBucket: bucket), count: 8)
        let (start, end) = (starts.number(0, 4), starts.number(4, 4))
        guard start <= end, end <= segment.pairs else { throw .damaged }
        let count = 4 * (end - start)
        let pairs = try bytes(at: segment.place(ofBucket: bucket, after: start), count: count + 4)
        let crc = pairs.withUnsafeBytes {
            SearchIndexFormat.crc(
                of: UnsafeRawBufferPointer(rebasing: $0[..<count]), inBucket: bucket,
                firstSection: segment.firstSection, log: trailer.nameCRC)
        }
        guard crc == UInt32(pairs.number(count, 4)) else { throw .damaged }
        let mark = Int(segment.mark(of: hash))
        for position in stride(from: 0, to: count, by: 4) where pairs.number(position + 2, 2) == mark {
            sections.insert(segment.firstSection + pairs.number(position, 2))
        }
    }

    // MARK: - Reading

    private static func file(at path: String) throws(SearchIndexFault) -> OpenFile {
        do throws(FileError) {
            return try OpenFile(path)
        } catch {
            throw error.code == ENOENT ? .missing : .unreadable(reason: error.reason)
        }
    }

    private func bytes(at offset: Int, count: Int) throws(SearchIndexFault) -> [UInt8] {
        try Self.bytes(of: file, at: offset, count: count)
    }

    private static func bytes(
        of file: borrowing OpenFile, at offset: Int, count: Int
    ) throws(SearchIndexFault) -> [UInt8] {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try file.bytes(at: offset, upTo: count)
        } catch {
            throw .unreadable(reason: error.reason)
        }
        guard bytes.count == count else { throw .damaged }
        return bytes
    }
}
