import Durability
import LogArchive
import TrackingLog

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Finds what is in an archive's folder and in no ledger: what a run was stopped at, and what does not belong.
struct FolderAudit {
    private(set) var findings: [Finding] = []

    init(_ archive: String, files: ArchiveFiles, ledger: LedgerAudit) {
        let known = Self.known(files, ledger)
        var rest = files.paths.filter { !known.contains($0) }
        for path in rest where ArchiveFiles.isTemporary(path) {
            findings.append(
                Finding(.staleTemporary, path, "a run that was stopped left it behind; the next one for it tidies up"))
        }
        rest.removeAll(where: ArchiveFiles.isTemporary)
        let night = UnfinishedNight(archive, rest, ledger)
        if let day = night.day {
            let reason = "a run was stopped before it had sealed \(day); the next one completes it"
            findings.append(Finding(.unfinishedNight, ArchivePath.zip(day), reason))
        }
        for path in rest where !night.paths.contains(path) {
            findings.append(Finding(.unlisted, path, "it is in no ledger"))
        }
        guard !ledger.isBegun, night.day == nil else { return }
        findings.append(
            rest.isEmpty && known.isEmpty
                ? Finding(.archiveEmpty, archive, "there is nothing in it: no ledger, no archive")
                : Finding(
                    .checkpointMissing, ArchivePath.checkpoint,
                    "there is no checkpoint: nothing vouches for what is here"))
    }

    /// The paths of everything that belongs to the ledger, its earlier sizes among it.
    private static func known(_ files: ArchiveFiles, _ ledger: LedgerAudit) -> Set<String> {
        let size = ledger.checkpoint?.size ?? 0
        var known = Set(ledger.manifests.flatMap { [$0.archive, ArchivePath.manifest($0.day)] })
        let begin = ArchivePath.ledger + "/"
        for path in files.paths where path.hasPrefix(begin) {
            switch path {
            case ArchivePath.checkpoint, ArchivePath.lock: known.insert(path)
            default:
                if let place = Tiles.Place(path: String(path.dropFirst(begin.count))), place.leastSize <= size {
                    known.insert(path)
                } else if let number = timestampSize(path), number <= size {
                    known.insert(path)
                }
            }
        }
        return known.intersection(files.paths)
    }

    private static func timestampSize(_ path: String) -> Int? {
        guard let number = Int(path.drop { !$0.isNumber }.prefix { $0.isNumber }),
            ArchivePath.timestamp(size: number) == path
        else { return nil }
        return number
    }
}
