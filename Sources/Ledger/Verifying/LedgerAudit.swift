import Durability
import LogVerification
import TrackingLog
import TransparencyLog
import Glibc

/// Checks an archive's ledger: signature, tree, manifests, and their sequence.
struct LedgerAudit {
    let archive: String
    let keys: [VerifierKey]
    let trusted: TrustedKeys
    /// The first night whose files have to be there; nil for the first one.
    let from: Day?
    private(set) var findings: [Finding] = []
    private(set) var checkpoint: Checkpoint?
    /// The checkpoint with its signatures.
    private(set) var note: SignedNote?
    private(set) var signers: [VerifierKey] = []
    /// The entries that could be read.
    private(set) var entries: [[UInt8]] = []
    private(set) var tree = MerkleTree()
    /// The nights of the entries that are manifests, each as the erasures after it left it.
    private(set) var nights: [LedgerNight] = []
    /// The entries that are erasures, with their places.
    private(set) var erasures: [(index: Int, erasure: Erasure)] = []
    /// The number of erasures that the kept checkpoint does not have; nil if none was compared.
    var erasuresSince: Int?
    /// The name of the kept checkpoint that the ledger continues.
    var extended: String?
    /// Whether there is a checkpoint.
    private(set) var hasCheckpoint = true

    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - keys: the keys whose signatures count.
    ///   - trusted: for which nights they do.
    ///   - from: the first night whose files have to be there.
    init(_ archive: String, keys: [VerifierKey], trusting trusted: TrustedKeys, from: Day? = nil) {
        self.archive = archive
        self.from = from
        self.trusted = trusted
        self.keys = keys
    }

    mutating func run(_ files: ArchiveFiles) {
        readCheckpoint(files)
        guard let checkpoint else { return }
        readEntries(size: checkpoint.size, root: checkpoint.root, files)
        checkTiles(size: checkpoint.size, files)
        checkNights()
        if let objection = objection(to: signers, of: checkpoint) {
            find(.checkpointKeyOutOfTime, ArchivePath.checkpoint, objection)
        }
    }

    /// Why a checkpoint is signed by a key out of its time; nil if it is not.
    ///
    /// - Parameters:
    ///   - signers: the keys that signed it.
    ///   - checkpoint: the checkpoint, of this size or a smaller one.
    func objection(to signers: [VerifierKey], of checkpoint: Checkpoint) -> String? {
        let night = nights.last { $0.index < checkpoint.size }?.day
        let erasure = erasures.last { $0.index < checkpoint.size }?.erasure.time.day
        guard let day = [night, erasure].compactMap(\.self).max() else { return nil }
        return trusted.objection(to: signers.filter { $0.isSigner(of: checkpoint) }, of: day)
    }

    /// Adds a night.
    mutating func keep(_ manifest: Manifest, at index: Int) { nights.append(LedgerNight(manifest, at: index)) }

    /// Adds an erasure.
    ///
    /// - Returns: the days of which there is no night before it.
    mutating func keep(_ erasure: Erasure, at index: Int) -> [Day] {
        erasures.append((index, erasure))
        return nights.apply(erasure, at: index)
    }

    /// A number of entries, in words.
    func counted(_ entries: Int) -> String {
        erasures.isEmpty ? entries.counting("night") : entries.counting("entry", "entries")
    }

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
            guard checkpoint.size <= LedgerState.maximumEntries else {
                let size = checkpoint.size.grouped
                return find(
                    .checkpointMalformed, path, "the checkpoint lists \(size) entries, more than any ledger has")
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

    /// Reads the entries from the bundles, or from their own files if only those match the signed root.
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
            "the checkpoint signs the root \(root) over \(counted(size)), the entries there have the root \(tree.root())"
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

    /// The files of the entries: the manifests by day, and the erasures at their places.
    private func filedEntries(size: Int, _ files: ArchiveFiles) -> [[UInt8]]? {
        let erasures = files.paths.filter { path in ArchivePath.index(erasure: path).map { $0 < size } ?? false }
        let manifests = files.paths.filter { $0.hasSuffix(".manifest.json") }.prefix(max(0, size - erasures.count))
        guard manifests.count + erasures.count == size else { return nil }
        var rest = manifests[...]
        return (0..<size).compactMap { index in
            let path = ArchivePath.erasure(index)
            return (erasures.contains(path) ? path : rest.popFirst()).flatMap {
                try? FileBytes.read("\(archive)/\($0)")
            }
        }
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
