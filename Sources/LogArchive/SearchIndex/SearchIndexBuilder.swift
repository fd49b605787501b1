/// Builds a search index from a log's rows, in their order.
///
/// In bounded memory: what is complete is taken by ``takeOutput()``. The same rows give the same bytes.
package struct SearchIndexBuilder: ~Copyable {
    /// What an index says of the zip that it is of.
    package struct Subject {
        /// The zip's length in bytes.
        package var zipBytes: Int
        /// The zip's SHA-256.
        package var zipHash: [UInt8]
        /// The log's length in bytes.
        package var logBytes: Int
        /// The log's CRC.
        package var logCRC: UInt32
        /// The zip's blocks.
        package var blocks: BlockSums

        /// A subject of these values.
        package init(zipBytes: Int, zipHash: [UInt8], logBytes: Int, logCRC: UInt32, blocks: BlockSums) {
            self.zipBytes = zipBytes
            self.zipHash = zipHash
            self.logBytes = logBytes
            self.logCRC = logCRC
            self.blocks = blocks
        }
    }

    /// The present segment's pairs: the highest 48 bits of a hash, and a section counted from the segment's first.
    private var pairs: [UInt64] = []
    /// The last pairs, by some bits of their hashes: a message's rows mostly follow each other.
    private var recent = [UInt64](repeating: .max, count: 1 << 12)
    private var firstSection = 0
    private var trailer = SearchIndexTrailer()
    private var table: [UInt8] = []
    private var output = SearchIndexFormat.magic
    /// The length of all that was put out, in bytes.
    private var length = SearchIndexFormat.magic.count

    /// - Parameter name: the name of the log in the zip.
    package init(ofLog name: String) {
        trailer.nameCRC = Array(name.utf8).withUnsafeBytes { CRC32.of($0) }
    }

    /// Adds what a row holds.
    ///
    /// - Parameters:
    ///   - term: what it is found by.
    ///   - offset: the byte of the log at which it begins; no row after it begins before.
    package mutating func add(_ term: SearchTerm, at offset: Int) {
        add(term, in: offset / SearchIndexFormat.sectionBytes)
    }

    /// Adds rows that may be read in several ways: no search rules them out.
    ///
    /// - Parameter range: where they are in the log, in bytes.
    package mutating func addDoubtful(_ range: Range<Int>) {
        trailer.holdsDoubtfulRows = true
        guard !range.isEmpty else { return }
        let size = SearchIndexFormat.sectionBytes
        for section in range.lowerBound / size...(range.upperBound - 1) / size { add(.always, in: section) }
    }

    private mutating func add(_ term: SearchTerm, in section: Int) {
        if pairs.count == SearchIndexFormat.maximumPairs
            || section - firstSection >= SearchIndexFormat.maximumSections
        {
            endSegment()
        }
        if pairs.isEmpty {
            firstSection = section
            recent.withUnsafeMutableBufferPointer { $0.update(repeating: .max) }
        }
        let pair = term.hash & ~0xFFFF | UInt64(section - firstSection)
        let place = Int(term.hash >> 52)
        guard recent[place] != pair else { return }
        recent[place] = pair
        pairs.append(pair)
    }

    /// Counts a row.
    package mutating func countRow() { trailer.rows += 1 }

    /// Takes the bytes that follow those taken before.
    package mutating func takeOutput() -> [UInt8] {
        guard !output.isEmpty else { return [] }
        defer { output = [] }
        return output
    }

    /// Ends the index.
    ///
    /// - Parameter subject: what it is of.
    /// - Returns: the last bytes.
    package consuming func finish(_ subject: Subject) -> [UInt8] {
        endSegment()
        trailer.zipBytes = subject.zipBytes
        trailer.zipHash = subject.zipHash
        trailer.logBytes = subject.logBytes
        trailer.logCRC = subject.logCRC
        trailer.blocksCRC = subject.blocks.fieldCRC
        trailer.blocks = subject.blocks.crcs.count
        trailer.segmentTableCRC = table.withUnsafeBytes { CRC32.of($0) }
        var blocks: [UInt8] = []
        for crc in subject.blocks.crcs { blocks.append(number: Int(crc), 4) }
        trailer.blockTableCRC = blocks.withUnsafeBytes { CRC32.of($0) }
        return output + blocks + table + trailer.encoded
    }

    // MARK: - Segments

    private mutating func endSegment() {
        guard !pairs.isEmpty else { return }
        var bits = 0
        while pairs.count >> bits > SearchIndexFormat.pairsPerBucket { bits += 1 }
        var segment = SearchIndexSegment(offset: length, firstSection: firstSection, pairs: 0, bits: bits)
        let (ordered, ends) = Self.inBuckets(pairs, of: segment)
        pairs.removeAll(keepingCapacity: true)
        var (starts, body): ([UInt8], [UInt8]) = ([], [])
        starts.reserveCapacity(4 * (segment.buckets + 1))
        body.reserveCapacity(4 * (ordered.count + segment.buckets))
        var first = 0
        for (bucket, end) in ends.enumerated() {
            starts.append(number: segment.pairs, 4)
            let place = body.count
            var last: UInt32?
            for pair in ordered[first..<end] {
                let written = segment.mark(of: pair) << 16 | UInt32(truncatingIfNeeded: pair & 0xFFFF)
                guard written != last else { continue }
                last = written
                withUnsafeBytes(of: written.littleEndian) { body.append(contentsOf: $0) }
            }
            first = end
            segment.pairs += (body.count - place) / 4
            let crc = body[place...].withUnsafeBytes {
                SearchIndexFormat.crc(of: $0, inBucket: bucket, firstSection: firstSection, log: trailer.nameCRC)
            }
            body.append(number: Int(crc), 4)
        }
        starts.append(number: segment.pairs, 4)
        output += starts
        output += body
        length += starts.count + body.count
        table += segment.entry
        trailer.segments += 1
    }

    /// Pairs in the order of buckets, and in each by mark and section.
    ///
    /// - Returns: the pairs, and the end of each bucket among them.
    private static func inBuckets(_ pairs: [UInt64], of segment: SearchIndexSegment) -> ([UInt64], ends: [Int]) {
        var ends = [Int](repeating: 0, count: segment.buckets)
        for pair in pairs { ends[segment.bucket(of: pair)] += 1 }
        var sum = 0
        for bucket in ends.indices {
            (ends[bucket], sum) = (sum, sum + ends[bucket])
        }
        // Each bucket's end is its beginning at first, and moves with each pair.
        let ordered = [UInt64](unsafeUninitializedCapacity: pairs.count) { ordered, count in
            for pair in pairs {
                let bucket = segment.bucket(of: pair)
                ordered.initializeElement(at: ends[bucket], to: pair)
                ends[bucket] += 1
            }
            count = pairs.count
            var first = 0
            for end in ends {
                // What is written of a pair: 16 bits of its hash, and its section.
                var bucket = UnsafeMutableBufferPointer(rebasing: ordered[first..<end])
                bucket.sort {
                    (segment.mark(of: $0), $0 & 0xFFFF) < (segment.mark(of: $1), $1 & 0xFFFF)
                }
                first = end
            }
        }
        return (ordered, ends)
    }
}
