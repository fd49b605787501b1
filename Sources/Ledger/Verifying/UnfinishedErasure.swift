import Durability
import LogVerification
import TrackingLog
import TransparencyLog

/// What a stopped erasure left: new files beside the old ones of sealed nights, and entries that no checkpoint signs.
struct UnfinishedErasure {
    /// What is to be said of it.
    private(set) var findings: [Finding] = []
    /// The paths of its files.
    private(set) var paths: Set<String> = []
    /// What the run says that left it; nil if none was stopped.
    private(set) var staged: StagedErasure?
    private var files: Set<String> = []

    init(_ archive: String, _ all: ArchiveFiles, _ ledger: LedgerAudit) {
        // What cannot be read as one is a file that the ledger does not list.
        guard all.sizes[ArchivePath.erasing] != nil, let staged = try? StagedErasure.read(in: archive) else { return }
        self.staged = staged
        let size = ledger.checkpoint?.size ?? 0
        paths.insert(ArchivePath.erasing)
        let sealed = Set(ledger.nights.map(\.day))
        files = Set(
            staged.days.filter(sealed.contains).flatMap { day in
                StagedErasure.files(of: day).map { $0 + StagedErasure.suffix }
            })
        paths.formUnion(all.paths.filter(files.contains))
        let reason: String
        if staged.isPublished(in: size) {
            reason =
                "a run was stopped before all files of an erasure of \(staged.days.count.counting("night")) took their "
                + "places; the next run ends it"
        } else {
            paths.formUnion(Self.entries(archive, all, ledger))
            files.formUnion(ledger.tree.size == size ? Self.names(from: size, staged.days.count) : [])
            reason =
                "an erasure was stopped before it was a part of the history: what it was to erase is still there until "
                + "`pushtrail erase` is run again"
        }
        findings.append(Finding(.unfinishedErasure, ArchivePath.erasing, reason))
    }

    /// Whether the stopped run may have been writing a file of this path.
    func mayBeWritten(_ path: String) -> Bool {
        files.contains(path)
    }

    /// The paths of the entries that an erasure of some nights adds, and of its tiles.
    private static func names(from size: Int, _ nights: Int) -> [String] {
        let count = (nights + Erasure.maximumNights - 1) / Erasure.maximumNights
        let tiles = Tiles.places(size: size + count).map { "\(ArchivePath.ledger)/\($0.path)" }
        return tiles + (0..<count).map { ArchivePath.erasure(size + $0) }
    }

    /// The files of erasures that continue the ledger, and the tiles of the tree over them.
    private static func entries(_ archive: String, _ all: ArchiveFiles, _ ledger: LedgerAudit) -> [String] {
        var found: [String] = []
        var entries = ledger.entries
        var tree = ledger.tree
        while true {
            let path = ArchivePath.erasure(entries.count)
            guard all.sizes[path] != nil, let bytes = try? FileBytes.read("\(archive)/\(path)"),
                case .erasure(let erasure)? = try? LedgerEntry(bytes),
                erasure.previous == entries.last.map({ SHA256Hash.of($0) })
            else { break }
            found.append(path)
            entries.append(bytes)
            tree.append(.leaf(bytes))
        }
        for place in Tiles.places(size: tree.size) where place.minimumSize > ledger.tree.size {
            let path = "\(ArchivePath.ledger)/\(place.path)"
            let bytes = try? FileBytes.read("\(archive)/\(path)")
            if bytes == Tiles.bytes(of: place, tree: tree, entry: { entries[$0] }) { found.append(path) }
        }
        return found
    }
}
