import Durability
import LogArchive
import TrackingLog
import TransparencyLog

/// The log of a night being written: zip and manifest.
public struct NightLog: ~Copyable {
    private var writer: LogWriter
    private var digest: LogDigest
    private let zip: String
    private let day: Day

    init(_ day: Day, at zip: String) throws(LedgerError) {
        let header = Array("\(Column.header)\n".utf8)
        var digest = LogDigest(day: day)
        header.withUnsafeBytes { digest.append($0) }
        writer = try Self.writer(of: day, at: zip, header: header)
        self.digest = digest
        self.zip = zip
        self.day = day
    }

    private static func writer(of day: Day, at zip: String, header: [UInt8]) throws(LedgerError) -> LogWriter {
        do throws(FileError) {
            var writer = try LogWriter(replacing: zip, entry: ArchivePath.entry(day), links: .refused)
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
        rows.withUnsafeBytes { digest.append($0) }
        do throws(FileError) {
            try writer.append(rows)
        } catch {
            throw .file(error)
        }
    }

    /// Makes the zip appear, and returns its manifest.
    consuming func finish(firstEvent: Int, previous: SHA256Hash?) throws(LedgerError) -> Manifest {
        let (digest, zip, day) = (digest, zip, day)
        do throws(FileError) {
            let written = try writer.finish(.whereNoneIs)
            // Of the file on disk, not of the bytes meant for it.
            let (zipBytes, zipHash) = try FileHash.of(zip)
            return Manifest(
                day: day, firstEvent: firstEvent, events: digest.rows, late: digest.late, statuses: digest.statuses,
                zipBytes: zipBytes, zipHash: zipHash, csvBytes: written.csvBytes, csvHash: digest.hash,
                rowsRoot: digest.rowsRoot, previous: previous)
        } catch {
            throw .file(error)
        }
    }
}
