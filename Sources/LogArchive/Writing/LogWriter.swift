public import Durability

/// Writes one tracking log as a zip with one entry.
///
/// The zip appears complete or not at all. The CSV is cut at row ends into blocks of about 256 KiB, each deflated alone
/// and ended with a full flush, so that the entry is one ordinary deflate stream to every reader. An index in the
/// central header (`BlockIndex`) says where the blocks begin: several can be inflated at once, from any of them on.
/// Deflating and the CRC are done on a thread of their own while the caller makes the next rows. The deflated blocks
/// are written to their place in the zip at once; libzip puts the container around them at the end. The same rows,
/// appended in the same pieces, give the same bytes.
public struct LogWriter: ~Copyable {
    /// How many bytes of CSV make a block, at least.
    private let blockSize: Int
    private let entry: String
    private let blinding: [UInt8]
    private var file: AtomicFile
    private var block: BlockSpool.Block
    private let spool: BlockSpool

    /// - Parameters:
    ///   - path: the zip to create or replace. Its folder must exist.
    ///   - entry: the name of the CSV in it.
    ///   - blinding: random bytes that the zip is to hold, so that nobody can guess what is in it by its hash; 256 at most.
    ///   - links: what becomes of a symbolic link in the zip's place.
    ///   - mode: the zip's permissions; nil keeps those of the file that is replaced, or else follows the process's mask.
    /// - Throws: `FileError` where the folder cannot be written to.
    public init(
        replacing path: String, entry: String, blinding: [UInt8] = [], links: FileLinks = .followed,
        mode: FileMode? = nil
    ) throws(FileError) {
        try self.init(
            replacing: path, entry: entry, blinding: blinding, links: links, mode: mode, blockSize: 1 << 18)
    }

    /// - Parameters:
    ///   - path: the zip to create or replace.
    ///   - entry: the name of the CSV in it.
    ///   - blinding: random bytes that the zip is to hold.
    ///   - links: what becomes of a symbolic link in the zip's place.
    ///   - mode: the zip's permissions.
    ///   - blockSize: how many bytes of CSV make a block, at least.
    init(
        replacing path: String, entry: String, blinding: [UInt8] = [], links: FileLinks = .followed,
        mode: FileMode? = nil, blockSize: Int
    ) throws(FileError) {
        // Created before the long work, so that an unwritable target is known at once.
        let file = try AtomicFile(replacing: path, links: links, mode: mode)
        let spool = try BlockSpool(file, at: ZipContainer.dataStart(ofEntry: entry))
        block = spool.block(capacity: blockSize + (blockSize >> 2))
        self.spool = spool
        self.file = file
        self.entry = entry
        self.blinding = blinding
        self.blockSize = blockSize
    }

    /// Appends complete rows, each with its LF, beginning with the header line.
    ///
    /// - Throws: `FileError` where an earlier block could not be written, the disk being full for instance.
    public mutating func append(_ rows: Span<UInt8>) throws(FileError) {
        rows.withUnsafeBufferPointer { block.text.append(contentsOf: $0) }
        if block.text.count >= blockSize {
            try spool.append(block, isLast: false)
            block = spool.block(capacity: blockSize + (blockSize >> 2))
        }
    }

    /// Closes the zip and makes it appear.
    ///
    /// - Parameter placement: whether it may replace another file.
    /// - Throws: `FileError`; nothing has appeared then.
    public consuming func finish(_ placement: Placement = .replacing) throws(FileError) -> WrittenLog {
        try spool.append(block, isLast: true)
        let entry = try spool.finish()
        let zipBytes = try ZipContainer.write(entry, named: self.entry, blinding: blinding, to: &file)
        try file.commit(placement)
        return WrittenLog(
            csvBytes: entry.size, zipBytes: zipBytes, crc: entry.crc, blocks: BlockSums(entry.index, of: entry.pieces))
    }
}

/// What was written.
public struct WrittenLog: Sendable {
    /// The CSV's length in bytes.
    public var csvBytes: Int
    /// The zip's length in bytes.
    public var zipBytes: Int
    /// The CSV's CRC.
    package var crc: UInt32
    /// The blocks of the zip's entry.
    package var blocks: BlockSums
}
