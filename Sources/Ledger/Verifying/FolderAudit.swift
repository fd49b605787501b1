import Durability
import Glibc
import TrackingLog

/// Finds what is in an archive's folder and in no ledger: what a run was stopped at, and what does not belong.
struct FolderAudit {
    private(set) var findings: [Finding] = []

    init(_ archive: String, files: ArchiveFiles, ledger: LedgerAudit) {
        let names = LedgerNames(ledger)
        let known = files.paths.filter { names.contains($0) }
        check(known, files)
        checkTimestamps(known, in: archive, of: ledger)
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
        for path in known where path == ArchivePath.lock {
            guard let size = files.sizes[path] else {
                findings.append(Finding(.notAFile, path, "it is no plain file"))
                continue
            }
            if size > 0 {
                findings.append(Finding(.unlisted, path, "\(size) bytes stand in the lock, which is an empty file"))
            }
        }
    }

    /// Checks the timestamps: each has to be an answer that was granted, and the newest one's has to be of the checkpoint
    /// beside it. What the checkpoints of earlier sizes were, with their signatures, nobody keeps here.
    private mutating func checkTimestamps(_ known: [String], in archive: String, of ledger: LedgerAudit) {
        for path in known {
            guard let size = ArchivePath.size(timestamp: path) else { continue }
            do throws(FileError) {
                let bytes = try FileBytes.read("\(archive)/\(path)", most: TimestampResponse.mostBytes)
                do throws(TimestampError) {
                    let response = try TimestampResponse(bytes)
                    guard size == ledger.checkpoint?.size, let note = ledger.note, !response.isOf(note) else {
                        continue
                    }
                    findings.append(
                        Finding(.timestampWrong, path, "it is not a timestamp of the checkpoint for \(size) nights"))
                } catch {
                    findings.append(Finding(.timestampMalformed, path, "\(error)"))
                }
            } catch {
                findings.append(
                    error.code == EFBIG
                        ? Finding(.timestampMalformed, path, error.reason) : Finding(error, at: path))
            }
        }
    }
}
