import Durability
import Glibc
import TrackingLog

/// Checks what an archive's ledger says: signature, tree, manifests, and how they follow each other.
struct LedgerAudit {
    let archive: String
    let keys: [VerifierKey]
    private(set) var findings: [Finding] = []
    private(set) var checkpoint: Checkpoint?
    /// The checkpoint with its signatures.
    private(set) var note: SignedNote?
    private(set) var signers: [VerifierKey] = []
    /// The entries, as far as they are there.
    private(set) var entries: [[UInt8]] = []
    private(set) var tree = MerkleTree()
    /// Those of the entries that are manifests.
    private(set) var manifests: [Manifest] = []
    /// Whether there is a checkpoint at all.
    private(set) var isBegun = true

    init(_ archive: String, keys: [VerifierKey]) {
        self.archive = archive
        self.keys = keys
    }

    mutating func run(_ files: ArchiveFiles) {
        readCheckpoint(files)
        guard let checkpoint else { return }
        readEntries(size: checkpoint.size, root: checkpoint.root, files)
        checkTiles(size: checkpoint.size, files)
        checkManifests()
    }

    /// Counts an entry among the manifests.
    mutating func keep(_ manifest: Manifest) { manifests.append(manifest) }

    mutating func find(_ code: FindingCode, _ path: String, _ reason: String) {
        findings.append(Finding(code, path, reason))
    }

    mutating func find(_ error: FileError, _ path: String) { findings.append(Finding(error, at: path)) }

    // MARK: - The checkpoint

    private mutating func readCheckpoint(_ files: ArchiveFiles) {
        let path = ArchivePath.checkpoint
        do throws(FileError) {
            guard let bytes = try FileBytes.readIfThere("\(archive)/\(path)", most: SignedNote.most.bytes) else {
                isBegun = false
                return
            }
            check(bytes)
        } catch {
            guard error.code == EFBIG else { return find(error, path) }
            find(.checkpointMalformed, path, error.reason)
        }
    }

    private mutating func check(_ bytes: [UInt8]) {
        let path = ArchivePath.checkpoint
        do throws(NoteError) {
            let note = try SignedNote(bytes)
            let checkpoint = try Checkpoint(note.text)
            guard checkpoint.size <= Checkpoint.mostNights else {
                return find(.checkpointMalformed, path, "it lists more nights than there have been: \(checkpoint.size)")
            }
            self.checkpoint = checkpoint
            self.note = note
            signers = try note.verify(with: keys)
            guard signers.contains(where: { $0.isSigner(of: checkpoint) }) else {
                let names = signers.map(\.name).joined(separator: ", ")
                return find(
                    .checkpointOriginWrong, path, "the ledger calls itself \(checkpoint.origin), its signer is \(names)"
                )
            }
        } catch {
            switch error {
            case .malformed(let reason): find(.checkpointMalformed, path, reason)
            case .badSignature: find(.checkpointSignatureWrong, path, "\(error)")
            case .noneKnown: find(.checkpointKeyUnknown, path, "\(error)")
            }
        }
    }

    // MARK: - The tree

    /// Takes the entries from the bundles, or, where those are not what is signed and the manifests' files are, from them.
    private mutating func readEntries(size: Int, root: LedgerHash, _ files: ArchiveFiles) {
        let bundled = bundledEntries(size: size)
        for candidate in [bundled, filedEntries(size: size, files)] {
            guard let candidate, candidate.count == size else { continue }
            let candidateTree = MerkleTree(candidate.map { LedgerHash.leaf($0) })
            if entries.isEmpty || candidateTree.root() == root {
                entries = candidate
                tree = candidateTree
            }
            if candidateTree.root() == root { return }
        }
        guard tree.root() != root else { return }
        find(
            .rootMismatch, ArchivePath.checkpoint,
            "the checkpoint signs the root \(root) over \(size) nights; the entries that are there have \(tree.root())")
    }

    private mutating func bundledEntries(size: Int) -> [[UInt8]]? {
        var entries: [[UInt8]]? = []
        for place in Tiles.places(size: size) where place.level == nil {
            let path = "\(ArchivePath.ledger)/\(place.path)"
            do throws(FileError) {
                guard let bytes = try FileBytes.readIfThere("\(archive)/\(path)") else {
                    find(.entriesMissing, path, "the ledger's entries are not there")
                    entries = nil
                    continue
                }
                if let some = Tiles.entries(in: bytes), some.count == place.count {
                    entries? += some
                } else {
                    find(.entriesMalformed, path, "it does not hold \(place.count) entries")
                    entries = nil
                }
            } catch {
                find(error, path)
                entries = nil
            }
        }
        return entries
    }

    /// The manifests' files, in the order of their days.
    private func filedEntries(size: Int, _ files: ArchiveFiles) -> [[UInt8]]? {
        let paths = files.paths.filter { $0.hasSuffix(".manifest.json") }.prefix(size)
        return paths.count < size ? nil : paths.compactMap { try? FileBytes.read("\(archive)/\($0)") }
    }

    /// Every tile that is there has to hold what the entries come to, and those of the signed size have to be there.
    private mutating func checkTiles(size: Int, _ files: ArchiveFiles) {
        guard tree.size == size else { return }
        let there = Set(files.paths)
        let needed = Tiles.places(size: size)
        let missing = needed.filter { $0.level != nil && !there.contains("\(ArchivePath.ledger)/\($0.path)") }
        for place in missing { find(.tileMissing, "\(ArchivePath.ledger)/\(place.path)", "the tile is not there") }
        for path in files.paths where path.hasPrefix(ArchivePath.ledger + "/tile/") {
            guard let place = Tiles.Place(path: String(path.dropFirst(ArchivePath.ledger.count + 1))),
                place.leastSize <= size
            else { continue }
            do throws(FileError) {
                let bytes = try FileBytes.read("\(archive)/\(path)")
                if bytes != Tiles.bytes(of: place, tree: tree, entry: { entries[$0] }) {
                    find(.tileChanged, path, "it does not hold what the signed entries come to")
                }
            } catch {
                find(error, path)
            }
        }
    }
}
