import Durability
import TrackingLog

extension LedgerAudit {
    /// Reads the entries as manifests, and checks that each follows from the one before, and is its night's file.
    mutating func checkManifests() {
        var previous: Manifest?
        var previousHash: LedgerHash?
        var isUnbroken = true
        for (index, entry) in entries.enumerated() {
            do throws(ManifestError) {
                let manifest = try Manifest(entry)
                checkFile(of: manifest, entry)
                if isUnbroken { check(manifest, after: previous, previousHash) }
                keep(manifest)
                previous = manifest
                isUnbroken = true
            } catch {
                find(.manifestMalformed, ArchivePath.ledger, "entry \(index) of the ledger: \(error)")
                isUnbroken = false
            }
            previousHash = LedgerHash.of(entry)
        }
    }

    private mutating func checkFile(of manifest: Manifest, _ entry: [UInt8]) {
        let path = ArchivePath.manifest(manifest.day)
        do throws(FileError) {
            guard let bytes = try FileBytes.readIfThere("\(archive)/\(path)") else {
                return find(.manifestMissing, path, "the manifest is in the ledger, and its file is not there")
            }
            if bytes != entry { find(.manifestChanged, path, "it is not the manifest that is in the ledger") }
        } catch {
            find(error, path)
        }
    }

    private mutating func check(_ manifest: Manifest, after previous: Manifest?, _ hash: LedgerHash?) {
        let path = ArchivePath.manifest(manifest.day)
        if manifest.previous != hash {
            find(
                .chainBroken, path,
                "it names \(manifest.previous?.hex ?? "none") as the manifest before it, which is \(hash?.hex ?? "none")"
            )
        }
        let next = previous.map { $0.lastEvent + 1 } ?? 1
        if manifest.firstEvent > next {
            find(.sequenceGap, path, "events \(next) to \(manifest.firstEvent - 1) are in no archive")
        } else if manifest.firstEvent < next {
            find(.sequenceOverlap, path, "event \(manifest.firstEvent) is in an earlier archive too")
        }
        guard let previous else { return }
        let expected = previous.day.adding(days: 1)
        if manifests.contains(where: { $0.day == manifest.day }) {
            find(.archiveRepeated, path, "the ledger lists this night twice")
        } else if manifest.day > expected {
            find(.periodGap, path, "no archive covers \(expected) to \(manifest.day.adding(days: -1))")
        } else if manifest.day < expected {
            find(.periodOverlap, path, "the night comes after \(previous.day) in the ledger")
        }
    }

    // MARK: - What is expected from outside

    /// Holds the checkpoint against one that was kept.
    mutating func compare(with bytes: [UInt8], named name: String) {
        let saved: Checkpoint
        do throws(NoteError) {
            let note = try SignedNote(bytes)
            saved = try Checkpoint(note.text)
            _ = try note.verify(with: keys)
        } catch {
            return find(.savedCheckpointUnusable, name, "\(error)")
        }
        guard let checkpoint else { return }
        guard saved.origin.isSame(as: checkpoint.origin) else {
            return find(
                .savedCheckpointUnusable, name, "it is one of \(saved.origin), the archive's is of \(checkpoint.origin)"
            )
        }
        let path = ArchivePath.checkpoint
        if saved.size > checkpoint.size {
            find(
                .rolledBack, path,
                "it lists \(checkpoint.size) nights, and the checkpoint that was kept, \(name), lists \(saved.size)")
        } else if saved.size == checkpoint.size, saved.root != checkpoint.root {
            find(
                .twoRoots, path,
                "two roots were signed for \(saved.size) nights: \(saved.root) in \(name), \(checkpoint.root) here")
        } else if tree.size >= saved.size, tree.root(of: saved.size) != saved.root {
            find(
                .forked, path,
                "the first \(saved.size) nights have the root \(tree.root(of: saved.size)); \(name) signs \(saved.root) for them"
            )
        }
    }

    /// The history has to reach a day.
    mutating func expect(through day: Day) {
        guard let last = manifests.last?.day else {
            return find(.missingTail, ArchivePath.checkpoint, "no night is listed; \(day) was expected")
        }
        if last < day {
            find(.missingTail, ArchivePath.checkpoint, "the last night is \(last); \(day) was expected")
        }
    }
}
