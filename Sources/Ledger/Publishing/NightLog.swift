import Durability
import LogArchive
import TrackingLog
import TransparencyLog

/// The log of a night being written: salts, zip, search index and manifest.
public struct NightLog: ~Copyable {
    private var writer: LogWriter
    private var digest: LogDigest
    private let index: SearchIndexFile
    private let zip: String
    private let day: Day

    /// - Parameters:
    ///   - day: the night.
    ///   - rows: the number of rows that it has.
    ///   - zip: the zip's path.
    init(_ day: Day, rows: Int, at zip: String) throws(LedgerError) {
        let header = Array("\(Column.header)\n".utf8)
        // They appear first: what else is written depends on them, and must be the same when a stopped run is run again.
        let salts = try NightSalts(makingAt: ArchivePath.salts(besideZip: zip), rows: rows)
        guard let blinding = salts.blinding else { preconditionFailure("a night is written with all its salts") }
        var digest = LogDigest(day: day, salts: salts)
        let index = try LedgerError.wrapping { () throws(FileError) in
            try SearchIndexFile(replacing: ArchivePath.index(besideZip: zip), entry: ArchivePath.entry(day))
        }
        header.withUnsafeBytes { header in digest.append(header) { index.add($0, $1, $2) } }
        writer = try Self.writer(of: day, at: zip, blinding: blinding, header: header)
        self.digest = digest
        self.index = index
        self.zip = zip
        self.day = day
    }

    private static func writer(
        of day: Day, at zip: String, blinding: [UInt8], header: [UInt8]
    ) throws(LedgerError) -> LogWriter {
        do throws(FileError) {
            var writer = try LogWriter(
                replacing: zip, entry: ArchivePath.entry(day), blinding: blinding, links: .refused)
            try writer.append(header.span)
            return writer
        } catch {
            throw .file(error)
        }
    }

    /// The number of rows so far.
    public var rows: Int { digest.rows }

    /// Appends whole rows, each with its LF.
    public mutating func append(_ rows: Span<UInt8>) throws(LedgerError) {
        var strange: Int?
        rows.withUnsafeBytes { rows in
            digest.append(rows) { [index] number, line, row in
                if row == nil { strange = strange ?? number }
                index.add(number, line, row)
            }
        }
        // Its leaf would not hide whom it is about.
        if let strange { throw .contradiction("row \(strange.grouped) of \(day) is not in the form that logs have") }
        do throws(FileError) {
            try index.write()
            try writer.append(rows)
        } catch {
            throw .file(error)
        }
    }

    /// Makes the zip appear, then its search index, and returns its manifest.
    consuming func finish(firstEvent: Int, previous: SHA256Hash?) throws(LedgerError) -> Manifest {
        let (digest, zip, day, index) = (digest, zip, day, index)
        guard let rowsRoot = digest.rowsRoot else { preconditionFailure("a night is written with salts") }
        do throws(FileError) {
            let written = try writer.finish(.whereNoneIs)
            // Of the file on disk, not of the bytes meant for it.
            let (zipBytes, zipHash) = try FileHash.of(zip)
            try index.finish(
                SearchIndexBuilder.Subject(
                    zipBytes: zipBytes, zipHash: zipHash.bytes, logBytes: written.csvBytes, logCRC: written.crc,
                    blocks: written.blocks))
            return Manifest(
                day: day, firstEvent: firstEvent, events: digest.rows, late: digest.late, statuses: digest.statuses,
                zipBytes: zipBytes, zipHash: zipHash, csvBytes: written.csvBytes, rowsRoot: rowsRoot,
                previous: previous)
        } catch {
            throw .file(error)
        }
    }
}
