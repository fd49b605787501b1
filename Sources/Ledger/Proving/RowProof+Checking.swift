public import TransparencyLog

extension RowProof {
    /// What a valid proof shows.
    public struct Shown: Hashable, Sendable {
        /// The checkpoint that was signed.
        public var checkpoint: Checkpoint
        /// The rows' nights, in their order.
        public var nights: [Manifest]
        /// The rows.
        public var rows: [ShownRow]
        /// The number of rows that hide whom they are about.
        public var hiddenRows: Int {
            rows.count { if case .what = $0 { true } else { false } }
        }
    }

    /// A row that a proof shows.
    public enum ShownRow: Hashable, Sendable {
        /// The row as written in the log.
        case whole(String)
        /// What happened, not to whom: time, status, description and app.
        case what(String)

        /// What is shown.
        public var text: String {
            switch self {
            case .whole(let text), .what(let text): text
            }
        }
    }

    /// Checks the proof by itself.
    ///
    /// - Parameter keys: the keys whose signatures count.
    /// - Throws: ``ProofError`` if the proof proves nothing.
    public func check(keys: [VerifierKey]) throws(ProofError) -> Shown { try check(trusting: TrustedKeys(keys)) }

    /// Checks the proof by itself.
    ///
    /// A proof does not show the last night of its checkpoint. So a key counts whose time was not over before the nights that
    /// are shown.
    ///
    /// - Parameter keys: the keys whose signatures count, and for which nights.
    /// - Throws: ``ProofError`` if the proof proves nothing.
    public func check(trusting keys: TrustedKeys) throws(ProofError) -> Shown {
        var shown: Shown?
        var last: LogProof?
        for (number, night) in nights.enumerated() {
            guard !night.rows.isEmpty else { throw .empty }
            let (proof, checkpoint, manifest, rows) = try check(night, number + 1, keys)
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
            all.rows += rows
            shown = all
        }
        guard let shown else { throw .empty }
        return shown
    }

    private func check(
        _ night: Night, _ number: Int, _ keys: TrustedKeys
    ) throws(ProofError) -> (LogProof, Checkpoint, Manifest, [ShownRow]) {
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
            signers = try note.verify(checkpoint, with: keys.keys)
        } catch {
            throw .untrusted(error)
        }
        let own = signers.filter { $0.isSigner(of: checkpoint) }
        if own.allSatisfy({ keys.isOver($0, before: manifest.day) }),
            let reason = keys.objection(to: own, of: manifest.day)
        {
            throw .keyOutOfTime(reason)
        }
        guard
            MerkleProof.includes(
                .leaf(entry), at: proof.index, size: checkpoint.size, root: checkpoint.root, path: proof.path)
        else { throw .manifestNotIncluded(night: number) }
        // No row may count twice.
        guard zip(night.rows, night.rows.dropFirst()).allSatisfy({ $0.index < $1.index }) else {
            throw .malformed("the rows of \(manifest.archive) are not in order, each once")
        }
        var rows: [ShownRow] = []
        for row in night.rows {
            guard let (leaf, shown) = row.leaf else {
                throw .malformed("row \(row.index) of \(manifest.archive) is not a row of a tracking log")
            }
            guard
                MerkleProof.includes(
                    leaf, at: row.index, size: manifest.events, root: manifest.rowsRoot, path: row.path)
            else { throw .rowNotIncluded(index: row.index, archive: manifest.archive) }
            rows.append(shown)
        }
        return (proof, checkpoint, manifest, rows)
    }
}

extension RowProof.Row {
    /// The row's hash in the night's tree, and what is shown of it; nil if it has not the form of a row.
    fileprivate var leaf: (SHA256Hash, RowProof.ShownRow)? {
        let what = Array(what.utf8)
        switch whom {
        case .shown(let whom, let salt):
            let halves = RowHalves(what: what, whom: Array(whom.utf8))
            return halves.row.map { row in
                let leaf = RowHalves.leaf(hidden: halves.hidden(by: salt), what: what)
                return (leaf, .whole(String(decoding: row, as: UTF8.self)))
            }
        case .hidden(let hash):
            guard RowHalves(what: what, whom: RowHalves.nobody).row != nil else { return nil }
            return (RowHalves.leaf(hidden: hash, what: what), .what(self.what))
        }
    }
}
