import Durability
import Glibc
import LogArchive
import TrackingLog

/// Checks one night's zip against its manifest: every byte of the zip and of the CSV, the zip's structure, the rows.
struct ArchiveAudit {
    let manifest: Manifest
    /// The zip's path in the archive, for findings.
    var path: String { manifest.archive }
    private(set) var findings: [Finding] = []
    /// The zip's SHA-256; nil where it could not be read to its end.
    private(set) var zipHash: LedgerHash?
    private(set) var rows = 0
    private let sealedSizes: Set<Int>

    /// - Parameters:
    ///   - manifest: the night's.
    ///   - sealedSizes: the lengths of the ledger's zips: a file of another length is none of them, however its bytes are,
    ///     and could be of any length.
    init(_ manifest: Manifest, sealedSizes: Set<Int> = []) {
        self.manifest = manifest
        self.sealedSizes = sealedSizes.union([manifest.zipBytes])
    }

    /// Checks the zip.
    ///
    /// - Parameters:
    ///   - file: where it is.
    ///   - onRead: told how many bytes of it were worked through.
    mutating func run(_ file: String, onRead: (Int) -> Void) {
        do throws(FileError) {
            let zip = try OpenFile(file)
            if sealedSizes.contains(zip.size) { zipHash = try FileHash.of(zip, named: path).hash }
            if zip.size != manifest.zipBytes {
                find(.zipChanged, "the file is \(zip.size) bytes, the manifest sealed \(manifest.zipBytes)")
            } else if zipHash != manifest.zipHash {
                find(.zipChanged, "its SHA-256 is not the one that the manifest sealed")
            }
            check(zip, onRead: onRead)
        } catch {
            guard error.code == ENOENT || error.code == ENOTDIR else {
                return findings.append(Finding(error, at: path))
            }
            find(.archiveMissing, "the archive is in the ledger, and is not there")
        }
    }

    private mutating func check(_ file: borrowing OpenFile, onRead: (Int) -> Void) {
        let structure = ZipStructure(file)
        findings += structure.faults.map { Finding($0, in: path) }
        for member in structure.members where member.name != manifest.entry {
            find(.entryUnexpected, "the archive holds \(manifest.entry) alone", entry: member.name)
        }
        guard let member = structure.members.first(where: { $0.name == manifest.entry }) else {
            return find(.entryMissing, "the archive does not hold \(manifest.entry)")
        }
        read(member, in: file, onRead: onRead)
    }

    private mutating func read(_ member: ZipMember, in file: borrowing OpenFile, onRead: (Int) -> Void) {
        var digest = LogDigest(day: manifest.day)
        var checks = RowChecks(path: path, entry: manifest.entry, day: manifest.day)
        var isCut = false
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        do throws(ZipFault) {
            let reader = try MemberReader(member)
            while true {
                let count = try reader.read(into: buffer, from: file)
                if count == 0 { break }
                // What is longer than what was sealed is not that, and could be of any length.
                isCut = digest.bytes > manifest.csvBytes || digest.hasOverlongRow
                if isCut { break }
                digest.append(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { checks.visit($0, $1, $2, $3) }
                onRead(count)
            }
        } catch {
            let finding = Finding(error, in: path)
            if !findings.contains(finding) { findings.append(finding) }
        }
        if digest.hasOverlongRow {
            find(
                .rowMalformed, "the row is longer than any that is written; reading stopped there",
                entry: manifest.entry,
                row: digest.rows + 1)
        } else if isCut {
            find(
                .csvChanged, "it is longer than the \(manifest.csvBytes) bytes that were sealed; reading stopped there",
                entry: manifest.entry)
        } else if !digest.finish({ checks.visit($0, $1, $2, $3) }) {
            find(.rowMalformed, "the last row has no line end", entry: manifest.entry, row: digest.rows)
        }
        rows = digest.rows
        if !isCut, !digest.hasOverlongRow { compare(digest) }
        findings += checks.all()
    }

    private mutating func compare(_ digest: LogDigest) {
        let entry = manifest.entry
        if digest.hash != manifest.csvHash || digest.bytes != manifest.csvBytes {
            find(
                .csvChanged, "its \(digest.bytes) bytes are not the \(manifest.csvBytes) that were sealed", entry: entry
            )
        }
        if digest.rowsRoot != manifest.rowsRoot {
            find(.rowsChanged, "its rows are not those that were sealed", entry: entry)
        }
        if digest.rows != manifest.events {
            find(.countWrong, "it holds \(digest.rows) rows, the manifest says \(manifest.events)", entry: entry)
        }
        if digest.late != manifest.late {
            find(.lateWrong, "\(digest.late) rows are late, the manifest says \(manifest.late)", entry: entry)
        }
        if !digest.statuses.isSame(as: manifest.statuses) {
            find(.statusesWrong, "its rows have other statuses than the manifest counts", entry: entry)
        }
    }

    private mutating func find(_ code: FindingCode, _ reason: String, entry: String? = nil, row: Int? = nil) {
        findings.append(Finding(code, path, entry: entry, row: row, reason))
    }
}
