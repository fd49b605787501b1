import Durability
import LogVerification
import TrackingLog
import TransparencyLog

extension LedgerAudit {
    /// Reads the entries, and checks their sequence and the manifests' files.
    mutating func checkNights() {
        var previous: Manifest?
        var previousHash: SHA256Hash?
        var isUnbroken = true
        for (index, bytes) in entries.enumerated() {
            do throws(ManifestError) {
                switch try LedgerEntry(bytes) {
                case .night(let manifest):
                    checkFile(of: manifest, bytes)
                    if isUnbroken { check(manifest, after: previous, previousHash) }
                    keep(manifest, at: index)
                    previous = manifest
                case .erasure(let erasure):
                    checkFile(ofErasure: index, bytes)
                    if isUnbroken { check(erasure, at: index, previousHash) }
                    for day in keep(erasure, at: index) {
                        find(
                            .erasureMalformed, ArchivePath.ledger,
                            "entry \(index) of the ledger is an erasure of \(day), which is not among the nights before it"
                        )
                    }
                }
                isUnbroken = true
            } catch {
                let code: FindingCode = Erasure.isLikely(bytes) ? .erasureMalformed : .manifestMalformed
                find(code, ArchivePath.ledger, "entry \(index) of the ledger is \(error)")
                isUnbroken = false
            }
            previousHash = SHA256Hash.of(bytes)
        }
    }

    private mutating func checkFile(ofErasure index: Int, _ entry: [UInt8]) {
        let path = ArchivePath.erasure(index)
        do throws(FileError) {
            guard let bytes = try FileBytes.readIfThere("\(archive)/\(path)") else {
                return find(.erasureMissing, path, "the ledger lists this erasure, but the file is missing")
            }
            if bytes != entry {
                let (found, listed) = (SHA256Hash.of(bytes).hex, SHA256Hash.of(entry).hex)
                find(.erasureChanged, path, "the file's SHA-256 is \(found), the ledger's entry has \(listed)")
            }
        } catch {
            find(error, path)
        }
    }

    private mutating func check(_ erasure: Erasure, at index: Int, _ hash: SHA256Hash?) {
        guard erasure.previous != hash else { return }
        find(
            .chainBroken, ArchivePath.erasure(index),
            "the erasure names the entry before it by SHA-256 \(erasure.previous.hex), the ledger has "
                + (hash?.hex ?? "none"))
    }

    private mutating func checkFile(of manifest: Manifest, _ entry: [UInt8]) {
        let path = ArchivePath.manifest(manifest.day)
        do throws(FileError) {
            guard let bytes = try FileBytes.readIfThere("\(archive)/\(path)") else {
                if let from, manifest.day < from { return }
                return find(.manifestMissing, path, "the ledger lists this manifest, but the file is missing")
            }
            if bytes != entry {
                let (found, sealed) = (SHA256Hash.of(bytes).hex, SHA256Hash.of(entry).hex)
                find(.manifestChanged, path, "the file's SHA-256 is \(found), the ledger's manifest has \(sealed)")
            }
        } catch {
            find(error, path)
        }
    }

    private mutating func check(_ manifest: Manifest, after previous: Manifest?, _ hash: SHA256Hash?) {
        let path = ArchivePath.manifest(manifest.day)
        if manifest.previous != hash {
            find(
                .chainBroken, path,
                "the manifest names the previous one by SHA-256 \(manifest.previous?.hex ?? "none"), the ledger has "
                    + (hash?.hex ?? "none"))
        }
        let next = previous.map { $0.lastEvent + 1 } ?? 1
        if manifest.firstEvent > next {
            find(.sequenceGap, path, "events \(next.grouped) to \((manifest.firstEvent - 1).grouped) are in no archive")
        } else if manifest.firstEvent < next {
            find(.sequenceOverlap, path, "event \(manifest.firstEvent.grouped) is in an earlier archive too")
        }
        guard let previous else { return }
        let expected = previous.day.adding(days: 1)
        if nights.contains(where: { $0.day == manifest.day }) {
            find(.archiveRepeated, path, "the ledger lists this night twice")
        } else if manifest.day > expected {
            find(.periodGap, path, "no archive covers \(expected) to \(manifest.day.adding(days: -1))")
        } else if manifest.day < expected {
            find(.periodOverlap, path, "the ledger lists this night after \(previous.day)")
        }
    }

    // MARK: - Expectations from outside

    /// Compares the checkpoint with one that was kept.
    mutating func compare(with bytes: [UInt8], named name: String) {
        let saved: Checkpoint
        let signers: [VerifierKey]
        do throws(NoteError) {
            let note = try SignedNote(bytes)
            saved = try Checkpoint(note.text)
            signers = try note.verify(with: keys)
        } catch {
            return find(.savedCheckpointUnusable, name, "\(error)")
        }
        if let objection = objection(to: signers, of: saved) {
            return find(.savedCheckpointUnusable, name, objection)
        }
        guard let checkpoint else { return }
        guard saved.origin.isSame(as: checkpoint.origin) else {
            return find(
                .savedCheckpointUnusable, name,
                "the checkpoint is of \(saved.origin), the archive's of \(checkpoint.origin)"
            )
        }
        let path = ArchivePath.checkpoint
        if saved.size > checkpoint.size {
            find(
                .rolledBack, path,
                "the archive was rolled back or replaced: it has \(counted(checkpoint.size)), the kept checkpoint \(name) has "
                    + saved.size.grouped)
        } else if saved.size == checkpoint.size, saved.root != checkpoint.root {
            find(
                .twoRoots, path,
                "two roots are signed for \(counted(saved.size)): \(saved.root) in \(name), \(checkpoint.root) in the archive"
            )
        } else if tree.size >= saved.size {
            guard tree.root(of: saved.size) != saved.root else {
                extended = name
                erasuresSince = erasures.count { $0.index >= saved.size }
                return
            }
            find(
                .forked, path,
                "the archive was replaced: its first \(counted(saved.size)) have the root \(tree.root(of: saved.size)), "
                    + "the kept checkpoint \(name) signs \(saved.root)")
        }
    }

    /// Compares the ledger with earlier verifications of the same name.
    mutating func compare(with records: [VerificationRecord]) {
        guard let checkpoint else { return }
        let known = records.filter { $0.checkpoint?.origin.isSame(as: checkpoint.origin) ?? false }
        let roots = tree.roots(of: Set(known.compactMap(\.checkpoint?.size)))
        // The latest says it all: an archive that does not continue it was replaced since.
        for record in known.reversed() {
            guard let (_, size, root) = record.checkpoint else { continue }
            let verified = "\(counted(size)) were verified on \(record.time)"
            if size > checkpoint.size {
                let now = counted(checkpoint.size)
                return find(
                    .rolledBack, ArchivePath.checkpoint,
                    "the archive was rolled back or replaced: it has \(now), and \(verified)")
            }
            guard let present = roots[size], present != root else { continue }
            return find(
                .forked, ArchivePath.checkpoint,
                "the archive was replaced: \(verified) with the root \(root), and have the root \(present) now")
        }
        if extended == nil, let last = known.last { extended = "the archive as verified on \(last.time)" }
    }

    /// Checks that enough witnesses cosigned the checkpoint.
    ///
    /// A cosignature by one of them that does not verify is a finding of its own.
    mutating func demand(_ policy: WitnessPolicy) {
        guard let note, let shortfall = policy.shortfall(of: note) else { return }
        find(.quorumMissed, ArchivePath.checkpoint, shortfall)
    }

    /// Checks that the history reaches a day.
    mutating func expect(through day: Day) {
        guard let last = nights.last?.day else {
            return find(.missingTail, ArchivePath.checkpoint, "the ledger lists no night; \(day) was expected")
        }
        if last < day {
            find(.missingTail, ArchivePath.checkpoint, "the last night is \(last); \(day) was expected")
        }
    }
}
