import Durability
import LogVerification
import TrackingLog
import TransparencyLog
import Glibc

/// Finds the files in an archive's folder that the ledger does not list.
struct FolderAudit {
    private(set) var findings: [Finding] = []
    /// The timestamp of the present checkpoint.
    private(set) var timestamp: CheckpointTimestamp?

    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - files: the files in it.
    ///   - ledger: the ledger.
    ///   - erasure: what a stopped erasure left.
    ///   - authorities: those whose timestamps are trusted; nil leaves their signatures unchecked.
    init(
        _ archive: String, files: ArchiveFiles, ledger: LedgerAudit, erasure: UnfinishedErasure,
        authorities: TimestampAuthorities?
    ) {
        let names = LedgerNames(ledger)
        let known = files.paths.filter { names.contains($0) }
        check(known, files)
        checkTimestamps(known, in: archive, of: ledger, authorities)
        var rest = files.paths.filter { !names.contains($0) && !erasure.paths.contains($0) }
        // No run leaves other files behind: a planted file is not hidden by its name.
        func isStale(_ path: String) -> Bool {
            guard files.sizes[path] != nil, let target = ArchiveFiles.target(ofTemporary: path) else { return false }
            return names.mayBeWritten(target) || erasure.mayBeWritten(target)
        }
        for path in rest where isStale(path) {
            findings.append(
                Finding(
                    .staleTemporary, path, "a run that was stopped left this temporary file; the next run removes it"))
        }
        rest.removeAll(where: isStale)
        let night = UnfinishedNight(archive, rest, ledger)
        if let day = night.day {
            let reason = "a run was stopped before it sealed \(day); the next run completes the night"
            findings.append(Finding(.unfinishedNight, ArchivePath.zip(day), reason))
        }
        for path in rest where !night.paths.contains(path) {
            findings.append(Finding(.unlisted, path, "the ledger does not list this file"))
        }
        guard !ledger.hasCheckpoint, night.day == nil else { return }
        findings.append(
            rest.isEmpty && known.isEmpty
                ? Finding(.archiveEmpty, archive, "the folder is empty: it has no ledger and no archive")
                : Finding(
                    .checkpointMissing, ArchivePath.checkpoint,
                    "the checkpoint is missing: no signature covers the files in the folder"))
    }

    /// Checks that the lock is an empty file, and each search index a file.
    private mutating func check(_ known: [String], _ files: ArchiveFiles) {
        for path in known where ArchivePath.day(index: path) != nil && files.sizes[path] == nil {
            findings.append(Finding(.notAFile, path, "the search index is not a regular file"))
        }
        for path in known where path == ArchivePath.lock {
            guard let size = files.sizes[path] else {
                findings.append(Finding(.notAFile, path, "the lock is not a regular file"))
                continue
            }
            if size > 0 {
                findings.append(
                    Finding(.unlisted, path, "the lock holds \(size.counting("byte")), and should be empty"))
            }
        }
    }

    /// Checks that each timestamp is a granted response, and the newest is of the present checkpoint.
    ///
    /// The signatures of earlier checkpoints are not kept, so their timestamps cannot be compared.
    private mutating func checkTimestamps(
        _ known: [String], in archive: String, of ledger: LedgerAudit, _ authorities: TimestampAuthorities?
    ) {
        for path in known {
            guard let size = ArchivePath.size(timestamp: path) else { continue }
            do throws(FileError) {
                let bytes = try FileBytes.read("\(archive)/\(path)", upTo: TimestampResponse.maximumBytes)
                do throws(TimestampError) {
                    let response = try TimestampResponse(bytes)
                    let verdict = authorities?.check(response, bytes) ?? .accepted
                    switch verdict {
                    case .accepted: break
                    case .refused(let reason):
                        findings.append(
                            Finding(.timestampUntrusted, path, "no given authority signed the timestamp: \(reason)"))
                    case .unchecked(let reason):
                        findings.append(Finding(.unreadable, path, "the timestamp was not checked: \(reason)"))
                    }
                    guard size == ledger.checkpoint?.size, let note = ledger.note else { continue }
                    if !response.isOf(note) {
                        findings.append(
                            Finding(
                                .timestampWrong, path,
                                "the timestamp is not of the checkpoint for \(size.counting("entry", "entries"))"))
                    } else if case .accepted = verdict {
                        timestamp = CheckpointTimestamp(time: response.time, isAuthentic: authorities != nil)
                    }
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
