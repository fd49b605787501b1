import Durability
import TrackingLog
public import TransparencyLog

/// A ledger read from its files: the checkpoint and the entries.
public struct LedgerState: Sendable {
    /// The maximum number of entries: nearly three millennia of nights.
    static let maximumEntries = 1 << 20

    /// The signed note.
    public let note: SignedNote
    /// The checkpoint in the note.
    public let checkpoint: Checkpoint
    /// The entries' bytes, in their order: manifests, and erasures.
    public let entries: [[UInt8]]
    /// The tree over the entries.
    public let tree: MerkleTree
    /// The last night; nil if there is none.
    public let last: Manifest?
    /// What a stopped erasure left.
    private let staged: StagedErasure?

    /// The nights, in their order, each as the erasures after it left it.
    ///
    /// - Throws: ``LedgerError/contradiction(_:)`` where an entry cannot be read, or is not of this ledger.
    public func nights() throws(LedgerError) -> [LedgerNight] {
        var nights: [LedgerNight] = []
        for (index, bytes) in entries.enumerated() {
            let entry: LedgerEntry
            do throws(ManifestError) {
                entry = try LedgerEntry(bytes)
            } catch {
                throw .contradiction("entry \(index) of the ledger is \(error)")
            }
            switch entry {
            case .night(let manifest): nights.append(LedgerNight(manifest, at: index))
            case .erasure(let erasure):
                if let day = nights.apply(erasure, at: index).first {
                    throw .contradiction("entry \(index) of the ledger is an erasure of \(day), which is not before it")
                }
            }
        }
        nights.note(staged, in: checkpoint.size)
        return nights
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
        guard checkpoint.size <= Self.maximumEntries else {
            throw .contradiction("\(path) lists \(checkpoint.size.grouped) entries, more than any ledger has")
        }
        staged = try StagedErasure.read(in: archive)
        let entries = try Self.entries(archive, size: checkpoint.size)
        self.entries = entries
        tree = MerkleTree(entries.map { SHA256Hash.leaf($0) })
        guard tree.root() == checkpoint.root else {
            throw .contradiction("the entries in \(archive)/\(ArchivePath.ledger) do not match the signed checkpoint")
        }
        do throws(ManifestError) {
            last = try entries.last { !Erasure.isLikely($0) }.map { bytes throws(ManifestError) in try Manifest(bytes) }
        } catch {
            throw .contradiction("the last night of the ledger in \(archive) is \(error)")
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
