public import TransparencyLog

extension RowProof {
    /// What a valid proof shows.
    public struct Shown: Hashable, Sendable {
        /// The checkpoint that was signed.
        public var checkpoint: Checkpoint
        /// The rows' nights, in their order.
        public var nights: [Manifest]
        /// The rows as written in the logs.
        public var rows: [String]
    }

    /// Checks the proof by itself.
    ///
    /// - Parameter keys: the keys whose signatures count.
    /// - Throws: ``ProofError`` if the proof proves nothing.
    public func check(keys: [VerifierKey]) throws(ProofError) -> Shown {
        var shown: Shown?
        var last: LogProof?
        for (number, night) in nights.enumerated() {
            guard !night.rows.isEmpty else { throw .empty }
            let (proof, checkpoint, manifest) = try check(night, number + 1, keys)
            if let last, let before = shown?.nights.last {
                // Nothing shows that two checkpoints are of one history.
                guard proof.checkpoint == last.checkpoint else {
                    throw .malformed("the nights have more than one checkpoint")
                }
                guard proof.index > last.index, manifest.day > before.day else {
                    throw .malformed("the nights are not in order, each once")
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
        do throws(NoteError) {
            proof = try LogProof(night.logProof)
            let note = try SignedNote(proof.checkpoint)
            checkpoint = try Checkpoint(note.text)
            _ = try note.verify(checkpoint, with: keys)
        } catch {
            throw .untrusted(error)
        }
        guard
            MerkleProof.includes(
                .leaf(entry), at: proof.index, size: checkpoint.size, root: checkpoint.root, path: proof.path)
        else { throw .manifestNotIncluded(night: number) }
        // No row may count twice.
        guard zip(night.rows, night.rows.dropFirst()).allSatisfy({ $0.index < $1.index }) else {
            throw .malformed("the rows of \(manifest.archive) are not in order, each once")
        }
        for row in night.rows {
            let leaf = SHA256Hash.leaf(Array(row.text.utf8))
            guard
                MerkleProof.includes(
                    leaf, at: row.index, size: manifest.events, root: manifest.rowsRoot, path: row.path)
            else { throw .rowNotIncluded(index: row.index, archive: manifest.archive) }
        }
        return (proof, checkpoint, manifest)
    }
}
