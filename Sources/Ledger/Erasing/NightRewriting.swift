import Durability
import Glibc
import TrackingLog
import TransparencyLog

/// Writes the files of a night without those that some of its rows are about.
struct NightRewriting {
    private let night: LedgerNight
    private let archive: String
    /// The rows that are erased.
    private let rows: Set<Int>
    /// The rows that were erased before, but for their tracking codes.
    private let codes: Set<Int>
    private let salts: NightSalts
    private let erased: ErasedRows

    init(_ erasure: NightErasure, in archive: String) throws(LedgerError) {
        night = erasure.night
        self.archive = archive
        rows = Set(erasure.rows.keys)
        codes = Set(erasure.codes.keys)
        salts = try NightSalts(of: night, in: archive).forgetting(rows)
        let before = try ErasedRows(of: night, in: archive)?.hidden ?? [:]
        guard night.manifest.events <= 1 << 24 else {
            throw .contradiction("the night of \(night.day) has more rows than can be erased from")
        }
        erased = ErasedRows(rows: night.manifest.events, hidden: before.merging(erasure.rows) { _, new in new })
    }

    /// Writes the files beside the old ones.
    ///
    /// - Returns: what the ledger's entry says of the night.
    func run(_ pseudonyms: (Addressee) -> Addressee) throws(LedgerError) -> Erasure.Night {
        let zip = "\(archive)/\(night.manifest.archive)"
        let mode = try LedgerError.wrapping { () throws(FileError) in
            let file = try OpenFile(zip)
            guard file.size == night.zipBytes, try FileHash.of(file, named: zip).hash == night.zipHash else {
                throw FileError(
                    path: zip, doing: "erase rows of", reason: "the zip is not the one that the ledger has")
            }
            return FileMode.of(zip)
        }
        let written = try write(zip, mode, pseudonyms)
        try put(salts.text, at: ArchivePath.salts(night.day), mode)
        let text = erased.text
        try put(text, at: ArchivePath.erased(night.day), mode)
        return Erasure.Night(
            day: night.day, rows: rows.count, erasedHash: SHA256Hash.of(Array(text.utf8)), zipBytes: written.bytes,
            zipHash: written.hash, csvBytes: written.csvBytes)
    }

    private func write(
        _ zip: String, _ mode: FileMode, _ pseudonyms: (Addressee) -> Addressee
    ) throws(LedgerError) -> (bytes: Int, hash: SHA256Hash, csvBytes: Int) {
        var log: RewrittenLog
        do throws(FileError) {
            log = try RewrittenLog(night, replacing: zip, mode, LogDigest(day: night.day, salts: salts, erased: erased))
        } catch {
            throw .file(error)
        }
        var number = -1
        try NightLines.read(night, in: archive) { line in
            number += 1
            let (isErased, hasOldCode) = (rows.contains(number - 1), codes.contains(number - 1))
            guard number > 0, isErased || hasOldCode, let row = CanonicalRow(line) else { return log.append(line) }
            var what: [UInt8] = []
            row.appendWhat(to: &what)
            var whom = ArchivedRow(row: row, isErased: hasOldCode).addressee
            let pseudonym = pseudonyms(whom)
            if isErased { whom = pseudonym } else { whom.trackingCode = pseudonym.trackingCode }
            let halves = RowHalves(what: what, whom: whom.whom)
            (halves.row ?? []).withUnsafeBytes { log.append($0) }
        }
        let (rowCount, root) = log.end()
        guard rowCount == night.manifest.events, root == night.manifest.rowsRoot else {
            throw .contradiction(
                "the rows in \(zip), with their salts, do not have the root that was sealed: nothing is erased")
        }
        do throws(FileError) {
            return try log.finish()
        } catch {
            throw .file(error)
        }
    }

    private func put(_ text: String, at path: String, _ mode: FileMode) throws(LedgerError) {
        try LedgerError.wrapping { () throws(FileError) in
            var file = try AtomicFile(
                replacing: "\(archive)/\(path)\(StagedErasure.suffix)", links: .refused, mode: mode)
            try file.write(text.utf8Span.span)
            try file.commit()
        }
    }
}

extension FileMode {
    /// The permissions of a file that exists.
    fileprivate static func of(_ path: String) -> FileMode {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o600
    }
}
