import Durability
import TrackingLog

/// Finds what is in an archive's folder and in no ledger: what a run was stopped at, and what does not belong.
struct FolderAudit {
    private(set) var findings: [Finding] = []

    init(_ archive: String, files: ArchiveFiles, ledger: LedgerAudit) {
        let names = LedgerNames(ledger)
        let known = files.paths.filter { names.contains($0) }
        check(known, files)
        var rest = files.paths.filter { !names.contains($0) }
        // No run leaves anything else behind: a name that only looks so hides nothing.
        func isStale(_ path: String) -> Bool {
            files.sizes[path] != nil && ArchiveFiles.target(ofTemporary: path).map(names.mayBeWritten) ?? false
        }
        for path in rest where isStale(path) {
            findings.append(
                Finding(.staleTemporary, path, "a run that was stopped left it behind; the next one for it tidies up"))
        }
        rest.removeAll(where: isStale)
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

    /// Checks the files of the ledger that nothing else is held against: the lock is empty, and they are files.
    private mutating func check(_ known: [String], _ files: ArchiveFiles) {
        for path in known where path == ArchivePath.lock || ArchivePath.size(timestamp: path) != nil {
            guard let size = files.sizes[path] else {
                findings.append(Finding(.notAFile, path, "it is no plain file"))
                continue
            }
            if path == ArchivePath.lock, size > 0 {
                findings.append(Finding(.unlisted, path, "\(size) bytes stand in the lock, which is an empty file"))
            }
        }
    }
}
