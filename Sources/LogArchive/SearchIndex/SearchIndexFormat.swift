/// The file of a search index: `2026-11-20.index` beside `2026-11-20.zip`.
///
/// Numbers have their lowest byte first. In this order:
/// - ``magic``.
/// - Segments. Each holds pairs of a hash and a section of the log's text, where rows that hold the hash's text begin. A
///   segment has 2^bits buckets; the highest bits of a hash choose one. First the number of pairs before each bucket, and of
///   all (4 bytes each); then the buckets: pairs of 4 bytes, in order, and the bucket's CRC. A pair's high half is the 16 bits
///   of the hash after those that choose the bucket; its low half is the section, counted from the segment's first.
/// - The CRC of each block of the zip's entry, as the zip's own index (`BlockIndex`) has the blocks; 4 bytes each.
/// - The table of segments: offset in the file (8 bytes), first section, number of pairs, bits (4 bytes each).
/// - The trailer: ``SearchIndexTrailer``.
///
/// So one code costs two short reads in each segment, and a reading notices all damage that would matter to it: the
/// trailer, both tables and each bucket have CRCs (CRC-32, that of zip).
package enum SearchIndexFormat {
    /// The first bytes, and the last but four.
    static let magic = Array("pushtrail.index\n".utf8)
    /// The version that is written, and the only one that is read.
    static let version = 1
    /// The length of a section of the log's text, in bytes.
    static let sectionBytes = 1 << 16
    /// The maximum number of pairs of a segment, which bounds the memory that writing takes.
    static let maximumPairs = 1 << 20
    /// The maximum number of sections of a segment: as many as half a pair can tell apart.
    static let maximumSections = 1 << 16
    /// The maximum number of segments that are read: those of 16 billion rows.
    static let maximumSegments = 1 << 14
    /// The maximum number of pairs of a bucket, on average. A search reads one bucket a segment.
    static let pairsPerBucket = 64
    /// The length of a segment's entry in the table, in bytes.
    static let segmentBytes = 20

    /// The path of the index that belongs to a zip.
    ///
    /// - Returns: nil where the path does not end in `.zip`.
    package static func path(besideZip path: String) -> String? {
        path.hasSuffix(".zip") ? path.dropLast(4) + ".index" : nil
    }

    /// The CRC of a bucket's pairs.
    ///
    /// It is over the bucket's place, too: the right bytes in another place are damage.
    ///
    /// - Parameters:
    ///   - pairs: the pairs as they are written.
    ///   - bucket: the bucket's number.
    ///   - firstSection: the first section of its segment.
    ///   - log: the CRC of the log's name.
    static func crc(
        of pairs: UnsafeRawBufferPointer, inBucket bucket: Int, firstSection: Int, log: UInt32
    ) -> UInt32 {
        var place: [UInt8] = []
        place.append(number: Int(log), 4)
        place.append(number: firstSection, 4)
        place.append(number: bucket, 4)
        return CRC32.of(pairs, following: place.withUnsafeBytes { CRC32.of($0) })
    }
}

/// A segment, by its entry in the table.
struct SearchIndexSegment: Hashable {
    /// The offset in the file, in bytes.
    var offset: Int
    /// The section that its pairs' sections are counted from.
    var firstSection: Int
    /// The number of pairs.
    var pairs: Int
    /// The number of bits that choose the bucket.
    var bits: Int

    /// The number of buckets.
    var buckets: Int { 1 << bits }
    /// The length in the file, in bytes.
    var bytes: Int { 4 * (buckets + 1 + pairs + buckets) }
    /// The offset in the file at which the number of pairs before a bucket stands.
    func start(ofBucket bucket: Int) -> Int { offset + 4 * bucket }
    /// The offset in the file at which a bucket begins.
    ///
    /// - Parameters:
    ///   - bucket: the bucket's number.
    ///   - pairs: the number of pairs before it.
    func place(ofBucket bucket: Int, after pairs: Int) -> Int { offset + 4 * (buckets + 1 + pairs + bucket) }

    /// The bucket of a hash.
    func bucket(of hash: UInt64) -> Int { bits == 0 ? 0 : Int(hash >> UInt64(64 - bits)) }
    /// The high half of a hash's pairs.
    func mark(of hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: (hash << UInt64(bits)) >> 48) }

    /// The entry in the table.
    var entry: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(number: offset, 8)
        bytes.append(number: firstSection, 4)
        bytes.append(number: pairs, 4)
        bytes.append(number: bits, 4)
        return bytes
    }

    init(offset: Int, firstSection: Int, pairs: Int, bits: Int) {
        self.offset = offset
        self.firstSection = firstSection
        self.pairs = pairs
        self.bits = bits
    }

    /// Reads an entry of the table; nil where no segment can be so.
    ///
    /// - Parameters:
    ///   - bytes: the table.
    ///   - position: where the entry begins.
    init?(_ bytes: [UInt8], at position: Int) {
        offset = bytes.number(position, 8)
        firstSection = bytes.number(position + 8, 4)
        pairs = bytes.number(position + 12, 4)
        bits = bytes.number(position + 16, 4)
        guard bits <= 20, pairs <= SearchIndexFormat.maximumPairs else { return nil }
    }
}

extension [UInt8] {
    /// Appends a number, its lowest byte first.
    mutating func append(number: Int, _ count: Int) {
        for shift in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
    }
}
