import Durability
import TrackingLog
public import TransparencyLog

/// A ledger read from its files: the checkpoint and the manifests.
public struct LedgerState: Sendable {
    /// The maximum number of nights: nearly three millennia of them.
    static let maximumNights = 1 << 20

    /// The signed note.
    public let note: SignedNote
    /// The checkpoint in the note.
    public let checkpoint: Checkpoint
    /// The manifests' bytes, in their order.
    public let entries: [[UInt8]]
    /// The tree over the manifests.
    public let tree: MerkleTree
    /// The last night; nil if there is none.
    public let last: Manifest?

    /// Reads the entries as manifests, in their order.
    public func manifests() throws(ManifestError) -> [Manifest] {
        var manifests: [Manifest] = []
        for entry in entries { manifests.append(try Manifest(entry)) }
        return manifests
    }

    /// Reads the ledger of an archive; nil if there is no checkpoint.
    ///
    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - keys: the keys that may have signed; nil if the signature is checked elsewhere.
    /// - Throws: ``LedgerError`` if none of the keys signed the checkpoint, or the entries do not match it.
    public init?(archive: String, keys: [VerifierKey]?) throws(LedgerError) {
        // What a link leads to is not a part of the archive.
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
            if let keys { _ = try note.verify(checkpoint, with: keys) }
        } catch {
            throw .untrusted(path: path, error)
        }
        guard checkpoint.size <= Self.maximumNights else {
            throw .contradiction("\(path) lists \(checkpoint.size.grouped) nights, more than any ledger has")
        }
        let entries = try Self.entries(archive, size: checkpoint.size)
        self.entries = entries
        tree = MerkleTree(entries.map { SHA256Hash.leaf($0) })
        guard tree.root() == checkpoint.root else {
            throw .contradiction("the entries in \(archive)/\(ArchivePath.ledger) do not match the signed checkpoint")
        }
        do throws(ManifestError) {
            last = try entries.last.map { bytes throws(ManifestError) in try Manifest(bytes) }
        } catch {
            throw .contradiction("the last entry of the ledger in \(archive) is \(error)")
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
