import Durability
import LogVerification
import TrackingLog
import TransparencyLog
import Glibc

/// Checks an archive's ledger: signature, tree, manifests, and their sequence.
struct LedgerAudit {
    let archive: String
    let keys: [VerifierKey]
    private(set) var findings: [Finding] = []
    private(set) var checkpoint: Checkpoint?
    /// The checkpoint with its signatures.
    private(set) var note: SignedNote?
    private(set) var signers: [VerifierKey] = []
    /// The entries that could be read.
    private(set) var entries: [[UInt8]] = []
    private(set) var tree = MerkleTree()
    /// The entries that are manifests.
    private(set) var manifests: [Manifest] = []
    /// The name of the kept checkpoint that the ledger continues.
    var extended: String?
    /// Whether there is a checkpoint.
    private(set) var hasCheckpoint = true

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

    /// Adds a manifest.
    mutating func keep(_ manifest: Manifest) { manifests.append(manifest) }

    mutating func find(_ code: FindingCode, _ path: String, _ reason: String) {
        findings.append(Finding(code, path, reason))
    }

    mutating func find(_ error: FileError, _ path: String) { findings.append(Finding(error, at: path)) }

    // MARK: - The checkpoint

    private mutating func readCheckpoint(_ files: ArchiveFiles) {
        let path = ArchivePath.checkpoint
        do throws(FileError) {
            guard let bytes = try FileBytes.readIfThere("\(archive)/\(path)", upTo: SignedNote.maximumBytes) else {
                hasCheckpoint = false
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
            guard checkpoint.size <= LedgerState.maximumNights else {
                let size = checkpoint.size.grouped
                return find(.checkpointMalformed, path, "the checkpoint lists \(size) nights, more than any ledger has")
            }
            self.checkpoint = checkpoint
            self.note = note
            signers = try note.verify(with: keys)
            // Findings about a checkpoint without its log's signature name the witnesses that did sign it.
            try checkpoint.requireOrigin(among: signers)
        } catch {
            switch error {
            case .malformed(let reason): find(.checkpointMalformed, path, reason)
            case .badSignature: find(.checkpointSignatureWrong, path, "\(error)")
            case .noneKnown: find(.checkpointKeyUnknown, path, "\(error)")
            case .notByOrigin: find(.checkpointOriginWrong, path, "\(error)")
            }
        }
    }

    // MARK: - The tree

    /// Reads the entries from the bundles, or from the manifests' files if only those match the signed root.
    private mutating func readEntries(size: Int, root: SHA256Hash, _ files: ArchiveFiles) {
        let bundled = bundledEntries(size: size)
        for candidate in [bundled, filedEntries(size: size, files)] {
            guard let candidate, candidate.count == size else { continue }
            let candidateTree = MerkleTree(candidate.map { SHA256Hash.leaf($0) })
            if entries.isEmpty || candidateTree.root() == root {
                entries = candidate
                tree = candidateTree
            }
            if candidateTree.root() == root { return }
        }
        guard tree.root() != root else { return }
        find(
            .rootMismatch, ArchivePath.checkpoint,
            "the checkpoint signs the root \(root) over \(size.counting("night")), the entries there have the root \(tree.root())"
        )
    }

    private mutating func bundledEntries(size: Int) -> [[UInt8]]? {
        var entries: [[UInt8]]? = []
        for place in Tiles.places(size: size) where place.level == nil {
            let path = "\(ArchivePath.ledger)/\(place.path)"
            do throws(FileError) {
                guard let bytes = try FileBytes.readIfThere("\(archive)/\(path)") else {
                    find(.entriesMissing, path, "this bundle of ledger entries is missing")
                    entries = nil
                    continue
                }
                if let some = Tiles.entries(in: bytes), some.count == place.count {
                    entries? += some
                } else {
                    find(.entriesMalformed, path, "the bundle does not hold \(place.count) ledger entries")
                    entries = nil
                }
            } catch {
                find(error, path)
                entries = nil
            }
        }
        return entries
    }

    /// The manifests' files, by day.
    private func filedEntries(size: Int, _ files: ArchiveFiles) -> [[UInt8]]? {
        let paths = files.paths.filter { $0.hasSuffix(".manifest.json") }.prefix(size)
        return paths.count < size ? nil : paths.compactMap { try? FileBytes.read("\(archive)/\($0)") }
    }

    /// Checks that the tiles of the signed size exist, and that every tile matches the entries.
    private mutating func checkTiles(size: Int, _ files: ArchiveFiles) {
        guard tree.size == size else { return }
        let there = Set(files.paths)
        let needed = Tiles.places(size: size)
        let missing = needed.filter { $0.level != nil && !there.contains("\(ArchivePath.ledger)/\($0.path)") }
        for place in missing {
            find(.tileMissing, "\(ArchivePath.ledger)/\(place.path)", "this tile of the ledger is missing")
        }
        for path in files.paths where path.hasPrefix(ArchivePath.ledger + "/tile/") {
            guard let place = Tiles.Place(path: String(path.dropFirst(ArchivePath.ledger.count + 1))),
                place.minimumSize <= size
            else { continue }
            do throws(FileError) {
                let bytes = try FileBytes.read("\(archive)/\(path)")
                if bytes != Tiles.bytes(of: place, tree: tree, entry: { entries[$0] }) {
                    find(.tileChanged, path, "the tile does not match the signed entries")
                }
            } catch {
                find(error, path)
            }
        }
    }
}
