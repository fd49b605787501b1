import Crypto
import Durability
import LogArchive
import TrackingLog
import TransparencyLog

/// The log of a night being written again: zip and search index, beside those that they will replace.
struct RewrittenLog: ~Copyable {
    private var writer: LogWriter
    private var digest: LogDigest
    private let index: SearchIndexFile
    private let path: String
    private var piece: [UInt8] = []
    private var failure: FileError?

    /// How many bytes of rows are handed on at once.
    private static let pieceSize = 1 << 16

    /// - Parameters:
    ///   - night: the night.
    ///   - zip: the zip's path.
    ///   - mode: its permissions.
    ///   - digest: computes the root of the new rows.
    init(
        _ night: LedgerNight, replacing zip: String, _ mode: FileMode, _ digest: LogDigest
    ) throws(FileError) {
        let index = try SearchIndexFile(
            replacing: ArchivePath.index(besideZip: zip) + StagedErasure.suffix, entry: night.manifest.entry)
        // By the zip's hash in the ledger nobody can guess what is in it.
        let blinding = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        writer = try LogWriter(
            replacing: zip + StagedErasure.suffix, entry: night.manifest.entry, blinding: blinding, links: .refused,
            mode: mode)
        path = zip + StagedErasure.suffix
        self.digest = digest
        self.index = index
    }

    /// Appends a line, without its LF.
    mutating func append(_ line: UnsafeRawBufferPointer) {
        piece.append(contentsOf: line)
        piece.append(.lineFeed)
        if piece.count >= Self.pieceSize { flush() }
    }

    private mutating func flush() {
        var rows: [UInt8] = []
        swap(&rows, &piece)
        rows.withUnsafeBytes { [index] bytes in digest.append(bytes) { index.add($0, $1, $2) } }
        do throws(FileError) {
            try index.write()
            try writer.append(rows.span)
        } catch {
            failure = failure ?? error
        }
        rows.removeAll(keepingCapacity: true)
        swap(&rows, &piece)
    }

    /// Ends the log.
    ///
    /// - Returns: the number of rows, and their root.
    mutating func end() -> (rows: Int, root: SHA256Hash?) {
        flush()
        return (digest.rows, digest.rowsRoot)
    }

    /// Makes zip and index appear, complete.
    consuming func finish() throws(FileError) -> (bytes: Int, hash: SHA256Hash, csvBytes: Int) {
        if let failure { throw failure }
        let (index, path) = (index, path)
        let written = try writer.finish()
        // Of the file on disk, not of the bytes meant for it.
        let (bytes, hash) = try FileHash.of(path)
        try index.finish(
            SearchIndexBuilder.Subject(
                zipBytes: bytes, zipHash: hash.bytes, logBytes: written.csvBytes, logCRC: written.crc,
                blocks: written.blocks))
        return (bytes, hash, written.csvBytes)
    }
}
