import TrackingLog
public import TransparencyLog

extension Cosigner {
    /// Why a log that the witness reads was not cosigned.
    public enum PullError: Error, Hashable, Sendable, CustomStringConvertible {
        /// Something could not be read or checked: that says nothing about the log.
        case unchecked(String)
        /// The log is not the one that was cosigned before: it was rolled back, or forked.
        case misbehaves(String)

        /// The place, and what is wrong.
        public var description: String {
            switch self {
            case .unchecked(let reason), .misbehaves(let reason): reason
            }
        }
    }

    /// Reads a log's checkpoint and the tiles that show that it extends the last one, and cosigns it.
    ///
    /// - Parameter place: where the log is.
    /// - Returns: the checkpoint, with the signatures of log and witness.
    /// - Throws: ``PullError``, ``WitnessStateError``.
    public func pull(_ place: LogPlace) throws -> SignedNote {
        let (note, checkpoint) = try checkpoint(at: place)
        let previous = last(of: checkpoint.origin)
        let known = try previous.map { try Checkpoint($0.text) }
        if let known { try Self.compare(checkpoint, with: known, at: place) }
        let old = known?.size ?? 0
        let request = AddCheckpointRequest(
            oldSize: old, proof: try proof(of: checkpoint, from: known, at: place), checkpoint: note)
        switch try answer(request) {
        case .cosigned:
            guard let cosigned = last(of: checkpoint.origin) else { preconditionFailure("it was just cosigned") }
            return cosigned
        case .refused(.inconsistent(let reason)): throw PullError.misbehaves("\(place): \(reason)")
        case .refused(.malformed(let reason)): throw PullError.unchecked("\(place): \(reason)")
        case .refused(.conflict):
            throw PullError.unchecked("\(place): the log was cosigned by another request meanwhile")
        case .refused(.untrusted(let error)): throw PullError.unchecked("\(place): \(error)")
        case .refused(.unknownLog(let origin)):
            throw PullError.unchecked("\(place) is the log \(origin), and no key of it was given")
        case .refused(.consistent): preconditionFailure("a consistent checkpoint is not refused")
        }
    }

    private func checkpoint(at place: LogPlace) throws(PullError) -> (SignedNote, Checkpoint) {
        guard let bytes = try file("checkpoint", upTo: SignedNote.maximumBytes, at: place) else {
            throw .unchecked("\(place) has no checkpoint: it is no archive, or none yet")
        }
        let read: (note: SignedNote, checkpoint: Checkpoint)
        do throws(NoteError) {
            let note = try SignedNote(bytes)
            read = (note, try Checkpoint(note.text))
        } catch {
            throw .unchecked("\(place): \(error)")
        }
        let keys = logs.filter { $0.isSigner(of: read.checkpoint) }
        guard !keys.isEmpty else {
            throw .unchecked("\(place) is the log \(read.checkpoint.origin), and no key of it was given")
        }
        do throws(NoteError) {
            // Only what the log's owner signed is held against the log.
            _ = try read.note.verify(with: keys)
        } catch {
            throw .unchecked("\(place): \(error)")
        }
        return read
    }

    /// Compares what needs no tiles.
    private static func compare(_ checkpoint: Checkpoint, with known: Checkpoint, at place: LogPlace) throws(PullError)
    {
        if checkpoint.size < known.size {
            throw .misbehaves(
                "\(place): the log was rolled back: it has \(checkpoint.size.grouped) entries, \(known.size.grouped) were cosigned"
            )
        }
        if checkpoint.size == known.size, checkpoint.root != known.root {
            throw .misbehaves(
                "\(place): the log is forked: two roots are signed for \(known.size.grouped) entries: \(known.root), which was cosigned, and \(checkpoint.root)"
            )
        }
    }

    /// The proof from the last checkpoint, by tiles that match the signed root.
    private func proof(
        of checkpoint: Checkpoint, from known: Checkpoint?, at place: LogPlace
    ) throws(PullError) -> [SHA256Hash] {
        guard let known, known.size > 0, known.size < checkpoint.size else { return [] }
        var tree = TiledTree<PullError>(size: checkpoint.size) { path throws(PullError) in
            try self.file(path, upTo: TilePath.width * SHA256Hash.count, at: place)
        }
        let found: (new: SHA256Hash, old: SHA256Hash, proof: [SHA256Hash])
        do throws(TiledTree<PullError>.Fault) {
            found = (
                try tree.root(of: checkpoint.size), try tree.root(of: known.size),
                try tree.consistencyProof(from: known.size)
            )
        } catch {
            switch error {
            case .missing(let path):
                throw .unchecked("\(place): the tile ledger/\(path) is missing or has another length")
            case .unread(let error): throw error
            }
        }
        guard found.new == checkpoint.root else {
            throw .unchecked("\(place): the tiles do not match the signed root \(checkpoint.root)")
        }
        if found.old == known.root { return found.proof }
        // A tile below those that make the new root may be damaged: only what that root proves accuses anyone.
        guard
            MerkleProof.isConsistent(
                from: known.size, found.old, to: checkpoint.size, checkpoint.root, path: found.proof)
        else { throw .unchecked("\(place): the tiles do not match each other") }
        throw .misbehaves(
            "\(place): the log is forked: its first \(known.size.grouped) entries have the root \(found.old), \(known.root) was cosigned"
        )
    }

    private func file(_ path: String, upTo maximum: Int, at place: LogPlace) throws(PullError) -> [UInt8]? {
        do throws(LogPlace.Fault) {
            return try place.file(path, upTo: maximum)
        } catch {
            throw .unchecked("\(error)")
        }
    }
}
