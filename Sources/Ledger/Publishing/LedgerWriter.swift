import Durability
public import TrackingLog
public import TransparencyLog

/// Adds nights to an archive, and erasures, each completely or not at all.
///
/// A night's files appear in this order: salts, zip, manifest, tiles and entries, and last the checkpoint, which makes the
/// night a part of the ledger. Each file is written beside its place, synced, and linked there, never over a file with other
/// bytes; the checkpoint is renamed over the one before. After a crash at any moment the same night is published again,
/// to the same bytes. All of this happens on the calling thread. An archive has one writer at a time.
public struct LedgerWriter: ~Copyable {
    private let archive: String
    private let keys: [SigningKey]
    private let lock: FileLock
    private var tree: MerkleTree
    private var entries: [[UInt8]]
    /// The signed checkpoint; nil before the first night.
    public private(set) var note: SignedNote?
    /// The last checkpoint; nil before the first night.
    public private(set) var checkpoint: Checkpoint?
    /// The last night; nil before the first.
    public private(set) var last: Manifest?

    /// Opens an archive for writing, or creates one.
    ///
    /// - Parameters:
    ///   - archive: the folder; created if its parent exists.
    ///   - keys: the keys that sign, all of one name, the ledger's origin. One of them signed the existing checkpoint.
    /// - Throws: ``LedgerError``: ``LedgerError/locked(path:)`` if another process writes to it.
    public init(archive: String, keys: [SigningKey]) throws(LedgerError) {
        for key in keys where !key.verifier.name.isSame(as: keys[0].verifier.name) {
            throw .otherOrigin(key: key.verifier.name, origin: keys[0].verifier.name)
        }
        try LedgerError.wrapping { () throws(FileError) in try Folders.make(ArchivePath.ledger, in: archive) }
        let lock = try FileLock("\(archive)/\(ArchivePath.lock)")
        let state = try LedgerState(archive: archive, keys: keys.map(\.verifier))
        if let state { try StagedErasure.settle(in: archive, state) }
        last = state?.last
        tree = state?.tree ?? MerkleTree()
        entries = state?.entries ?? []
        note = state?.note
        checkpoint = state?.checkpoint
        self.archive = archive
        self.keys = keys
        self.lock = lock
    }

    /// Publishes a night.
    ///
    /// - Parameters:
    ///   - day: the day after the last night.
    ///   - firstEvent: the number of the first event: one after the last so far.
    ///   - events: the number of rows.
    ///   - rows: writes the rows, each with its LF, without the header, in the same pieces each time.
    /// - Returns: the night's manifest.
    /// - Throws: ``LedgerError``, or an error of `rows`; the night is not in the ledger then.
    public mutating func publish(
        _ day: Day, firstEvent: Int, events: Int, rows: (inout NightLog) throws -> Void
    ) throws -> Manifest {
        if let last, day != last.day.adding(days: 1) || firstEvent != last.lastEvent + 1 {
            throw LedgerError.contradiction(
                "the night after \(last.day) begins with event \((last.lastEvent + 1).grouped), not \(day) with \(firstEvent.grouped)"
            )
        }
        try Folders.make(ArchivePath.folder(day), in: archive)
        let zip = "\(archive)/\(ArchivePath.zip(day))"
        var log = try NightLog(day, rows: events, at: zip)
        try rows(&log)
        guard log.rows == events else {
            throw LedgerError.contradiction(
                "the night of \(day) has \(log.rows.counting("row")), not the \(events.grouped) that were announced")
        }
        let manifest = try log.finish(firstEvent: firstEvent, previous: entries.last.map { SHA256Hash.of($0) })
        try place(manifest.bytes, at: ArchivePath.manifest(day))
        try add([manifest.bytes])
        last = manifest
        return manifest
    }

    /// Adds erasures of nights that are in the ledger, all at once.
    ///
    /// - Parameters:
    ///   - nights: the nights as their new files are, in their order.
    ///   - time: when it is.
    /// - Returns: the erasures: several where the nights are too many for one.
    mutating func publish(erasuresOf nights: [Erasure.Night], at time: Timestamp) throws(LedgerError) -> [Erasure] {
        var erasures: [Erasure] = []
        var previous = entries.last.map { SHA256Hash.of($0) }
        for start in stride(from: 0, to: nights.count, by: Erasure.maximumNights) {
            guard let before = previous else { break }
            let some = nights[start..<min(start + Erasure.maximumNights, nights.count)]
            let erasure = Erasure(time: time, nights: Array(some), previous: before)
            previous = SHA256Hash.of(erasure.bytes)
            try place(erasure.bytes, at: ArchivePath.erasure(entries.count + erasures.count))
            erasures.append(erasure)
        }
        try add(erasures.map(\.bytes))
        return erasures
    }

    /// Publishes entries: tiles, and last the checkpoint, which makes them a part of the ledger.
    private mutating func add(_ new: [[UInt8]]) throws(LedgerError) {
        var grown = tree
        for entry in new { grown.append(.leaf(entry)) }
        let all = entries + new
        for tile in Tiles.places(size: grown.size) where tile.minimumSize > tree.size {
            let path = "\(ArchivePath.ledger)/\(tile.path)"
            try LedgerError.wrapping { () throws(FileError) in
                try Folders.make(FilePlace.folder(of: path), in: archive)
            }
            try place(Tiles.bytes(of: tile, tree: grown) { all[$0] }, at: path)
        }
        try sign(Checkpoint(origin: keys[0].verifier.name, size: grown.size, root: grown.root()), keeping: [])
        tree = grown
        entries = all
    }

    /// The inclusion proof of an entry under the present checkpoint.
    func proof(of index: Int) -> LogProof? {
        note.map { LogProof(index: index, path: tree.inclusionProof(of: index), checkpoint: $0.bytes) }
    }

    /// Signs the existing checkpoint with the keys that have not signed it.
    ///
    /// So a new key need not wait for a night. Existing signatures stay, those of witnesses too.
    ///
    /// - Returns: whether a signature was missing.
    public mutating func signAgain() throws(LedgerError) -> Bool {
        guard let checkpoint, let note else { return false }
        let isMissing = keys.contains { key in !note.signatures.contains { $0.isBy(key.verifier) } }
        if isMissing { try sign(checkpoint, keeping: note.signatures) }
        return isMissing
    }

    /// Adds the cosignatures of witnesses to the checkpoint.
    ///
    /// They come after the lines that are there, which stay, except one by the same key.
    ///
    /// - Parameters:
    ///   - lines: cosignatures that were verified, each by a key without a valid one so far.
    ///   - text: the text that they are of.
    /// - Throws: ``LedgerError/contradiction(_:)`` if that is not the checkpoint's any more, or has no room for more lines.
    public mutating func add(_ lines: [NoteSignature], of text: [UInt8]) throws(LedgerError) {
        guard let note, note.text == text else {
            throw .contradiction("\(archive)/\(ArchivePath.checkpoint) changed while its witnesses were asked")
        }
        let others = note.signatures.filter { present in !lines.contains { $0.label == present.label } }
        guard others.count + lines.count <= SignedNote.maximumSignatures else {
            throw .contradiction(
                "\(archive)/\(ArchivePath.checkpoint) has \(others.count) signatures, and no room for \(lines.count) more"
            )
        }
        try replace(note, by: SignedNote(text: text, signatures: others + lines))
    }

    /// The number of the ledger's entries that are erasures.
    public var erasures: Int { entries.count(where: Erasure.isLikely) }
    /// The signed checkpoint's bytes; nil before the first night.
    public var signedCheckpoint: [UInt8]? { note?.bytes }

    // MARK: - Steps

    private mutating func sign(_ checkpoint: Checkpoint, keeping lines: [NoteSignature]) throws(LedgerError) {
        if let signed = self.checkpoint {
            guard signed.size < checkpoint.size || signed.text == checkpoint.text else {
                let path = "\(archive)/\(ArchivePath.checkpoint)"
                throw .contradiction("\(path) signs another root for \(checkpoint.size.counting("entry", "entries"))")
            }
        }
        let text = checkpoint.text
        var signatures: [NoteSignature] = []
        for key in keys {
            do throws(KeyError) {
                signatures.append(try key.sign(text))
            } catch {
                throw .contradiction("\(error)")
            }
        }
        signatures += lines.filter { line in !keys.contains { line.isBy($0.verifier) } }
        try replace(note, by: SignedNote(text: text, signatures: signatures))
        self.checkpoint = checkpoint
    }

    /// Replaces the checkpoint's file, if it still holds what it held when it was locked.
    private mutating func replace(_ before: SignedNote?, by signed: SignedNote) throws(LedgerError) {
        // The lock keeps other runs out, but files may have been copied here: a second root must never be signed for a
        // size.
        let path = "\(archive)/\(ArchivePath.checkpoint)"
        let present = try LedgerError.wrapping { () throws(FileError) in try FileBytes.readIfThere(path) }
        guard present == before?.bytes else { throw .contradiction("\(path) changed while the archive was locked") }
        try LedgerError.wrapping { () throws(FileError) in
            var file = try AtomicFile(replacing: path, links: .refused)
            let bytes = signed.bytes
            try file.write(bytes.span)
            try file.commit()
        }
        note = signed
    }

    private func place(_ bytes: [UInt8], at path: String) throws(LedgerError) {
        try LedgerError.wrapping { () throws(FileError) in
            var file = try AtomicFile(replacing: "\(archive)/\(path)", links: .refused)
            try file.write(bytes.span)
            try file.commit(.whereNoneIs)
        }
    }
}
