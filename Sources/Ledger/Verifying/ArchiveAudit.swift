import Durability
import Glibc
import LogArchive
import LogVerification
import TrackingLog
import TransparencyLog

/// Checks a night's zip against its manifest: every byte of zip and CSV, the structure, the rows.
///
/// The CSV is inflated once: rows, their root and anomalies come from the same pass.
struct ArchiveAudit {
    let manifest: Manifest
    /// The zip's path in the archive.
    var path: String { manifest.archive }
    private(set) var findings: [Finding] = []
    /// The zip's SHA-256; nil if it was not read to its end.
    private(set) var zipHash: SHA256Hash?
    private(set) var rows = 0
    private let sealedSizes: Set<Int>

    /// - Parameters:
    ///   - manifest: the manifest of the night.
    ///   - sealedSizes: the lengths of all zips in the ledger. A file of another length is none of them, and is not hashed:
    ///     it could be of any length.
    init(_ manifest: Manifest, sealedSizes: Set<Int> = []) {
        self.manifest = manifest
        self.sealedSizes = sealedSizes.union([manifest.zipBytes])
    }

    /// Checks the zip.
    ///
    /// - Parameters:
    ///   - file: the zip's path.
    ///   - onRead: called with the number of bytes of CSV just read.
    mutating func run(_ file: String, onRead: (Int) -> Void) {
        do throws(FileError) {
            let zip = try OpenFile(file)
            if sealedSizes.contains(zip.size) { zipHash = try FileHash.of(zip, named: path).hash }
            if zip.size != manifest.zipBytes {
                let (size, sealed) = (zip.size.grouped, manifest.zipBytes.grouped)
                find(.zipChanged, "the file is \(size) bytes, the manifest sealed \(sealed)")
            } else if let zipHash, zipHash != manifest.zipHash {
                find(.zipChanged, "the file's SHA-256 is \(zipHash.hex), the manifest sealed \(manifest.zipHash.hex)")
            }
            check(zip, onRead: onRead)
        } catch {
            guard error.code == ENOENT || error.code == ENOTDIR else {
                return findings.append(Finding(error, at: path))
            }
            find(.archiveMissing, "the ledger lists this archive, but the file is missing")
        }
    }

    private mutating func check(_ file: borrowing OpenFile, onRead: (Int) -> Void) {
        let structure = ZipStructure(file)
        findings += structure.faults.map { Finding($0, in: path) }
        for member in structure.members where member.name != manifest.entry {
            find(.entryUnexpected, "the manifest sealed no entry but \(manifest.entry)", entry: member.name)
        }
        guard let member = structure.members.first(where: { $0.name == manifest.entry }) else {
            return find(.entryMissing, "the zip does not hold \(manifest.entry)")
        }
        // Of another zip, the index is no matter.
        let isSealed = zipHash == manifest.zipHash && file.size == manifest.zipBytes
        let index = isSealed ? SearchIndexCheck(besideZip: file.name, of: manifest, member) : nil
        read(member, in: file, salts(beside: file.name), index, onRead: onRead)
    }

    /// The salts of the night's rows; nil where they cannot be used.
    private mutating func salts(beside file: String) -> NightSalts? {
        let path = ArchivePath.salts(manifest.day)
        do throws(FileError) {
            guard let bytes = try FileBytes.readIfThere(ArchivePath.salts(besideZip: file)) else {
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

    private mutating func read(
        _ member: ZipMember, in file: borrowing OpenFile, _ salts: NightSalts?, _ index: SearchIndexCheck?,
        onRead: (Int) -> Void
    ) {
        var digest = LogDigest(day: manifest.day, salts: salts)
        var checks = RowChecks(path: path, entry: manifest.entry, day: manifest.day)
        var isCut = false
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        do throws(ZipFault) {
            let reader = try MemberReader(member)
            while true {
                let count = try reader.read(into: buffer, from: file)
                if count == 0 { break }
                // A longer log is not the sealed one, and could be of any length.
                isCut = digest.bytes > manifest.csvBytes || digest.hasOverlongRow
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
                "the log is longer than the \(manifest.csvBytes.grouped) bytes that the manifest sealed; reading stopped there",
                entry: manifest.entry)
        } else if !digest.finish({ checks.visit($0, $1, $2) }) {
            find(.rowMalformed, "the last row has no line end", entry: manifest.entry, row: digest.rows)
        }
        rows = digest.rows
        if !isCut, !digest.hasOverlongRow {
            compare(digest, areSaltsKept: salts?.blinding.map { $0 == member.blinding } ?? false)
            if let finding = index?.finding(of: manifest, member) { findings.append(finding) }
        }
        findings += checks.all()
    }

    /// - Parameters:
    ///   - digest: the log that was found.
    ///   - areSaltsKept: whether the salts are all those that the zip was written with.
    private mutating func compare(_ digest: LogDigest, areSaltsKept: Bool) {
        let entry = manifest.entry
        func sealed(_ found: Int, _ count: Int) -> String { "\(found.grouped), the manifest sealed \(count.grouped)" }
        if digest.bytes != manifest.csvBytes {
            find(.csvChanged, "the log's length in bytes is \(sealed(digest.bytes, manifest.csvBytes))", entry: entry)
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
