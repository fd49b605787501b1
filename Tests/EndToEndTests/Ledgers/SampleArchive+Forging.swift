import Foundation
import TransparencyLog

@testable import Ledger

extension SampleArchive {
    /// Signs another history over the archive's files, as somebody could who has the key: what its manifests say is
    /// changed, each again names the one before it, and tiles and checkpoint are written again.
    ///
    /// - Parameters:
    ///   - origin: what the ledger calls itself.
    ///   - chaining: whether each manifest is made to name the one before it.
    func forge(
        origin: String = SampleArchive.origin, chaining: Bool = true, _ change: (inout [Manifest]) -> Void
    ) throws {
        let state = try LedgerState(archive: scratch.path + "/archive", keys: [key.verifier])
        var manifests = try state?.nights().map(\.manifest) ?? []
        change(&manifests)
        var entries: [[UInt8]] = []
        for var manifest in manifests {
            if chaining { manifest.previous = entries.last.map { SHA256Hash.of($0) } }
            entries.append(manifest.bytes)
            try place(manifest.bytes, ArchivePath.manifest(manifest.day))
        }
        try sign(entries, origin: origin)
    }

    /// Signs the history with another erasure as its last entry, as somebody could who has the key.
    func forgeErasure(_ change: (inout Erasure) -> Void) throws {
        let state = try LedgerState(archive: scratch.path + "/archive", keys: [key.verifier])
        var entries = state?.entries ?? []
        guard let last = entries.popLast() else { return }
        var erasure = try Erasure(last)
        change(&erasure)
        entries.append(erasure.bytes)
        try place(erasure.bytes, ArchivePath.erasure(entries.count - 1))
        try sign(entries, origin: Self.origin)
    }

    /// Signs entries: tiles and checkpoint are written again.
    private func sign(_ entries: [[UInt8]], origin: String) throws {
        try FileManager.default.removeItem(atPath: scratch.path + "/archive/ledger/tile")
        let tree = MerkleTree(entries.map { SHA256Hash.leaf($0) })
        for tile in Tiles.places(size: entries.count) {
            try place(Tiles.bytes(of: tile, tree: tree) { entries[$0] }, "ledger/\(tile.path)")
        }
        let text = Checkpoint(origin: origin, size: entries.count, root: tree.root()).text
        try place(SignedNote(text: text, signatures: [key.sign(text)]).bytes, ArchivePath.checkpoint)
    }

    private func place(_ bytes: [UInt8], _ path: String) throws {
        let url = URL(filePath: scratch.path + "/archive/" + path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }
}
