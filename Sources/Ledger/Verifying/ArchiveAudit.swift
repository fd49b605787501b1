import Durability
import Glibc
import LogArchive
import LogVerification
import TrackingLog
import TransparencyLog

/// Checks a night's files against the ledger: every byte of zip and CSV, the structure, the rows.
///
/// The CSV is inflated once: rows, their root and anomalies come from the same pass.
struct ArchiveAudit {
    let night: LedgerNight
    var manifest: Manifest { night.manifest }
    /// The zip's path in the archive.
    var path: String { manifest.archive }
    private(set) var findings: [Finding] = []
    /// The zip's SHA-256; nil if it was not read to its end.
    private(set) var zipHash: SHA256Hash?
    private(set) var rows = 0
    private let archive: String
    private let sealedSizes: Set<Int>
    /// The zip from before an erasure that stands in the place of the present one.
    private var former: LedgerNight.FormerZip?

    /// - Parameters:
    ///   - night: the night.
    ///   - archive: the archive's folder.
    ///   - sealedSizes: the lengths of all zips in the ledger. A file of another length is none of them, and is not hashed:
    ///     it could be of any length.
    init(_ night: LedgerNight, in archive: String, sealedSizes: Set<Int> = []) {
        self.night = night
        self.archive = archive
        self.sealedSizes = sealedSizes.union([night.zipBytes]).union(night.formerZips.map(\.bytes))
    }

    /// Where one of the night's files is.
    private func file(_ path: String) -> String { night.file(path, in: archive) }

    /// Checks the files.
    ///
    /// - Parameter onRead: called with the number of bytes of CSV just read.
    mutating func run(onRead: (Int) -> Void) {
        do throws(FileError) {
            let zip = try OpenFile(file(path))
            if sealedSizes.contains(zip.size) { zipHash = try FileHash.of(zip, named: path).hash }
            former = night.formerZips.first { $0.hash == zipHash && zipHash != night.zipHash }
            if let former {
                find(
                    .erasureUndone,
                    "the file is the zip from before the erasure of \(former.until) UTC: what was erased is in it again"
                )
            } else if zip.size != night.zipBytes {
                let (size, sealed) = (zip.size.grouped, night.zipBytes.grouped)
                find(.zipChanged, "the file is \(size) bytes, \(night.source) \(sealed)")
            } else if let zipHash, zipHash != night.zipHash {
                find(.zipChanged, "the file's SHA-256 is \(zipHash.hex), \(night.source) \(night.zipHash.hex)")
            }
            try checkReplaced(besides: zip.name)
            check(zip, onRead: onRead)
        } catch {
            guard error.code == ENOENT || error.code == ENOTDIR else {
                return findings.append(Finding(error, at: path))
            }
            find(.archiveMissing, "the ledger lists this archive, but the file is missing")
        }
    }

    /// Where a new zip stands beside the old one, the old one has to be one that the ledger had.
    private mutating func checkReplaced(besides path: String) throws(FileError) {
        let old = "\(archive)/\(self.path)"
        guard path != old, FileKind(at: old) != nil else { return }
        let zip = try OpenFile(old)
        if sealedSizes.contains(zip.size), night.knows(try FileHash.of(zip, named: self.path).hash) { return }
        find(.zipChanged, "the file is none that the ledger has or had; an erasure was stopped before it replaced it")
    }

    private mutating func check(_ zip: borrowing OpenFile, onRead: (Int) -> Void) {
        let structure = ZipStructure(zip)
        findings += structure.faults.map { Finding($0, in: path) }
        for member in structure.members where member.name != manifest.entry {
            find(.entryUnexpected, "the manifest sealed no entry but \(manifest.entry)", entry: member.name)
        }
        guard let member = structure.members.first(where: { $0.name == manifest.entry }) else {
            return find(.entryMissing, "the zip does not hold \(manifest.entry)")
        }
        // Of another zip, the index is no matter.
        let isSealed = zipHash == night.zipHash && zip.size == night.zipBytes
        let index =
            isSealed ? SearchIndexCheck(at: file(ArchivePath.index(night.day)), of: night, member) : nil
        let salts = self.salts()
        let erased = self.erased()
        read(member, in: zip, salts, erased, index, onRead: onRead)
    }

    /// The salts of the night's rows; nil where they cannot be used.
    private mutating func salts() -> NightSalts? {
        let path = ArchivePath.salts(manifest.day)
        do throws(FileError) {
            guard let bytes = try FileBytes.readIfThere(file(path), upTo: FileBytes.maximum(rows: manifest.events))
            else {
                let reason =
                    "the salts of the rows are missing: the rows cannot be compared with the root that was sealed"
                findings.append(Finding(.saltsMissing, path, reason))
                return nil
            }
            do throws(SaltError) {
                let salts = try NightSalts(bytes)
                if salts.rows == manifest.events { return salts }
                let (found, sealed) = (salts.rows.counting("row"), manifest.events.grouped)
                findings.append(Finding(.saltsWrong, path, "the salts are of \(found), the manifest sealed \(sealed)"))
            } catch {
                findings.append(Finding(.saltsWrong, path, "\(error)"))
            }
        } catch {
            findings.append(Finding(error, at: path))
        }
        return nil
    }

    /// The list of the night's rows that were erased; nil where there is none, or it cannot be used.
    private mutating func erased() -> ErasedRows? {
        guard let erasure = night.erasure else { return nil }
        let path = ArchivePath.erased(night.day)
        do throws(FileError) {
            guard let bytes = try FileBytes.readIfThere(file(path), upTo: FileBytes.maximum(rows: manifest.events))
            else {
                let reason =
                    "the list of erased rows is missing: the rows cannot be compared with the root that was sealed"
                findings.append(Finding(.erasedMissing, path, reason))
                return nil
            }
            let hash = SHA256Hash.of(bytes)
            guard hash == erasure.erasedHash else {
                let reason = "the file's SHA-256 is \(hash.hex), \(night.source) \(erasure.erasedHash.hex)"
                findings.append(Finding(.erasedWrong, path, reason))
                return nil
            }
            do throws(SaltError) {
                let erased = try ErasedRows(bytes)
                if erased.rows == manifest.events, erased.hidden.count == night.erasedRows { return erased }
                let reason =
                    "it lists \(erased.hidden.count.counting("row")) of \(erased.rows.grouped), the ledger erased "
                    + "\(night.erasedRows.grouped) of \(manifest.events.grouped)"
                findings.append(Finding(.erasedWrong, path, reason))
            } catch {
                findings.append(Finding(.erasedWrong, path, "not a list of erased rows"))
            }
        } catch {
            findings.append(Finding(error, at: path))
        }
        return nil
    }

    private mutating func read(
        _ member: ZipMember, in zip: borrowing OpenFile, _ salts: NightSalts?, _ erased: ErasedRows?,
        _ index: SearchIndexCheck?, onRead: (Int) -> Void
    ) {
        // The root of a night with erased rows needs both.
        let isKnown = night.erasure == nil || erased != nil
        var digest = LogDigest(day: night.day, salts: isKnown ? salts : nil, erased: erased)
        let csvBytes = former?.csvBytes ?? night.csvBytes
        var checks = RowChecks(night, erased: erased)
        var isCut = false
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        do throws(ZipFault) {
            let reader = try MemberReader(member)
            while true {
                let count = try reader.read(into: buffer, from: zip)
                if count == 0 { break }
                // A longer log is not the sealed one, and could be of any length.
                isCut = digest.bytes > csvBytes || digest.hasOverlongRow
                if isCut { break }
                let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                digest.append(piece) {
                    checks.visit($0, $1, $2)
                    index?.add($0, $1, $2)
                }
                index?.append(piece)
                onRead(count)
            }
        } catch {
            let finding = Finding(error, in: path)
            if !findings.contains(finding) { findings.append(finding) }
        }
        if digest.hasOverlongRow {
            find(
                .rowMalformed,
                "the row is longer than \(RowSplitter.maximumRow >> 20) MiB, as none is written; reading stopped there",
                entry: manifest.entry, row: digest.rows + 1)
        } else if isCut {
            find(
                .csvChanged,
                "the log is longer than the \(csvBytes.grouped) bytes that \(night.source); reading stopped there",
                entry: manifest.entry)
        } else if !digest.finish({ checks.visit($0, $1, $2) }) {
            find(.rowMalformed, "the last row has no line end", entry: manifest.entry, row: digest.rows)
        }
        rows = digest.rows
        if !isCut, !digest.hasOverlongRow {
            compare(digest, csvBytes, areSaltsKept: salts?.blinding.map { $0 == member.blinding } ?? false)
            if let finding = index?.finding(of: night, member) { findings.append(finding) }
        }
        findings += checks.all()
    }

    /// - Parameters:
    ///   - digest: the log that was found.
    ///   - csvBytes: the length that it is to have.
    ///   - areSaltsKept: whether the salts are all those that the zip was written with.
    private mutating func compare(_ digest: LogDigest, _ csvBytes: Int, areSaltsKept: Bool) {
        let entry = manifest.entry
        func sealed(_ found: Int, _ count: Int) -> String { "\(found.grouped), the manifest sealed \(count.grouped)" }
        if digest.bytes != csvBytes {
            let reason = "the log's length in bytes is \(digest.bytes.grouped), \(night.source) \(csvBytes.grouped)"
            find(.csvChanged, reason, entry: entry)
        }
        if digest.unforgotten > 0 {
            let reason = "the salts of \(digest.unforgotten.counting("erased row")) are among them"
            findings.append(Finding(.saltsWrong, ArchivePath.salts(manifest.day), reason))
        }
        if digest.rows == manifest.events, digest.unsalted > 0 {
            let reason = "the salts of \(digest.unsalted.counting("row")) are not among them"
            findings.append(Finding(.saltsWrong, ArchivePath.salts(manifest.day), reason))
        } else if let found = digest.rowsRoot, found != manifest.rowsRoot, zipHash == manifest.zipHash,
            !areSaltsKept
        {
            // The rows are in the zip that was sealed.
            let reason = "with these salts the rows have the root \(found), the manifest sealed \(manifest.rowsRoot)"
            findings.append(Finding(.saltsWrong, ArchivePath.salts(manifest.day), reason))
        } else if let found = digest.rowsRoot, found != manifest.rowsRoot {
            let reason = "the rows have the root \(found), the manifest sealed \(manifest.rowsRoot)"
            find(.rowsChanged, reason, entry: entry)
        }
        if digest.rows != manifest.events {
            find(.countWrong, "the number of rows is \(sealed(digest.rows, manifest.events))", entry: entry)
        }
        if digest.late != manifest.late {
            find(.lateWrong, "the number of late rows is \(sealed(digest.late, manifest.late))", entry: entry)
        }
        let statuses = digest.statuses
        if !statuses.isSame(as: manifest.statuses) {
            let names = Set(statuses.keys).union(manifest.statuses.keys).sorted()
            let differing = names.filter { statuses[$0] != manifest.statuses[$0] }
            let first = differing.first.map { name in
                "the number of rows of status '\(name)' is "
                    + sealed(statuses[name] ?? 0, manifest.statuses[name] ?? 0)
            }
            let further = (differing.count - 1).counting("further status", "further statuses")
            let others = differing.count > 1 ? "; \(further) with other counts" : ""
            find(.statusesWrong, (first ?? "the manifest names the statuses otherwise") + others, entry: entry)
        }
    }

    private mutating func find(_ code: FindingCode, _ reason: String, entry: String? = nil, row: Int? = nil) {
        findings.append(Finding(code, path, entry: entry, row: row, reason))
    }
}
