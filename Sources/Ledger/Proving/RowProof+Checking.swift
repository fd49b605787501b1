extension RowProof {
    /// What a proof that holds shows.
    public struct Shown: Hashable, Sendable {
        /// The ledger as it was signed.
        public var checkpoint: Checkpoint
        /// The rows' nights, in their order.
        public var nights: [Manifest]
        /// The rows as they stand in the logs.
        public var rows: [String]
    }

    /// Checks the proof, with nothing else at hand.
    ///
    /// - Parameter keys: those whose signatures count.
    /// - Throws: ``ProofError``: the proof proves nothing then.
    public func check(keys: [VerifierKey]) throws(ProofError) -> Shown {
        var shown: Shown?
        var last: LogProof?
        for (number, night) in nights.enumerated() {
            guard !night.rows.isEmpty else { throw .empty }
            let (proof, checkpoint, manifest) = try check(night, number + 1, keys)
            if let last, let before = shown?.nights.last {
                // Of two checkpoints nothing says that they are of one history.
                guard proof.checkpoint == last.checkpoint else { throw .malformed("it has more than one checkpoint") }
                guard proof.index > last.index, manifest.day > before.day else {
                    throw .malformed("its nights are not in their order, each once")
                }
            }
            last = proof
            var all = shown ?? Shown(checkpoint: checkpoint, nights: [], rows: [])
            all.nights.append(manifest)
            all.rows += night.rows.map(\.text)
            shown = all
        }
        guard let shown else { throw .empty }
        return shown
    }

    private func check(
        _ night: Night, _ number: Int, _ keys: [VerifierKey]
    ) throws(ProofError) -> (LogProof, Checkpoint, Manifest) {
        let entry = Array(night.manifest.utf8)
        let manifest: Manifest
        do throws(ManifestError) {
            manifest = try Manifest(entry)
        } catch {
            throw .malformed("\(error)")
        }
        let checkpoint: Checkpoint
        let proof: LogProof
        let signers: [VerifierKey]
        do throws(NoteError) {
            proof = try LogProof(night.logProof)
            let note = try SignedNote(proof.checkpoint)
            checkpoint = try Checkpoint(note.text)
            signers = try note.verify(with: keys)
        } catch {
            throw .untrusted(error)
        }
        guard signers.contains(where: { $0.isSigner(of: checkpoint) }) else {
            throw .otherOrigin(checkpoint.origin)
        }
        guard
            MerkleProof.includes(
                .leaf(entry), at: proof.index, size: checkpoint.size, root: checkpoint.root, path: proof.path)
        else { throw .manifestNotIncluded(night: number) }
        // So that no row is counted twice.
        guard zip(night.rows, night.rows.dropFirst()).allSatisfy({ $0.index < $1.index }) else {
            throw .malformed("the rows of \(manifest.archive) are not in their order, each once")
        }
        for row in night.rows {
            let leaf = LedgerHash.leaf(Array(row.text.utf8))
            guard
                MerkleProof.includes(
                    leaf, at: row.index, size: manifest.events, root: manifest.rowsRoot, path: row.path)
            else { throw .rowNotIncluded(index: row.index, archive: manifest.archive) }
        }
        return (proof, checkpoint, manifest)
    }
}
