import Durability

/// A ledger as its files have it: what was signed, and the manifests that were.
public struct LedgerState: Sendable {
    /// The signed note.
    public let note: SignedNote
    /// What it says.
    public let checkpoint: Checkpoint
    /// The manifests' bytes, in their order.
    public let entries: [[UInt8]]
    /// The tree over them.
    public let tree: MerkleTree
    /// The last night; nil where there is none.
    public let last: Manifest?

    /// What is signed of the nights, in their order.
    public func manifests() throws(ManifestError) -> [Manifest] {
        var manifests: [Manifest] = []
        for entry in entries { manifests.append(try Manifest(entry)) }
        return manifests
    }

    /// Reads the ledger of an archive; nil where there is no checkpoint.
    ///
    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - keys: those whose signatures count; nil asks for none, where whoever gets what is made of it will.
    /// - Throws: ``LedgerError`` where the checkpoint is not theirs, or does not fit the entries that are there.
    public init?(archive: String, keys: [VerifierKey]?) throws(LedgerError) {
        // What lies at the end of a link is not a part of the archive.
        try LedgerError.wrapping { () throws(FileError) in
            for folder in ["", "/tile", "/tile/entries", "/tile/0"] {
                try FilePlace.refuseLink(at: "\(archive)/\(ArchivePath.ledger)\(folder)", doing: "read")
            }
        }
        let path = "\(archive)/\(ArchivePath.checkpoint)"
        guard let bytes = try LedgerError.wrapping({ () throws(FileError) in try FileBytes.readIfThere(path) }) else {
            return nil
        }
        do throws(NoteError) {
            note = try SignedNote(bytes)
            checkpoint = try Checkpoint(note.text)
            if let keys {
                let signers = try note.verify(with: keys)
                let checkpoint = checkpoint
                guard signers.contains(where: { $0.isSigner(of: checkpoint) }) else {
                    throw NoteError.noneKnown(signers.map(\.name))
                }
            }
        } catch {
            throw .untrusted(path: path, error)
        }
        guard checkpoint.size <= Checkpoint.mostNights else {
            throw .contradiction("\(path) lists more nights than there have been: \(checkpoint.size)")
        }
        let entries = try Self.entries(archive, size: checkpoint.size)
        self.entries = entries
        tree = MerkleTree(entries.map { LedgerHash.leaf($0) })
        guard tree.root() == checkpoint.root else {
            throw .contradiction(
                "the entries in \(archive)/\(ArchivePath.ledger) are not those that the checkpoint signs")
        }
        do throws(ManifestError) {
            last = try entries.last.map { bytes throws(ManifestError) in try Manifest(bytes) }
        } catch {
            throw .contradiction("the last entry of the ledger is \(error)")
        }
    }

    private static func entries(_ archive: String, size: Int) throws(LedgerError) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        for place in Tiles.places(size: size) where place.level == nil {
            let path = "\(archive)/\(ArchivePath.ledger)/\(place.path)"
            let bundle = try LedgerError.wrapping { () throws(FileError) in try FileBytes.read(path) }
            guard let some = Tiles.entries(in: bundle), some.count == place.count else {
                throw .contradiction("\(path) does not hold \(place.count) entries")
            }
            entries += some
        }
        return entries
    }
}
